"""Reports: handing one in, and what became of it."""

from typing import Any

from safety_center.api.body import parse
from safety_center.api.gate import Answer, Call
from safety_center.api.paths import PREFIX, RECEIPT_NUMBER, known_number
from safety_center.api.query import read_flag
from safety_center.api.rows import notice, report_row
from safety_center.api.shapes import shape_of
from safety_center.api.words import error_rows
from safety_center.domain.reports import ReportInput
from safety_center.services.intake import Submitted, read_report, submit_report
from safety_center.services.reports import reveal_report, show_report


def submit(call: Call) -> Answer:
    """Store a report; 201 with its numbers, 200 when its reference was stored before."""
    ctx = call.ctx
    report = parse(
        call.body,
        shape_of(ReportInput),
        lambda body: read_report(body, ctx.places, ctx.now),
    )
    outcome = submit_report(ctx, report, last=True)
    status = 200 if outcome.repeated else 201
    location = f"{PREFIX}/reports/{outcome.receipt_number}"
    return Answer(_outcome(outcome, call.language), status, {"Location": location})


def show(call: Call) -> Answer:
    """One report of the unit, the caller masked unless `reveal` is asked."""
    receipt = known_number(call.path["receipt"], RECEIPT_NUMBER)
    find = reveal_report if read_flag("reveal") else show_report
    return Answer({**report_row(find(call.ctx, receipt)), "notice": notice(call)})


def _outcome(outcome: Submitted, language: str) -> dict[str, Any]:
    return {
        "receipt_number": outcome.receipt_number,
        "case_number": outcome.case_number,
        "repeated": outcome.repeated,
        "warnings": error_rows(outcome.warnings, language),
    }

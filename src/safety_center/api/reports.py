"""Reports: handing one in, and what became of it."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import current_app, g

from safety_center.api.body import parse, read_object
from safety_center.api.gate import Answer, Asked, Call, checked_key
from safety_center.api.paths import PREFIX, RECEIPT_NUMBER, known_number
from safety_center.api.problems import Problem
from safety_center.api.query import read_flag
from safety_center.api.rows import notice, report_row
from safety_center.api.shapes import shape_of
from safety_center.api.words import error_rows
from safety_center.domain.errors import InputRefused
from safety_center.domain.periods import utc_now
from safety_center.domain.places import Places
from safety_center.domain.reports import ReportInput
from safety_center.services.answers import Kept, hash_request
from safety_center.services.intake import Submitted, check_joined, read_report, submit_report
from safety_center.services.intake.read import CheckCase
from safety_center.services.intake.together import HandedIn, SharedIntake
from safety_center.services.reports import reveal_report, show_report

#: The operation's name, and where the application keeps the process's intake.
SUBMIT, SHARED_INTAKE = "submit_report", "safety_center.intake"


def submit(call: Call) -> Answer:
    """Store a report; 201 with its numbers, 200 when its reference was stored before."""
    ctx = call.ctx
    report = _parse(call.body, ctx.places, ctx.now, partial(check_joined, ctx))
    said = _say(call.language, submit_report(ctx, report, last=True))
    return Answer(said.content, said.status, said.headers)


def hand_in(asked: Asked) -> Answer | None:
    """Store a report together with those of others; None: not for there, or something is wrong."""
    shared: SharedIntake = current_app.extensions[SHARED_INTAKE]
    if not shared.knows(asked.secret):
        return None
    now = utc_now()
    try:
        key, body = checked_key(asked.key), read_object(asked.raw)
        report = _parse(body, shared.places(now), now)
    except (Problem, InputRefused):
        return None
    same = hash_request(SUBMIT, {}, 0, body)
    answered = shared.hand_in(
        HandedIn(asked.secret, key, same, report, asked.origin, now, partial(_say, asked.language))
    )
    if answered is None:
        return None
    g.actor = answered.actor
    return Answer(answered.kept.content, answered.kept.status, answered.kept.headers)


def show(call: Call) -> Answer:
    """One report of the unit, the caller masked unless `reveal` is asked."""
    receipt = known_number(call.path["receipt"], RECEIPT_NUMBER)
    find = reveal_report if read_flag("reveal") else show_report
    return Answer({**report_row(find(call.ctx, receipt)), "notice": notice(call)})


def _parse(
    body: dict[str, Any], places: Places, now: datetime, check_case: CheckCase | None = None
) -> ReportInput:
    def read(values: dict[str, Any]) -> ReportInput:
        return read_report(values, places, now, check_case)

    return parse(body, shape_of(ReportInput), read)


def _say(language: str, outcome: Submitted) -> Kept:
    content = {
        "receipt_number": outcome.receipt_number,
        "case_number": outcome.case_number,
        "repeated": outcome.repeated,
        "warnings": error_rows(outcome.warnings, language),
    }
    location = f"{PREFIX}/reports/{outcome.receipt_number}"
    return Kept(200 if outcome.repeated else 201, {"Location": location}, content)

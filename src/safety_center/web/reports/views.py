"""The list of reports and the page of one."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from safety_center.domain.vocabulary import Disposition
from safety_center.services.personal_views import ReportView
from safety_center.services.reports import (
    list_reports,
    parse_report_filter,
    reveal_report,
    show_report,
)
from safety_center.web.clocks import local_time, seoul_time, unit_hour
from safety_center.web.reports.choices import terms
from safety_center.web.request import viewing_unit


def index() -> ResponseReturnValue:
    """Everything that came in to the unit, and what became of it."""
    wanted = parse_report_filter(request.args)
    with viewing_unit() as ctx:
        page = list_reports(ctx, wanted, request.args.get("cursor"))
    return render_template(
        "reports/index.html",
        page=page,
        disposition=wanted.disposition,
        wanted=wanted,
        dispositions=terms(Disposition),
        local_time=local_time,
        seoul_time=seoul_time,
    )


def show(receipt: str) -> ResponseReturnValue:
    """One report, the caller masked."""
    with viewing_unit() as ctx:
        report = show_report(ctx, receipt)
    return _page(report, revealed=False)


def reveal(receipt: str) -> ResponseReturnValue:
    """The same with the caller in full; asked for by a button, kept in the trail."""
    with viewing_unit() as ctx:
        report = reveal_report(ctx, receipt)
    return _page(report, revealed=True)


def back(receipt: str) -> ResponseReturnValue:
    """A button's address opened as a page, as after signing in again: to the report."""
    return redirect(url_for("reports.show", receipt=receipt))


def _page(report: ReportView, revealed: bool) -> str:
    return render_template(
        "reports/show.html",
        report=report,
        revealed=revealed,
        handover_hour=unit_hour(report.handover_to_unit),
    )

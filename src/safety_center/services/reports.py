"""Reading reports (접수 건): everything that came in, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlmodel import col

from safety_center.domain.access import Permission, case_scope, require
from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import BACKWARDS, FieldError, InputRefused, NotFound
from safety_center.domain.input_errors import DATE_FORM
from safety_center.domain.situations import Situation
from safety_center.domain.trail import pack_ids
from safety_center.domain.vocabulary import CaseStatus, Disposition, ReportSource, Term
from safety_center.services.cases.reach import case_units
from safety_center.services.context import Context
from safety_center.services.cursors import read_cursor, write_cursor
from safety_center.services.personal_values import data_key
from safety_center.services.personal_views import ReportView, view_report
from safety_center.store import reports as report_store
from safety_center.store.accounts import account_names
from safety_center.store.tables import Case, Report

_PAGE_ROWS = 50


@dataclass(frozen=True)
class ReportRow:
    """A report as one line of a list; no personal values."""

    receipt_number: str
    received_at: datetime
    zone: str
    unit_code: str | None
    taken_by: str
    country_code: str
    city: str | None
    situation: Situation
    disposition: Disposition
    case_number: str | None


@dataclass(frozen=True)
class ReportList:
    """One page, newest first."""

    rows: Sequence[ReportRow]
    next_cursor: str | None
    reports: int | None = None


@dataclass(frozen=True)
class ReportFilter:
    """Which reports; None means any. Days are Seoul's days of receipt, inclusive."""

    disposition: str | None = None
    source: str | None = None
    from_day: date | None = None
    to_day: date | None = None


def parse_report_filter(values: Mapping[str, str]) -> ReportFilter:
    """`disposition`, `source`, `from` and `to` of an address; raises `InputRefused`."""
    given = {name: value.strip() for name, value in values.items() if value.strip()}
    from_day, to_day = _day("from", given.get("from")), _day("to", given.get("to"))
    if from_day and to_day and to_day < from_day:
        raise InputRefused([FieldError("to", *BACKWARDS)])
    return ReportFilter(
        disposition=_known("disposition", given.get("disposition"), Disposition),
        source=_known("source", given.get("source"), ReportSource),
        from_day=from_day,
        to_day=to_day,
    )


def list_reports(
    ctx: Context, wanted: ReportFilter | None = None, cursor: str | None = None
) -> ReportList:
    """Reports taken by the actor's unit (every unit's for roles that reach every case).

    They are counted where days are asked for, as a figure does that opens its list.
    """
    require(ctx.require_actor(), Permission.REPORT_VIEW)
    wanted = wanted or ReportFilter()
    join: Any = Case.id == Report.case_id
    query = select(Report, col(Case.number)).join(Case, join, isouter=True)
    query = query.where(*_conditions(ctx, wanted))
    query = _paged(query, read_cursor(cursor)).limit(_PAGE_ROWS + 1)
    found = ctx.session.execute(query).all()
    shown = found[:_PAGE_ROWS]
    names = account_names(ctx.session, [row[0].taken_by_id for row in shown])
    cases = pack_ids(row[0].case_id for row in shown if row[0].case_id)
    ctx.note("report.list", rows=len(shown), cases=cases)
    rows = [_row(ctx, report, number, names) for report, number in shown]
    last = shown[-1][0] if len(found) > _PAGE_ROWS else None
    cursor_after = write_cursor(last.received_at, last.id) if last else None
    return ReportList(rows, cursor_after, _count(ctx, wanted))


def _count(ctx: Context, wanted: ReportFilter) -> int | None:
    if wanted.from_day is None and wanted.to_day is None:
        return None
    query = select(func.count(col(Report.id))).where(*_conditions(ctx, wanted))
    return ctx.session.execute(query).scalar_one()


def _conditions(ctx: Context, wanted: ReportFilter) -> list[Any]:
    actor = ctx.require_actor()
    own = not case_scope(actor).every_case
    report: Any = Report
    conditions = [report.unit_code == actor.unit_code] if own else []
    asked = (
        (report.disposition.__eq__, wanted.disposition),
        (report.source.__eq__, wanted.source),
        (report.received_on.__ge__, wanted.from_day),
        (report.received_on.__le__, wanted.to_day),
    )
    return conditions + [compare(value) for compare, value in asked if value is not None]


def _paged(query: Any, before: tuple[datetime, int] | None) -> Any:
    """Newest first, before a place in the list."""
    at: Any = Report.received_at
    number: Any = Report.id
    if before is not None:
        query = query.where(or_(at < before[0], and_(at == before[0], number < before[1])))
    return query.order_by(at.desc(), number.desc())


def show_report(ctx: Context, receipt_number: str) -> ReportView:
    """A report of the actor's unit or of a case within reach; the caller masked."""
    view = _open(ctx, receipt_number, masked=True)
    ctx.note("report.view", view.receipt_number, rows=1)
    return view


def reveal_report(ctx: Context, receipt_number: str) -> ReportView:
    """The same with the caller in full, which is an event of its own."""
    require(ctx.require_actor(), Permission.PERSON_REVEAL)
    view = _open(ctx, receipt_number, masked=False)
    ctx.note("report.reveal", view.receipt_number, rows=1)
    return view


def _open(ctx: Context, receipt_number: str, masked: bool) -> ReportView:
    actor = ctx.require_actor()
    require(actor, Permission.REPORT_VIEW)
    report = report_store.fetch_report(ctx.session, receipt_number)
    if report is None:
        raise NotFound()
    case = ctx.session.get(Case, report.case_id) if report.case_id else None
    units = (report.unit_code, *(case_units(case) if case else ()))
    if not case_scope(actor).reaches(units):
        raise NotFound()
    view = view_report(
        report,
        data_key(ctx, report.data_key_id),
        taken_by=account_names(ctx.session, [report.taken_by_id]).get(report.taken_by_id, ""),
        zone=ctx.places.zone_of(report.country_code, report.unit_code),
        case_number=case.number if case else None,
        masked=masked,
    )
    if case is None:
        return view
    return replace(
        view,
        case_status=CaseStatus.of(case.status),
        case_unit=case.owner_unit,
        handover_to_unit=case.handover_to_unit,
    )


def _row(ctx: Context, report: Report, case_number: str | None, names: dict[int, str]) -> ReportRow:
    return ReportRow(
        receipt_number=report.receipt_number,
        received_at=report.received_at,
        zone=ctx.places.zone_of(report.country_code, report.unit_code),
        unit_code=report.unit_code,
        taken_by=names.get(report.taken_by_id, ""),
        country_code=report.country_code,
        city=report.city,
        situation=Situation.of(report.situation),
        disposition=Disposition.of(report.disposition),
        case_number=case_number,
    )


def _known(name: str, code: str | None, terms: type[Term]) -> str | None:
    if code is not None and code not in set(terms):
        raise InputRefused([unknown_code(name, code, terms)])
    return code


def _day(name: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputRefused([FieldError(name, "date", DATE_FORM)]) from None

"""What waits for whoever signed in: the start page's lists, gravest and oldest first. No personal values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from safety_center.domain.access import CENTERS, Actor, Permission, Role, require
from safety_center.domain.periods import local_date, local_instant, seoul_bounds
from safety_center.domain.vocabulary import Severity, Term
from safety_center.services.cases.listing import CaseRow, case_rows
from safety_center.services.context import Context
from safety_center.services.waiting import zone_of_unit
from safety_center.store import work_lists as store
from safety_center.store.tables import Case, Handover

_MOST_WAITING = 12
_MOST_DUE = 8
_MOST_SENT = 8
_MOST_REPORTS = 10
#: "Tonight" ends when the next working day begins.
_MORNING = time(9)


class WorkKind(Term):
    """Why something waits."""

    HANDOVER = "handover", "이관 인수", "Hand-over to answer"
    OVERDUE = "overdue", "조치 기한 지남", "Action overdue"
    UNTAKEN = "untaken", "착수 전", "Not taken up"


@dataclass(frozen=True)
class Work:
    """One thing to do: why, which case, since when; `unit` is the sender of a hand-over."""

    kind: WorkKind
    case: CaseRow
    since: datetime
    unit: str | None = None


@dataclass(frozen=True)
class Sent:
    """A hand-over nobody has answered; `zone` is the clock of the receiver."""

    case: CaseRow
    to_unit: str
    zone: str
    sent_at: datetime


@dataclass(frozen=True)
class Desk:
    """A unit's work: what waits (cut), what is due until `until`, what it waits for, and how many.

    `counts` is that of `store.work_lists.count_work`; `zone` is the unit's clock;
    `units` own the cases.
    """

    waiting: Sequence[Work]
    due: Sequence[CaseRow]
    sent: Sequence[Sent]
    gravest: Sequence[CaseRow]
    counts: Mapping[str, int]
    zone: str
    until: datetime
    units: Sequence[str] = ()


@dataclass(frozen=True)
class TakenReport:
    """A report the actor took today, and what became of it."""

    receipt_number: str
    received_at: datetime
    country_code: str
    city: str | None
    situation: str
    disposition: str
    case_number: str | None


def desk(ctx: Context) -> Desk:
    """The work of the actor's unit; the center manager sees both centers."""
    actor = ctx.require_actor()
    require(actor, Permission.CASE_VIEW)
    units = own_units(actor)
    zone = zone_of_unit(ctx, actor.unit_code)
    until = end_of_night(ctx.now, zone)
    counts = store.count_work(ctx.session, units, ctx.now, until)
    due = store.fetch_due(ctx.session, units, ctx.now, until, _MOST_DUE)
    return Desk(
        waiting=_waiting(ctx, units),
        due=case_rows(ctx, due),
        sent=_sent(ctx, units),
        gravest=_gravest(ctx, actor, units),
        counts=counts,
        zone=zone,
        until=until,
        units=units,
    )


def own_units(actor: Actor) -> tuple[str, ...]:
    """Units whose work is the actor's."""
    if actor.role is Role.CENTER_MANAGER:
        return CENTERS
    return (actor.unit_code,) if actor.unit_code else ()


def end_of_night(now: datetime, zone: str) -> datetime:
    """Nine o'clock of the next morning on the unit's clock."""
    return local_instant(local_date(now, zone) + timedelta(days=1), _MORNING, zone)


def reports_today(ctx: Context) -> list[TakenReport]:
    """What the actor took since midnight in Seoul, newest first."""
    actor = ctx.require_actor()
    require(actor, Permission.REPORT_VIEW)
    since, _ = seoul_bounds(ctx.today, None)
    found = store.fetch_reports_of(ctx.session, actor.account_id, since or ctx.now, _MOST_REPORTS)
    return [
        TakenReport(
            report.receipt_number,
            report.received_at,
            report.country_code,
            report.city,
            report.situation,
            report.disposition,
            number,
        )
        for report, number in found
    ]


def _waiting(ctx: Context, units: Sequence[str]) -> list[Work]:
    """Hand-overs, overdue actions and untaken cases in one list; a case stands there once."""
    session, now = ctx.session, ctx.now
    handovers = store.fetch_handovers(session, _MOST_WAITING, to_units=units)
    overdue = store.fetch_overdue(session, units, now, _MOST_WAITING)
    untaken = store.fetch_untaken(session, units, _MOST_WAITING)
    found: dict[str, tuple[WorkKind, Case, datetime, str | None]] = {}
    for handover, case in handovers:
        found[case.number] = (WorkKind.HANDOVER, case, handover.sent_at, handover.from_unit)
    for case in overdue:
        due_at = case.next_action_due_at or now
        found.setdefault(case.number, (WorkKind.OVERDUE, case, due_at, None))
    for case in untaken:
        found.setdefault(case.number, (WorkKind.UNTAKEN, case, case.received_at, None))
    chosen = sorted(found.values(), key=lambda work: (-work[1].severity_weight, work[2]))
    chosen = chosen[:_MOST_WAITING]
    rows = case_rows(ctx, [case for _, case, _, _ in chosen])
    return [
        Work(kind, row, since, unit)
        for (kind, _, since, unit), row in zip(chosen, rows, strict=True)
    ]


def _sent(ctx: Context, units: Sequence[str]) -> list[Sent]:
    pairs: Sequence[tuple[Handover, Case]] = store.fetch_handovers(
        ctx.session, _MOST_SENT, from_units=units
    )
    rows = case_rows(ctx, [case for _, case in pairs])
    return [
        Sent(row, handover.to_unit, zone_of_unit(ctx, handover.to_unit), handover.sent_at)
        for (handover, _), row in zip(pairs, rows, strict=True)
    ]


def _gravest(ctx: Context, actor: Actor, units: Sequence[str]) -> list[CaseRow]:
    """For the mission head the mission's open cases; for the center manager the critical ones anywhere."""
    if actor.role is Role.MISSION_HEAD:
        return case_rows(ctx, store.fetch_open(ctx.session, units, _MOST_DUE))
    if actor.role is Role.CENTER_MANAGER:
        critical = Severity.CRITICAL.value
        return case_rows(ctx, store.fetch_untaken(ctx.session, None, _MOST_DUE, critical))
    return []

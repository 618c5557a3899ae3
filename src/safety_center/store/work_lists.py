"""Rows of the work lists: a few gravest and oldest cases each, and how many there are.

`units` are owners; None stands for every unit. Each question goes by one of the indexes of
`incident_case` or `handover`, and each list is cut, so that a start page stays cheap.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import Session, col

from safety_center.domain.vocabulary import CaseStatus, HandoverState
from safety_center.store.tables import Account, Case, Handover, Report, TrailEntry

Units = Sequence[str] | None
_OPEN = tuple(status.value for status in CaseStatus if status is not CaseStatus.CLOSED)
_UNTAKEN = (CaseStatus.RECEIVED.value, CaseStatus.REOPENED.value)
_PENDING = HandoverState.PENDING.value


def fetch_untaken(
    session: Session, units: Units, limit: int, severity: str | None = None
) -> Sequence[Case]:
    """Cases that nobody has taken up yet."""
    query = _owned(select(Case), units).where(col(Case.status).in_(_UNTAKEN))
    if severity is not None:
        query = query.where(col(Case.severity) == severity)
    return _gravest(session, query, limit)


def fetch_open(session: Session, units: Units, limit: int) -> Sequence[Case]:
    """Cases that are not closed."""
    return _gravest(session, _owned(select(Case), units).where(col(Case.status).in_(_OPEN)), limit)


def fetch_overdue(session: Session, units: Units, now: datetime, limit: int) -> Sequence[Case]:
    """Open cases whose next action was due before now."""
    return _gravest(session, _owned(select(Case), units).where(*_overdue(now)), limit)


def fetch_due(
    session: Session, units: Units, since: datetime, until: datetime, limit: int
) -> Sequence[Case]:
    """Open cases whose next action is due from `since` up to `until`, the earliest first."""
    query = _owned(select(Case), units).where(
        col(Case.status).in_(_OPEN),
        col(Case.next_action_due_at) >= since,
        col(Case.next_action_due_at) <= until,
    )
    return (
        session.execute(query.order_by(col(Case.next_action_due_at)).limit(limit)).scalars().all()
    )


def fetch_handovers(
    session: Session, limit: int, to_units: Units = None, from_units: Units = None
) -> Sequence[tuple[Handover, Case]]:
    """Unanswered hand-overs with their cases, the gravest and longest waiting first."""
    query = select(Handover, Case).join(Case, col(Case.id) == col(Handover.case_id))
    query = query.where(*_pending(to_units, from_units))
    query = query.order_by(col(Case.severity_weight).desc(), col(Handover.sent_at))
    return [(handover, case) for handover, case in session.execute(query.limit(limit))]


def fetch_reports_of(
    session: Session, account_id: int, since: datetime, limit: int
) -> Sequence[tuple[Report, str | None]]:
    """Reports an account took since an instant, newest first, with the number of their case."""
    query = (
        select(Report, col(Case.number))
        .join(Case, col(Case.id) == col(Report.case_id), isouter=True)
        .where(col(Report.taken_by_id) == account_id, col(Report.entered_at) >= since)
        .order_by(col(Report.entered_at).desc())
    )
    return [(report, number) for report, number in session.execute(query.limit(limit))]


def count_work(session: Session, units: Units, now: datetime, until: datetime) -> dict[str, int]:
    """How many there are of each: `open`, `untaken`, `overdue`, `due`, `received`, `sent`.

    `waiting` is what waits at the units: hand-overs received, and cases overdue or not taken up.
    """
    cases = _owned(select(func.count(col(Case.id))), units)
    handovers = select(func.count(col(Handover.id)))
    due = (col(Case.next_action_due_at) >= now, col(Case.next_action_due_at) <= until)
    is_open, is_untaken = col(Case.status).in_(_OPEN), col(Case.status).in_(_UNTAKEN)
    questions = {
        "open": cases.where(is_open),
        "untaken": cases.where(is_untaken),
        "overdue": cases.where(*_overdue(now)),
        "waiting": cases.where(or_(is_untaken, and_(*_overdue(now)))),
        "due": cases.where(is_open, *due),
        "received": handovers.where(*_pending(units, None)),
        "sent": handovers.where(*_pending(None, units)),
    }
    counts = {name: session.execute(query).scalar_one() for name, query in questions.items()}
    return counts | {"waiting": counts["waiting"] + counts["received"]}


def fetch_locked_accounts(session: Session) -> Sequence[Account]:
    """Active accounts that are locked, the longest first."""
    query = select(Account).where(col(Account.locked_at).is_not(None), col(Account.active))
    return session.execute(query.order_by(col(Account.locked_at))).scalars().all()


def count_acts(session: Session, since: datetime) -> dict[tuple[str, str], int]:
    """Entries of the trail since an instant by `(action, result)`."""
    query = (
        select(col(TrailEntry.action), col(TrailEntry.result), func.count())
        .where(col(TrailEntry.at) >= since)
        .group_by(col(TrailEntry.action), col(TrailEntry.result))
    )
    return {(action, result): rows for action, result, rows in session.execute(query)}


def _owned(query: Select[Any], units: Units) -> Select[Any]:
    return query if units is None else query.where(col(Case.owner_unit).in_(units))


def _overdue(now: datetime) -> tuple[Any, ...]:
    return col(Case.status).in_(_OPEN), col(Case.next_action_due_at) < now


def _pending(to_units: Units, from_units: Units) -> list[Any]:
    conditions: list[Any] = [col(Handover.state) == _PENDING]
    if to_units is not None:
        conditions.append(col(Handover.to_unit).in_(to_units))
    if from_units is not None:
        conditions.append(col(Handover.from_unit).in_(from_units))
    return conditions


def _gravest(session: Session, query: Select[Any], limit: int) -> Sequence[Case]:
    ordered = query.order_by(col(Case.severity_weight).desc(), col(Case.received_at))
    return session.execute(ordered.limit(limit)).scalars().all()

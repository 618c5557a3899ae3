"""Numbers of reports by outcome, and times of hand-overs: codes and instants, no personal data."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session

from safety_center.domain.vocabulary import HandoverState
from safety_center.store.tables.case import Case
from safety_center.store.tables.handover import Handover
from safety_center.store.tables.report import Report

_REPORT: Any = Report
_HANDOVER: Any = Handover
_CASE: Any = Case


def count_outcomes(
    session: Session, first: date, last: date, sources: Collection[str] = ()
) -> Sequence[tuple[date, str, int]]:
    """`(received_on, disposition, number)` of reports received on those Seoul days, both included."""
    columns = (_REPORT.received_on, _REPORT.disposition)
    query = select(*columns, func.count()).where(_REPORT.received_on.between(first, last))
    if sources:
        query = query.where(_REPORT.source.in_(sources))
    rows = session.execute(query.group_by(*columns))
    return [(row[0], row[1], row[2]) for row in rows]


def fetch_handover_times(
    session: Session, start: datetime, end: datetime
) -> Sequence[tuple[str, str, datetime, datetime | None]]:
    """`(to_unit, state, sent_at, decided_at)` of hand-overs sent from `start` up to, not including, `end`."""
    columns = (_HANDOVER.to_unit, _HANDOVER.state, _HANDOVER.sent_at, _HANDOVER.decided_at)
    query = select(*columns).where(_HANDOVER.sent_at >= start, _HANDOVER.sent_at < end)
    rows = session.execute(query)
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def fetch_waiting(session: Session) -> tuple[int, datetime | None]:
    """How many hand-overs nobody has answered, and when the oldest of them was sent."""
    query = select(func.count(_HANDOVER.id), func.min(_HANDOVER.sent_at))
    found = session.execute(query.where(_HANDOVER.state == HandoverState.PENDING.value)).one()
    return found[0], found[1]


def count_waiting(
    session: Session,
    at: datetime,
    sent_before: datetime,
    unit: str | None = None,
    countries: Collection[str] | None = None,
    missions: Collection[str] | None = None,
) -> int:
    """How many hand-overs sent before an instant nobody had answered at `at`.

    `unit`: those that it sent, was to receive, or whose case it took in or answers for. Cases merged
    into another do not count. Both times are kept, so this is known for any past instant.
    """
    # Of cases only what no index finds is asked: from the hand-overs to their cases, never the other way.
    query = select(func.count(_HANDOVER.id)).join(Case, _CASE.id == _HANDOVER.case_id)
    query = query.where(
        _HANDOVER.sent_at <= sent_before, func.coalesce(_CASE.merged_into_id, 0) == 0
    )
    query = query.where(or_(_HANDOVER.decided_at.is_(None), _HANDOVER.decided_at > at))
    if unit is not None:
        columns = (_HANDOVER.from_unit, _HANDOVER.to_unit, _CASE.origin_unit, _CASE.mission_code)
        query = query.where(or_(*(column == unit for column in columns)))
    for column, codes in ((_CASE.country_code, countries), (_CASE.mission_code, missions)):
        if codes is not None:
            query = query.where(func.coalesce(column, "").in_(codes))
    return session.execute(query).scalar_one()

"""Versions of cases in the line list: what a case counts as, and those written so far."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlmodel import Session

from safety_center.domain.periods import local_instant, seoul_date
from safety_center.domain.vocabulary import ChangeReason, HandoverState
from safety_center.store.tables.case import Case
from safety_center.store.tables.case_fact import CaseFact
from safety_center.store.tables.handover import Handover
from safety_center.store.tables.person_fact import PersonFact

_CASE: Any = Case.__table__
_FACT: Any = CaseFact.__table__
_HANDOVER: Any = Handover.__table__
_MINUTE = timedelta(minutes=1)
_CHUNK = 2_000
#: Columns of a case from which its version is made.
READ = (
    "id merged_into_id occurred_from occurred_time zone received_at received_on entered_at closed_at"
    " country_code mission_code source severity incident_type"
).split()


def case_fact_values(case: Mapping[str, Any], accepted_at: datetime | None) -> dict[str, Any]:
    """What a case counts as, and how long each step took; merged into another: nothing."""
    closed_at, received_at = case["closed_at"], case["received_at"]
    return {
        "case_id": case["id"],
        "counted": case.get("merged_into_id") is None,
        "occurred_on": case["occurred_from"],
        "reported_on": case["received_on"],
        "entered_on": seoul_date(case["entered_at"]),
        "closed_on": seoul_date(closed_at) if closed_at else None,
        "country_code": case["country_code"],
        "mission_code": case["mission_code"],
        "source": case["source"],
        "severity": case["severity"],
        "incident_type": case["incident_type"],
        "report_minutes": _minutes(_happened_at(case), received_at),
        "accept_minutes": _minutes(received_at, accepted_at),
        "close_minutes": _minutes(received_at, closed_at),
    }


def _happened_at(case: Mapping[str, Any]) -> datetime | None:
    day, clock = case["occurred_from"], case["occurred_time"]
    return local_instant(day, clock, case["zone"]) if day and clock else None


def _minutes(start: datetime | None, end: datetime | None) -> int | None:
    """Whole minutes between; None where either is not known or they are the wrong way round."""
    if start is None or end is None or end < start:
        return None
    return (end - start) // _MINUTE


def fetch_cases(connection: Connection, case_ids: Collection[int]) -> list[dict[str, Any]]:
    """The columns `READ` of the given cases."""
    columns = [_CASE.c[name] for name in READ]
    query = select(*columns).where(_CASE.c.id.in_(case_ids))
    return [dict(row) for row in connection.execute(query).mappings()]


def fetch_accepted_at(connection: Connection, case_ids: Collection[int]) -> dict[int, datetime]:
    """When the first hand-over of a case was accepted; cases without one are left out."""
    query = (
        select(_HANDOVER.c.case_id, func.min(_HANDOVER.c.decided_at).label("at"))
        .where(_HANDOVER.c.case_id.in_(case_ids), _HANDOVER.c.state == HandoverState.ACCEPTED.value)
        .group_by(_HANDOVER.c.case_id)
    )
    return {row.case_id: row.at for row in connection.execute(query)}


def fetch_current(session: Session, case_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The current version of each of the given cases, by case."""
    query = select(_FACT).where(_FACT.c.case_id.in_(case_ids), _FACT.c.recorded_to.is_(None))
    return {row["case_id"]: dict(row) for row in session.execute(query).mappings()}


def close_case_facts(session: Session, ended: Mapping[int, datetime]) -> None:
    """End versions (by id) at the instants from which others hold."""
    at_once: dict[datetime, list[int]] = defaultdict(list)
    for fact_id, at in ended.items():
        at_once[at].append(fact_id)
    for at, ids in at_once.items():
        session.execute(update(_FACT).where(_FACT.c.id.in_(ids)).values(recorded_to=at))


def fill_case_facts(connection: Connection) -> None:
    """A first version of every case, as it stands: what was before is not known (migration 0005).

    It holds from when the case's first person was recorded, so that earlier instants count it too.
    """
    for case_ids in _all_ids(connection):
        accepted = fetch_accepted_at(connection, case_ids)
        known = _first_known(connection, case_ids)
        rows = []
        for case in fetch_cases(connection, case_ids):
            since = known.get(case["id"], case["entered_at"])
            values = case_fact_values(case, accepted.get(case["id"]))
            span = {"recorded_from": since, "recorded_to": None, "reason": ChangeReason.NEW.value}
            rows.append(values | span)
        connection.execute(_FACT.insert(), rows)


def _all_ids(connection: Connection) -> Iterator[Sequence[int]]:
    last = 0
    query = select(_CASE.c.id).order_by(_CASE.c.id).limit(_CHUNK)
    while ids := connection.execute(query.where(_CASE.c.id > last)).scalars().all():
        yield ids
        last = ids[-1]


def _first_known(connection: Connection, case_ids: Collection[int]) -> dict[int, datetime]:
    fact: Any = PersonFact.__table__
    query = select(fact.c.case_id, func.min(fact.c.recorded_from).label("at"))
    query = query.where(fact.c.case_id.in_(case_ids)).group_by(fact.c.case_id)
    return {row.case_id: row.at for row in connection.execute(query)}

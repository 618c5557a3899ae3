"""Rows of the line list: versions closed and appended, days marked stale."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from safety_center.store.once import once
from safety_center.store.rows import Insert, insert_all, insert_rows
from safety_center.store.tables.case import Case
from safety_center.store.tables.cube import StaleDay
from safety_center.store.tables.person import Person
from safety_center.store.tables.person_fact import PersonFact
from safety_center.store.tables.trail import TrailHead


def fetch_case_persons(
    session: Session, case_ids: Collection[int]
) -> Sequence[tuple[Case, Person]]:
    """Every person of the given cases with their case, removed ones too."""
    query = (
        select(Case, Person).join(Person, Person.case_id == Case.id).where(Case.id.in_(case_ids))
    )
    return [tuple(row) for row in session.execute(query)]


def fetch_current_facts(session: Session, case_ids: Collection[int]) -> dict[int, PersonFact]:
    """The current version of each person of the given cases."""
    query = select(PersonFact).where(
        PersonFact.case_id.in_(case_ids),
        PersonFact.recorded_to.is_(None),
    )
    return {fact.person_id: fact for fact in session.execute(query).scalars()}


def fetch_settled_at(session: Session) -> datetime | None:
    """The last instant before which nothing can be recorded any more; None before the first act."""
    query = select(TrailHead.at)
    return once(session, "head", lambda: session.execute(query).scalar_one_or_none())


def close_facts(session: Session, ended: Mapping[int, datetime]) -> None:
    """End versions (by id) at the instants from which others hold."""
    at_once: dict[datetime, list[int]] = defaultdict(list)
    for fact_id, at in ended.items():
        at_once[at].append(fact_id)
    for at, ids in at_once.items():
        session.execute(
            update(PersonFact)
            .where(PersonFact.id.in_(ids))
            .values(recorded_to=at)
            .execution_options(synchronize_session=False)
        )


def insert_facts(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append versions."""
    insert_rows(session, PersonFact, rows)


def new_versions(
    rows: Sequence[Mapping[str, Any]], days: Collection[tuple[str, date]], at: datetime
) -> list[Insert]:
    """Versions to append and days to mark, not yet written."""
    return [Insert(PersonFact, rows), _stale(days, at)]


def mark_stale(session: Session, days: Collection[tuple[str, date]], at: datetime) -> None:
    """Mark `(basis, day)` pairs for the refresh; marking twice is marking once."""
    insert_all(session, [_stale(days, at)])


def _stale(days: Collection[tuple[str, date]], at: datetime) -> Insert:
    rows = [{"basis": basis, "day": day, "marked_at": at} for basis, day in sorted(days)]
    return Insert(StaleDay, rows, "ON CONFLICT DO NOTHING")

"""Rows of cases: one by number, persons, notes."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlmodel import Session

from safety_center.store.tables.case import Case, CaseNote
from safety_center.store.tables.person import Person


def fetch_case(session: Session, number: str, lock: bool = False) -> Case | None:
    """A case by number; with `lock`, held until the transaction ends."""
    query = select(Case).where(Case.number == number)
    if lock:
        query = query.with_for_update()
    return session.execute(query).scalar_one_or_none()


def fetch_persons(session: Session, case_id: int, removed: bool = False) -> Sequence[Person]:
    """Persons of a case in order; without those taken off unless asked for."""
    query = select(Person).where(Person.case_id == case_id).order_by(Person.position)
    if not removed:
        query = query.where(~Person.removed)
    return session.execute(query).scalars().all()


def fetch_notes(session: Session, case_ids: Collection[int]) -> Sequence[CaseNote]:
    """Notes of a case and of those merged into it, oldest first."""
    query = select(CaseNote).where(CaseNote.case_id.in_(case_ids)).order_by(CaseNote.written_at)
    return session.execute(query).scalars().all()

"""Rows of the review of access: acts of a day, habits, findings, sign-offs."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from safety_center.store.tables import (
    AccessFinding,
    AccessSignoff,
    Account,
    Case,
    LookupKey,
    Person,
    TrailEntry,
)
from safety_center.store.trail_pages import seq_bounds

_CHUNK = 500


def iterate_acts(
    session: Session, start: datetime, end: datetime, actions: Sequence[str]
) -> Iterator[Any]:
    """Acts of people within `[start, end)`, oldest first."""
    first, last = seq_bounds(session, start, end)
    names = "seq at account_id role unit_code action result subject rows detail".split()
    query = select(*(col(getattr(TrailEntry, name)) for name in names)).where(
        col(TrailEntry.seq) >= first,
        col(TrailEntry.seq) <= last,
        col(TrailEntry.action).in_(actions),
        col(TrailEntry.account_id).is_not(None),
    )
    yield from session.execute(query.order_by(col(TrailEntry.seq))).mappings()


def owners_of(session: Session, numbers: Sequence[str]) -> dict[str, tuple[int, str]]:
    """`number → (case id, owner unit)`."""
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(numbers), _CHUNK):
        query = select(col(Case.number), col(Case.id), col(Case.owner_unit))
        part = numbers[start : start + _CHUNK]
        for number, case_id, unit in session.execute(query.where(col(Case.number).in_(part))):
            found[number] = (case_id, unit)
    return found


def cases_named(
    session: Session, case_ids: Sequence[int], digests: Sequence[bytes]
) -> set[tuple[int, bytes]]:
    """`(case id, digest)` where a person of the case stands under one of the keyed hashes of a name."""
    found: set[tuple[int, bytes]] = set()
    if not digests:
        return found
    for start in range(0, len(case_ids), _CHUNK):
        query = (
            select(col(Person.case_id), col(LookupKey.digest))
            .join(LookupKey, col(LookupKey.subject_id) == col(Person.id))
            .where(
                col(LookupKey.subject) == "person",
                col(LookupKey.kind) == "full",
                col(LookupKey.digest).in_(digests),
                col(Person.case_id).in_(case_ids[start : start + _CHUNK]),
            )
        )
        found |= {(case_id, bytes(digest)) for case_id, digest in session.execute(query)}
    return found


def fetch_people(session: Session, ids: Sequence[int]) -> list[Account]:
    """Accounts."""
    query = select(Account).where(col(Account.id).in_(ids))
    return list(session.execute(query).scalars())


def find_finding(
    session: Session, day: date, kind: str, account_id: int, subject: str
) -> AccessFinding | None:
    """The finding already stored for that day, kind, account and subject."""
    query = select(AccessFinding).where(
        col(AccessFinding.day) == day,
        col(AccessFinding.kind) == kind,
        col(AccessFinding.account_id) == account_id,
        col(AccessFinding.subject) == subject,
    )
    return session.execute(query).scalar_one_or_none()


def fetch_findings(
    session: Session, limit: int, *, waiting: bool | None = None, before_id: int | None = None
) -> Sequence[AccessFinding]:
    """Newest first; `waiting`: without a verdict, or with one."""
    query = select(AccessFinding)
    if waiting is not None:
        verdict = col(AccessFinding.verdict)
        query = query.where(verdict.is_(None) if waiting else verdict.is_not(None))
    if before_id is not None:
        query = query.where(col(AccessFinding.id) < before_id)
    return (
        session.execute(query.order_by(col(AccessFinding.id).desc()).limit(limit)).scalars().all()
    )


def fetch_asked(session: Session, account_id: int) -> Sequence[AccessFinding]:
    """Findings about an account that ask for its explanation, unanswered first."""
    query = select(AccessFinding).where(
        col(AccessFinding.account_id) == account_id, col(AccessFinding.asked_at).is_not(None)
    )
    order = (col(AccessFinding.explained_at).is_not(None), col(AccessFinding.id).desc())
    return session.execute(query.order_by(*order)).scalars().all()


def count_waiting(session: Session, through: date | None = None) -> tuple[int, date | None]:
    """Findings without a verdict up to a day, and the day of the oldest."""
    query = select(func.count(), func.min(AccessFinding.day)).where(
        col(AccessFinding.verdict).is_(None)
    )
    if through is not None:
        query = query.where(col(AccessFinding.day) <= through)
    number, oldest = session.execute(query).one()
    return int(number), oldest


def oldest_day(session: Session) -> date | None:
    """The day of the first finding ever."""
    return session.execute(select(func.min(AccessFinding.day))).scalar_one()


def count_unanswered(session: Session, account_id: int) -> int:
    """Explanations an account owes."""
    query = select(func.count()).where(
        col(AccessFinding.account_id) == account_id,
        col(AccessFinding.asked_at).is_not(None),
        col(AccessFinding.explained_at).is_(None),
        col(AccessFinding.verdict).is_(None),
    )
    return int(session.execute(query).scalar_one())


def count_between(session: Session, after: date | None, through: date) -> int:
    """Findings of days after one day up to another."""
    query = select(func.count()).select_from(AccessFinding).where(col(AccessFinding.day) <= through)
    if after is not None:
        query = query.where(col(AccessFinding.day) > after)
    return int(session.execute(query).scalar_one())


def fetch_signoffs(session: Session, limit: int) -> Sequence[AccessSignoff]:
    """Newest first."""
    query = select(AccessSignoff).order_by(col(AccessSignoff.through_day).desc()).limit(limit)
    return session.execute(query).scalars().all()

"""Rows for likely duplicates: candidates by place and days, or by keyed hashes; each one statement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    String,
    and_,
    case,
    column,
    func,
    or_,
    select,
    union_all,
    values,
)
from sqlmodel import Session, col

from safety_center.store.tables import Case, LookupKey, NotDuplicate, Person, Report

#: A number that thousands of reports share (a hospital's, a police station's) finds the newest only.
_MOST_HITS = 1_000


@dataclass(frozen=True)
class Window:
    """Where and when to look for one report; `city` and `incident_type` only order what is found."""

    index: int
    country_code: str
    first_on: date
    last_on: date
    city: str
    incident_type: str


def fetch_candidates(
    session: Session, windows: Sequence[Window], most: int
) -> list[tuple[int, int]]:
    """`(index, case id)` of at most `most` cases in each window: same city, same type, newest first."""
    if not windows:
        return []
    want: Any = values(
        column("n", Integer),
        column("country", String),
        column("first_on", Date),
        column("last_on", Date),
        column("city", String),
        column("type", String),
        name="want",
    ).data(
        [(w.index, w.country_code, w.first_on, w.last_on, w.city, w.incident_type) for w in windows]
    )
    want = want.cte("want")
    dated, undated = (_within(want, basis) for basis in ("occurred_from", "received_on"))
    found = union_all(dated, undated).subquery()
    order = (found.c.other_city, found.c.other_type, found.c.received_on.desc(), found.c.id.desc())
    place = func.row_number().over(partition_by=found.c.n, order_by=order)
    ranked = select(found.c.n, found.c.id, place.label("place")).subquery()
    query = select(ranked.c.n, ranked.c.id).where(ranked.c.place <= most)
    return [(row[0], row[1]) for row in session.execute(query)]


def _within(want: Any, basis: str) -> Any:
    """Cases by the day they occurred; by the day of receipt where that is unknown."""
    table: Any = Case.__table__
    on = [
        table.c.country_code == want.c.country,
        table.c[basis].between(want.c.first_on, want.c.last_on),
    ]
    if basis == "received_on":
        on.append(table.c.occurred_from.is_(None))
    city = case((func.lower(table.c.city) == want.c.city, 0), else_=1)
    kind = case((table.c.incident_type == want.c.type, 0), else_=1)
    return select(
        want.c.n,
        table.c.id,
        table.c.received_on,
        city.label("other_city"),
        kind.label("other_type"),
    ).select_from(want.join(table, and_(*on)))


@dataclass(frozen=True)
class Hit:
    """A keyed hash that was asked for, and whose it is: a person's, or a caller's of a case."""

    subject: str
    subject_id: int
    case_id: int
    kind: str
    digest: bytes


def fetch_hits(session: Session, digests: Mapping[str, Collection[bytes]]) -> list[Hit]:
    """Who has one of the keyed hashes (kind → digests), in persons on cases and callers of cases."""
    wanted = [
        and_(col(LookupKey.kind) == kind, col(LookupKey.digest).in_(found))
        for kind, found in digests.items()
        if found
    ]
    if not wanted:
        return []
    keys: Any = select(LookupKey).where(or_(*wanted)).order_by(col(LookupKey.subject_id).desc())
    key: Any = keys.limit(_MOST_HITS).subquery()
    case_id = func.coalesce(col(Person.case_id), col(Report.case_id))
    query = (
        select(key.c.subject, key.c.subject_id, case_id, key.c.kind, key.c.digest)
        .select_from(key)
        .outerjoin(
            Person,
            and_(
                key.c.subject == "person", col(Person.id) == key.c.subject_id, ~col(Person.removed)
            ),
        )
        .outerjoin(Report, and_(key.c.subject == "caller", col(Report.id) == key.c.subject_id))
        .where(case_id.is_not(None))
    )
    return [Hit(*row) for row in session.execute(query)]


def fetch_cases(session: Session, case_ids: Collection[int]) -> dict[int, Case]:
    """Cases by id, and the cases that they were merged into."""
    found: dict[int, Case] = {}
    missing = set(case_ids)
    while missing:
        query = select(Case).where(col(Case.id).in_(missing))
        rows = session.execute(query).scalars().all()
        found |= {row.id: row for row in rows}
        missing = {row.merged_into_id for row in rows if row.merged_into_id} - set(found)
    return found


def fetch_persons_of(session: Session, case_ids: Collection[int]) -> Sequence[Person]:
    """Persons of cases, in order; not those taken off."""
    query = select(Person).where(col(Person.case_id).in_(case_ids), ~col(Person.removed))
    return (
        session.execute(query.order_by(col(Person.case_id), col(Person.position))).scalars().all()
    )


def fetch_caller_digests(session: Session, case_id: int) -> list[tuple[str, bytes]]:
    """`(kind, digest)` of the callers of a case."""
    query = (
        select(col(LookupKey.kind), col(LookupKey.digest))
        .join(
            Report, and_(col(LookupKey.subject) == "caller", col(Report.id) == LookupKey.subject_id)
        )
        .where(col(Report.case_id) == case_id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def fetch_person_digests(
    session: Session, person_ids: Collection[int]
) -> list[tuple[int, str, bytes]]:
    """`(person id, kind, digest)` of persons."""
    query = select(col(LookupKey.subject_id), col(LookupKey.kind), col(LookupKey.digest)).where(
        col(LookupKey.subject) == "person", col(LookupKey.subject_id).in_(person_ids)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def fetch_not_duplicates(session: Session, case_id: int) -> Sequence[NotDuplicate]:
    """What somebody compared with the case and found to differ."""
    query = select(NotDuplicate).where(
        or_(col(NotDuplicate.lower_case_id) == case_id, col(NotDuplicate.higher_case_id) == case_id)
    )
    return session.execute(query).scalars().all()

"""Cases by keyed hashes of what is sealed: names, telephone and identity numbers of persons and callers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, or_, select, union
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from safety_center.store.tables import LookupKey, Person, Report

PERSON, CALLER = "person", "caller"


@dataclass(frozen=True)
class HashedGroup:
    """Any of these hashes of one kind."""

    kind: str
    digests: tuple[bytes, ...]


@dataclass(frozen=True)
class HashedLookup:
    """Who has a hash of every group; `roman_only`: and no name in Hangul."""

    groups: tuple[HashedGroup, ...]
    roman_only: bool = False


def find_lookup_ids(session: Session, lookups: Sequence[HashedLookup], limit: int) -> list[int]:
    """Ids of at most `limit` cases on which such a person is, or for which such a caller called."""
    subjects = ((PERSON, _of_persons()), (CALLER, _of_callers()))
    queries = [
        query.where(_is_one_of(subject, [lookup]))
        for subject, query in subjects
        for lookup in lookups
    ]
    return list(session.execute(union(*queries).limit(limit)).scalars())


def has_lookup(case_id: Any, lookups: Sequence[HashedLookup]) -> Any:
    """The same as a condition on a case: for lists that are walked in their order."""
    person = _of_persons().where(col(Person.case_id) == case_id, _is_one_of(PERSON, lookups))
    caller = _of_callers().where(col(Report.case_id) == case_id, _is_one_of(CALLER, lookups))
    return or_(person.exists(), caller.exists())


def _of_persons() -> Any:
    return (
        select(col(Person.case_id))
        .join(LookupKey, col(LookupKey.subject_id) == col(Person.id))
        .where(~col(Person.removed))
    )


def _of_callers() -> Any:
    return (
        select(col(Report.case_id))
        .join(LookupKey, col(LookupKey.subject_id) == col(Report.id))
        .where(col(Report.case_id).is_not(None))
    )


def _is_one_of(subject: str, lookups: Sequence[HashedLookup]) -> Any:
    ways = [_fits(subject, lookup) for lookup in lookups]
    return and_(col(LookupKey.subject) == subject, or_(*ways))


def _fits(subject: str, lookup: HashedLookup) -> Any:
    """The first group drives; the others are asked of the same person or caller."""
    first, *others = lookup.groups
    found = [col(LookupKey.kind) == first.kind, col(LookupKey.digest).in_(first.digests)]
    found += [_has(subject, group) for group in others]
    if lookup.roman_only:
        found.append(~_has(subject, HashedGroup("full", ())))
    return and_(*found)


def _has(subject: str, group: HashedGroup) -> Any:
    other = aliased(LookupKey)
    same: list[Any] = [
        col(other.subject) == subject,
        col(other.subject_id) == col(LookupKey.subject_id),
        col(other.kind) == group.kind,
    ]
    digest = [col(other.digest).in_(group.digests)] if group.digests else []
    return exists().where(*same, *digest)

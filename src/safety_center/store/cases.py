"""Rows of cases: one by number, lists by scope and filter, persons, notes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select
from sqlmodel import Session

from safety_center.domain.access import CaseScope
from safety_center.domain.periods import seoul_bounds
from safety_center.store.tables.case import Case, CaseNote
from safety_center.store.tables.person import Person


@dataclass(frozen=True)
class CaseFilter:
    """Filters of the case list; None means any. Dates are inclusive and of `basis`."""

    country_codes: tuple[str, ...] | None = None
    mission_code: str | None = None
    owner_unit: str | None = None
    statuses: tuple[str, ...] | None = None
    involvement: str | None = None
    incident_type: str | None = None
    severity: str | None = None
    source: str | None = None
    basis: str = "reported"
    from_day: date | None = None
    to_day: date | None = None
    day_unknown: bool = False
    overdue_at: datetime | None = None
    number: str | None = None


@dataclass(frozen=True)
class Page:
    """Keyset page: rows before `(received_at, id)`, newest first."""

    before: tuple[datetime, int] | None = None
    limit: int = 50


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


def scope_condition(scope: CaseScope) -> Any:
    """The scope as SQL: the same four units as `CaseScope.reaches`."""
    if scope.every_case:
        return True
    if scope.unit_code is None:
        return false()
    columns = (Case.owner_unit, Case.mission_code, Case.origin_unit, Case.handover_to_unit)
    return or_(*(column == scope.unit_code for column in columns))


def list_cases(
    session: Session, scope: CaseScope, wanted: CaseFilter, page: Page
) -> Sequence[Case]:
    """Newest first; one row more than the limit tells the caller that another page follows."""
    query = _filtered(select(Case), scope, wanted)
    if page.before is not None:
        at, number = page.before
        query = query.where(
            or_(Case.received_at < at, and_(Case.received_at == at, Case.id < number))
        )
    query = query.order_by(Case.received_at.desc(), Case.id.desc())
    return session.execute(query.limit(page.limit + 1)).scalars().all()


def count_cases(session: Session, scope: CaseScope, wanted: CaseFilter) -> int:
    """How many cases the filter finds within the scope."""
    return session.execute(_filtered(select(func.count(Case.id)), scope, wanted)).scalar_one()


def count_persons(session: Session, scope: CaseScope, wanted: CaseFilter) -> int:
    """Persons (headcounts) the filter finds within the scope: the number that opened the list."""
    query = _filtered(
        select(func.coalesce(func.sum(Person.headcount), 0)), scope, wanted, count=True
    )
    return session.execute(query).scalar_one()


def _filtered(
    query: Select[Any], scope: CaseScope, wanted: CaseFilter, count: bool = False
) -> Select[Any]:
    person = _person_conditions(wanted)
    if count:
        query = (
            query.select_from(Case)
            .join(Person, Person.case_id == Case.id)
            .where(*person, ~Person.removed, Person.same_as_id.is_(None))
        )
    elif person:
        exists = (
            select(Person.id).where(Person.case_id == Case.id, ~Person.removed, *person).exists()
        )
        query = query.where(exists)
    return query.where(scope_condition(scope), *_case_conditions(wanted))


def _person_conditions(wanted: CaseFilter) -> list[Any]:
    pairs = ((Person.involvement, wanted.involvement), (Person.incident_type, wanted.incident_type))
    return [column == value for column, value in pairs if value is not None]


def _case_conditions(wanted: CaseFilter) -> list[Any]:
    equal = (
        (Case.mission_code, wanted.mission_code),
        (Case.owner_unit, wanted.owner_unit),
        (Case.severity, wanted.severity),
        (Case.source, wanted.source),
        (Case.number, wanted.number),
    )
    conditions: list[Any] = [column == value for column, value in equal if value is not None]
    if wanted.country_codes is not None:
        conditions.append(Case.country_code.in_(wanted.country_codes))
    if wanted.statuses is not None:
        conditions.append(Case.status.in_(wanted.statuses))
    if wanted.overdue_at is not None:
        conditions.append(Case.next_action_due_at < wanted.overdue_at)
    return conditions + _day_conditions(wanted)


def _day_conditions(wanted: CaseFilter) -> list[Any]:
    """`occurred` and `reported` days are columns; the day of entry is the Seoul day of an instant."""
    if wanted.basis == "entered":
        return _entered_conditions(wanted)
    column: Any = Case.occurred_from if wanted.basis == "occurred" else Case.received_on
    if wanted.day_unknown:
        return [column.is_(None)]
    bounds = ((wanted.from_day, column.__ge__), (wanted.to_day, column.__le__))
    return [compare(day) for day, compare in bounds if day is not None]


def _entered_conditions(wanted: CaseFilter) -> list[Any]:
    from_at, to_at = seoul_bounds(wanted.from_day, wanted.to_day)
    column: Any = Case.entered_at
    conditions = [column >= from_at] if from_at else []
    return conditions + ([column < to_at] if to_at else [])

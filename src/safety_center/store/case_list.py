"""Lists of cases: filters, scope, keyset pages and counts that do not cost more than the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select, union_all
from sqlmodel import Session

from safety_center.domain.access import CaseScope
from safety_center.domain.periods import seoul_bounds
from safety_center.store.case_steps import Steps, step_conditions
from safety_center.store.tables.case import Case
from safety_center.store.tables.person import Person

#: Columns as the query language has them, which the type checker takes for plain values.
_Case: Any = Case
_Person: Any = Person
Codes = tuple[str, ...] | None
#: Persons as rare as this are looked up first; commoner ones are met soon enough when walking.
_RARE = 5_000
_EXPORT_CHUNK = 500


@dataclass(frozen=True)
class CaseFilter:
    """Filters of the case list; None means any. Dates are inclusive and of `basis`.

    What is asked of persons is asked of one and the same person. `ids` (or, where there are too many
    of them, `condition`) is what a search found. `incident_types` are the case's own.
    `merged`: also cases merged into another, whose persons may still count.
    """

    country_codes: Codes = None
    mission_codes: Codes = None
    no_mission: bool = False
    owner_units: Codes = None
    statuses: Codes = None
    severities: Codes = None
    sources: Codes = None
    incident_types: Codes = None
    persons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    basis: str = "reported"
    from_day: date | None = None
    to_day: date | None = None
    day_unknown: bool = False
    overdue_at: datetime | None = None
    number: str | None = None
    merged: bool = False
    ids: tuple[int, ...] | None = None
    condition: Any = None
    steps: Steps = field(default_factory=Steps)


@dataclass(frozen=True)
class Page:
    """Keyset page: rows after the row of `(instant, id)` in the order of the list.

    `by_due`: what is due first comes first, and only cases with a due time are listed; else newest first.
    """

    before: tuple[datetime, int] | None = None
    limit: int = 50
    by_due: bool = False


def scope_condition(scope: CaseScope) -> Any:
    """The scope as SQL: the same four units as `CaseScope.reaches`."""
    if scope.every_case:
        return True
    if scope.unit_code is None:
        return false()
    return or_(*(column == scope.unit_code for column in _unit_columns()))


def _unit_columns() -> tuple[Any, ...]:
    return (_Case.owner_unit, _Case.mission_code, _Case.origin_unit, _Case.handover_to_unit)


def list_cases(
    session: Session, scope: CaseScope, wanted: CaseFilter, page: Page
) -> Sequence[Case]:
    """One row more than the limit tells the caller that another page follows.

    The order's own index is walked from the place where the last page ended, so a page costs the same
    however deep it is.
    """
    wanted = narrow_persons(session, wanted)
    if scope.every_case or scope.unit_code is None:
        query = _filtered(select(Case), scope, wanted)
    else:
        query = select(Case).where(_Case.id.in_(_unit_ids(scope.unit_code, wanted, page)))
    return session.execute(_paged(query, page)).scalars().all()


def _unit_ids(unit_code: str, wanted: CaseFilter, page: Page) -> Any:
    """The page of each tie to the unit, one by one: each walks an index of its own, where one condition
    with OR would read and sort every case of the unit."""
    every = CaseScope(every_case=True, unit_code=None)
    pages = []
    for column in _unit_columns():
        query = _filtered(select(_Case.id), every, wanted).where(column == unit_code)
        pages.append(select(_paged(query, page).subquery().c.id))
    return union_all(*pages)


def _paged(query: Select[Any], page: Page) -> Select[Any]:
    at = _Case.next_action_due_at if page.by_due else _Case.received_at
    row_id = _Case.id
    if page.by_due:
        query = query.where(at.is_not(None))
    if page.before is not None:
        instant, last = page.before
        # The first condition is the index's; the second only sorts out rows of that very instant.
        ahead = at >= instant if page.by_due else at <= instant
        beyond = (at > instant, row_id > last) if page.by_due else (at < instant, row_id < last)
        query = query.where(ahead, or_(*beyond))
    order = (at, row_id) if page.by_due else (at.desc(), row_id.desc())
    return query.order_by(*order).limit(page.limit + 1)


def list_case_ids(
    session: Session, scope: CaseScope, wanted: CaseFilter, limit: int, by_due: bool = False
) -> Sequence[int]:
    """Ids in the order of the list, at most `limit`."""
    query = _filtered(select(_Case.id), scope, narrow_persons(session, wanted))
    page = Page(limit=limit - 1, by_due=by_due)
    return session.execute(_paged(query, page)).scalars().all()


def fetch_in_order(session: Session, ids: Sequence[int]) -> Iterator[list[Case]]:
    """Cases by their ids, in that order, a few hundred at a time."""
    for start in range(0, len(ids), _EXPORT_CHUNK):
        chunk = ids[start : start + _EXPORT_CHUNK]
        rows = session.execute(select(Case).where(_Case.id.in_(chunk))).scalars()
        found = {row.id: row for row in rows}
        yield [found[each] for each in chunk if each in found]
        session.expunge_all()


def count_cases(
    session: Session, scope: CaseScope, wanted: CaseFilter, at_most: int | None = None
) -> int:
    """How many cases the filter finds within the scope; counting stops beyond `at_most`."""
    wanted = narrow_persons(session, wanted)
    if at_most is None:
        return session.execute(_filtered(select(func.count(_Case.id)), scope, wanted)).scalar_one()
    found = _filtered(select(_Case.id), scope, wanted).limit(at_most + 1).subquery()
    return session.execute(select(func.count()).select_from(found)).scalar_one()


def count_persons(session: Session, scope: CaseScope, wanted: CaseFilter) -> int:
    """Persons (headcounts) the filter finds within the scope: the number that opened the list."""
    query = (
        select(func.coalesce(func.sum(_Person.headcount), 0))
        .select_from(Case)
        .join(Person, _Person.case_id == _Case.id)
        .where(*_person_conditions(wanted))
    )
    return session.execute(_filtered(query, scope, replace(wanted, persons={}))).scalar_one()


def narrow_persons(session: Session, wanted: CaseFilter) -> CaseFilter:
    """Where the persons asked for are rare, the cases they are on instead."""
    if not wanted.persons:
        return wanted
    query = select(_Person.case_id).distinct().where(*_person_conditions(wanted)).limit(_RARE + 1)
    found = set(session.execute(query).scalars())
    if len(found) > _RARE:
        return wanted
    ids = found if wanted.ids is None else found & set(wanted.ids)
    return replace(wanted, persons={}, ids=tuple(sorted(ids)))


def _filtered(query: Select[Any], scope: CaseScope, wanted: CaseFilter) -> Select[Any]:
    if wanted.persons:
        on_case = select(_Person.id).where(_Person.case_id == _Case.id)
        query = query.where(on_case.where(*_person_conditions(wanted)).exists())
    return query.where(scope_condition(scope), *_case_conditions(wanted))


def _person_conditions(wanted: CaseFilter) -> list[Any]:
    """Persons who count, with every code asked for."""
    counted: list[Any] = [~_Person.removed, _Person.same_as_id.is_(None)]
    asked = [_one_of(getattr(_Person, name), codes) for name, codes in wanted.persons.items()]
    return counted + asked


def _one_of(column: Any, codes: Sequence[Any]) -> Any:
    return column == codes[0] if len(codes) == 1 else column.in_(codes)


def _case_conditions(wanted: CaseFilter) -> list[Any]:
    pairs = (
        (_Case.country_code, wanted.country_codes),
        (_Case.owner_unit, wanted.owner_units),
        (_Case.severity, wanted.severities),
        (_Case.source, wanted.sources),
        (_Case.status, wanted.statuses),
        (_Case.incident_type, wanted.incident_types),
        (_Case.id, wanted.ids),
    )
    conditions: list[Any] = [_one_of(column, codes) for column, codes in pairs if codes]
    if any(codes == () for _, codes in pairs):
        conditions.append(false())
    if wanted.mission_codes or wanted.no_mission:
        conditions.append(_mission(wanted))
    if wanted.number is not None:
        conditions.append(_Case.number == wanted.number)
    elif not wanted.merged:
        conditions.append(_Case.merged_into_id.is_(None))
    if wanted.overdue_at is not None:
        conditions.append(_Case.next_action_due_at < wanted.overdue_at)
    if wanted.condition is not None:
        conditions.append(wanted.condition)
    return conditions + _day_conditions(wanted) + step_conditions(wanted.steps)


def _mission(wanted: CaseFilter) -> Any:
    mission = _Case.mission_code
    ways = [mission.is_(None)] if wanted.no_mission else []
    return or_(*ways, *([_one_of(mission, wanted.mission_codes)] if wanted.mission_codes else []))


def _day_conditions(wanted: CaseFilter) -> list[Any]:
    """Days of receipt and entry are Seoul's, so they are bounds of an instant, which the order's index has."""
    if wanted.basis == "occurred":
        column = _Case.occurred_from
        if wanted.day_unknown:
            return [column.is_(None)]
        bounds = ((wanted.from_day, column.__ge__), (wanted.to_day, column.__le__))
        return [compare(day) for day, compare in bounds if day is not None]
    if wanted.day_unknown:
        return [false()]
    instant = _Case.entered_at if wanted.basis == "entered" else _Case.received_at
    from_at, to_at = seoul_bounds(wanted.from_day, wanted.to_day)
    conditions = [instant >= from_at] if from_at else []
    return [and_(*conditions, *([instant < to_at] if to_at else []))] if from_at or to_at else []

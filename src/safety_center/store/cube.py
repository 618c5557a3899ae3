"""Cells of the person cube: written day by day from the line list, and compared with it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    tuple_,
    union_all,
)
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.tables.cube import PersonCube, StaleDay
from safety_center.store.tables.person_fact import DIMENSIONS, PersonFact
from safety_center.store.tables.system import SystemFact

_CUBE: Any = PersonCube.__table__
_FACT: Any = PersonFact.__table__
_STALE: Any = StaleDay.__table__
#: Word for word the condition of the line list's indexes, so that SQLite uses them.
_CURRENT = text("person_fact.recorded_to IS NULL AND person_fact.counted")
_AS_OF = "cube_as_of"
_CHANGED_AT = "cube_changed_at"


def take_stale_days(session: Session, most: int) -> list[tuple[str, date]]:
    """Remove and return up to `most` stale marks, by basis and day."""
    key = tuple_(_STALE.c.basis, _STALE.c.day)
    query = select(_STALE.c.basis, _STALE.c.day).order_by(_STALE.c.basis, _STALE.c.day).limit(most)
    marks = [(row.basis, row.day) for row in session.execute(query)]
    if marks:
        session.execute(delete(_STALE).where(key.in_(marks)))
    return marks


def rebuild_days(session: Session, basis: str, days: Collection[date]) -> int:
    """Replace the cells of some days of a basis by counts from the line list; returns cells written."""
    session.execute(delete(_CUBE).where(_CUBE.c.basis == basis, _CUBE.c.day.in_(days)))
    known = [day for day in days if day != UNKNOWN_DAY]
    written = 0
    column = _FACT.c[f"{basis}_on"]
    conditions = [column.in_(known)] if known else []
    conditions += [column.is_(None)] if UNKNOWN_DAY in days else []
    for condition in conditions:
        cells = _cells_of_facts(basis, condition)
        names = ["basis", "day", *DIMENSIONS, "persons"]
        statement = insert(_CUBE).from_select(names, cells)
        result = session.execute(statement.execution_options(preserve_rowcount=True))
        written += result.rowcount
    return written


def _cells_of_facts(basis: str, condition: ColumnElement[bool]) -> Select[Any]:
    """Current counted persons per day and cell, an unknown day as `UNKNOWN_DAY`."""
    column = _FACT.c[f"{basis}_on"]
    dimensions = [_FACT.c[name] for name in DIMENSIONS]
    groups = (
        select(column.label("day"), *dimensions, func.sum(_FACT.c.persons).label("persons"))
        .where(_CURRENT, condition)
        .group_by(column, *dimensions)
        .subquery()
    )
    day = func.coalesce(groups.c.day, literal(UNKNOWN_DAY, Date))
    return select(
        literal(basis).label("basis"),
        day.label("day"),
        *(groups.c[name] for name in DIMENSIONS),
        groups.c.persons,
    )


def find_differences(session: Session, basis: str, from_day: date, to_day: date) -> dict[date, int]:
    """Days whose cells are not what the line list says, with how many; stale days are left out.

    One statement, so one snapshot on either database: it needs no lock and holds up nobody.
    """
    column = _FACT.c[f"{basis}_on"]
    within = column.is_(None) if from_day == UNKNOWN_DAY else column.between(from_day, to_day)
    stale = select(_STALE.c.day).where(_STALE.c.basis == basis)
    facts = _cells_of_facts(basis, within).subquery()
    both = union_all(
        select(facts.c.day, *(facts.c[name] for name in DIMENSIONS), facts.c.persons),
        select(_CUBE.c.day, *(_CUBE.c[name] for name in DIMENSIONS), -_CUBE.c.persons).where(
            _CUBE.c.basis == basis, _CUBE.c.day.between(from_day, to_day)
        ),
    ).subquery()
    cell = [both.c.day, *(both.c[name] for name in DIMENSIONS)]
    wrong = select(both.c.day).group_by(*cell).having(func.sum(both.c.persons) != 0).subquery()
    query = (
        select(wrong.c.day, func.count().label("cells"))
        .where(wrong.c.day.not_in(stale))
        .group_by(wrong.c.day)
    )
    return {row.day: row.cells for row in session.execute(query)}


def fetch_day_bounds(session: Session, basis: str) -> tuple[date, date] | None:
    """First and last known day of a basis, in the line list or the cube; None when both are empty."""
    column = _FACT.c[f"{basis}_on"]
    known = (_CUBE.c.basis == basis, _CUBE.c.day < UNKNOWN_DAY)
    queries = (
        select(func.min(column), func.max(column)).where(_CURRENT),
        select(func.min(_CUBE.c.day), func.max(_CUBE.c.day)).where(*known),
    )
    found = [tuple(session.execute(query).one()) for query in queries]
    days = [day for pair in found for day in pair if day is not None]
    return (min(days), max(days)) if days else None


def count_cells(session: Session) -> int:
    """How many cells the cube has, in all bases together."""
    return session.execute(select(func.count()).select_from(_CUBE)).scalar_one()


def save_as_of(session: Session, at: datetime) -> None:
    """Remember the instant the cube stands for."""
    session.merge(SystemFact(name=_AS_OF, value=at.isoformat()))


def save_changed_at(session: Session, at: datetime) -> None:
    """Remember that cells were written."""
    session.merge(SystemFact(name=_CHANGED_AT, value=at.isoformat()))


def fetch_as_of(session: Session) -> datetime | None:
    """The instant the cube stands for, or None when it was never built."""
    return _fetch_instant(session, _AS_OF)


def fetch_changed_at(session: Session) -> datetime | None:
    """When cells were last written: answers counted since then may be kept, whatever `as_of` says."""
    return _fetch_instant(session, _CHANGED_AT)


def _fetch_instant(session: Session, name: str) -> datetime | None:
    query = select(SystemFact.value).where(SystemFact.name == name)
    value = session.execute(query).scalar_one_or_none()
    return datetime.fromisoformat(value) if value else None

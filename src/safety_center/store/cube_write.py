"""Cells of days written: counted from the line lists, stale days one by one or a stretch anew."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
)
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.cube_periods import add_to_periods
from safety_center.store.cubes import CLOSED, CUBES, Cube
from safety_center.store.staging import Portion

_DAYS = bindparam("asked_days", type_=Date, expanding=True)
_KNOWN_DAYS = bindparam("asked_known_days", type_=Date, expanding=True)


def redo_days(session: Session, generation: str, basis: str, days: Collection[date]) -> int:
    """Count some days of a basis anew in every cube of a generation; returns cells written.

    What the days change by is added to their months and years. Days that say what the line list says
    are left as they are.
    """
    written = 0
    for unit, cube in CUBES.items():
        if basis in cube.bases:
            changes = _fetch_changes(session, unit, generation, basis, days)
            add_to_periods(session, cube, generation, basis, changes)
            written += _write_anew(session, unit, generation, basis, {day for day, *_ in changes})
    return written


def _fetch_changes(
    session: Session, unit: str, generation: str, basis: str, days: Collection[date]
) -> list[Any]:
    """By what cells of the days differ from the line list: day, dimensions of periods, difference.

    A difference of 0 tells of cells that differ otherwise.
    """
    known, unknown = _parts(basis, days)
    if not known and not unknown:
        return []
    statement = _changes(unit, generation, basis, bool(known), unknown)
    return list(session.execute(statement, _asked(days)).all())


def _write_anew(
    session: Session, unit: str, generation: str, basis: str, days: Collection[date]
) -> int:
    if not days:
        return 0
    known, unknown = _parts(basis, days)
    deleting, *writing = _rewriting(unit, generation, basis, bool(known), unknown)
    session.execute(deleting, _asked(days))
    return sum(_count_written(session, statement, _asked(days)) for statement in writing)


def _parts(basis: str, days: Collection[date]) -> tuple[list[date], bool]:
    """The known days, and whether the unknown one is among them: of closing there is none."""
    known = sorted(day for day in days if day != UNKNOWN_DAY)
    return known, UNKNOWN_DAY in days and basis != CLOSED


def _asked(days: Collection[date]) -> dict[str, list[date]]:
    known = [day for day in days if day != UNKNOWN_DAY]
    return {_DAYS.key: sorted(days), _KNOWN_DAYS.key: sorted(known)}


def _conditions(cube: Cube, basis: str, known: bool, unknown: bool) -> list[ColumnElement[bool]]:
    """Which rows of the line list: known days and the unknown one by themselves, an index for each."""
    column = cube.day_of(basis)
    conditions: list[ColumnElement[bool]] = [column.in_(_KNOWN_DAYS)] if known else []
    return [*conditions, column.is_(None)] if unknown else conditions


@cache
def _changes(unit: str, generation: str, basis: str, known: bool, unknown: bool) -> Select[Any]:
    """The statement of `_fetch_changes`, made once."""
    cube = CUBES[unit]
    table, facts = cube.days[generation], cube.facts
    was = select(
        table.c.day, *(table.c[name] for name in cube.dimensions), (-table.c[unit]).label("counted")
    ).where(table.c.basis == basis, table.c.day.in_(_DAYS))
    day = func.coalesce(cube.day_of(basis), literal(UNKNOWN_DAY, Date))
    dimensions = [_never_null(facts.c[name]) for name in cube.dimensions]
    is_now = [
        select(day, *dimensions, cube.each).where(cube.current(), condition)
        for condition in _conditions(cube, basis, known, unknown)
    ]
    rows = union_all(was, *is_now).subquery()
    cell = [rows.c[name] for name in ("day", *cube.dimensions)]
    number = func.sum(rows.c.counted)
    wrong = select(*cell, number.label("counted")).group_by(*cell).having(number != 0).subquery()
    coarse = [wrong.c[name] for name in ("day", *cube.periods[0].dimensions)]
    return select(*coarse, func.sum(wrong.c.counted)).group_by(*coarse)


@cache
def _rewriting(unit: str, generation: str, basis: str, known: bool, unknown: bool) -> list[Any]:
    """Statements that take days away and write them again, made once."""
    cube = CUBES[unit]
    table = cube.days[generation]
    conditions = _conditions(cube, basis, known, unknown)
    return [
        delete(table).where(table.c.basis == basis, table.c.day.in_(_DAYS)),
        *(_write_days(cube, generation, basis, condition) for condition in conditions),
    ]


def _never_null(column: Any) -> Any:
    """A mission may be missing; in a key it is ''."""
    return func.coalesce(column, "").label(column.name) if column.name == "mission_code" else column


def _write_days(cube: Cube, generation: str, basis: str, condition: ColumnElement[bool]) -> Any:
    names = ["basis", "day", *cube.dimensions, cube.unit]
    statement = insert(cube.days[generation])
    cells = cells_of_facts(cube, basis, condition)
    return statement.from_select(names, cells).execution_options(preserve_rowcount=True)


def _count_written(session: Session, statement: Any, asked: Mapping[str, Any]) -> int:
    result: Any = session.execute(statement, asked)
    rows: int = result.rowcount
    return rows


def cells_of_facts(cube: Cube, basis: str, condition: ColumnElement[bool]) -> Select[Any]:
    """What the line list says now: basis, day (`UNKNOWN_DAY` where not known), dimensions, count."""
    column = cube.day_of(basis)
    dimensions = [cube.facts.c[name] for name in cube.dimensions]
    groups = (
        select(column.label("day"), *dimensions, cube.counted.label("counted"))
        .where(cube.current(), condition)
        .group_by(column, *dimensions)
        .subquery()
    )
    return select(
        literal(basis).label("basis"),
        func.coalesce(groups.c.day, literal(UNKNOWN_DAY, Date)).label("day"),
        *(_never_null(groups.c[name]) for name in cube.dimensions),
        groups.c.counted,
    )


def days_portion(unit: str, generation: str, basis: str, from_day: date, to_day: date) -> Portion:
    """A stretch of days for an empty part of a generation; `UNKNOWN_DAY`: those without a day."""
    cube = CUBES[unit]
    column = cube.day_of(basis)
    known = column.between(from_day, to_day)
    condition = column.is_(None) if from_day == UNKNOWN_DAY else known
    return Portion(cube.days[generation], cells_of_facts(cube, basis, condition))


def tables_of(generation: str) -> list[Table]:
    """Every table of a generation."""
    tables = []
    for cube in CUBES.values():
        tables += [cube.days[generation], *(of.tables[generation] for of in cube.periods)]
    return tables

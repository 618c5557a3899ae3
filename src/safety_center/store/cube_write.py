"""Cells of days written: counted from the line lists, stale days one by one or a stretch anew."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, delete, func, insert, literal, select
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.cube_periods import (
    DAYS,
    KNOWN_DAYS,
    days_asked,
    dialect_of,
    difference_statements,
    never_null,
)
from safety_center.store.cubes import CLOSED, CUBES, Cube


def redo_days(session: Session, generation: str, basis: str, days: Collection[date]) -> int:
    """Count some days of a basis anew in every cube of a generation; returns cells written."""
    known = any(day != UNKNOWN_DAY for day in days)
    unknown = UNKNOWN_DAY in days and basis != CLOSED
    asked, dialect = days_asked(days), dialect_of(session)
    written = 0
    for cube in CUBES.values():
        if basis in cube.bases:
            before, writing = _redo(cube.unit, generation, basis, dialect, known, unknown)
            for statement in before:
                session.execute(statement, asked)
            written += sum(_count_written(session, statement, asked) for statement in writing)
    return written


@cache
def _redo(
    unit: str, generation: str, basis: str, dialect: str, known: bool, unknown: bool
) -> tuple[list[Any], list[Any]]:
    """Statements that count `DAYS` anew, made once: differences and deletion; then what writes cells.

    Known days and the unknown one are asked for by themselves, so that an index answers each.
    """
    cube = CUBES[unit]
    table, column = cube.days[generation], cube.day_of(basis)
    conditions = [column.in_(KNOWN_DAYS)] if known else []
    conditions += [column.is_(None)] if unknown else []
    before = difference_statements(cube, generation, basis, dialect, conditions)
    before.append(delete(table).where(table.c.basis == basis, table.c.day.in_(DAYS)))
    return before, [_write_days(cube, generation, basis, condition) for condition in conditions]


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
        *(never_null(groups.c[name]) for name in cube.dimensions),
        groups.c.counted,
    )


def fill_days(
    session: Session, unit: str, generation: str, basis: str, from_day: date, to_day: date
) -> int:
    """Count a stretch of days into an empty part of a generation; `UNKNOWN_DAY`: those without a day."""
    cube = CUBES[unit]
    column = cube.day_of(basis)
    known = column.between(from_day, to_day)
    condition = column.is_(None) if from_day == UNKNOWN_DAY else known
    return _count_written(session, _write_days(cube, generation, basis, condition), {})


def empty_generation(session: Session, generation: str) -> None:
    """Take every cell of a generation away; nobody reads it."""
    for cube in CUBES.values():
        session.execute(delete(cube.days[generation]))
        session.execute(delete(cube.periods[generation]))

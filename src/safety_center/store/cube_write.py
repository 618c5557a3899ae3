"""Cells of days written: counted from the line lists, stale days one by one or a stretch anew."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, delete, func, insert, literal, select
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.cube_periods import add_differences, never_null
from safety_center.store.cubes import CLOSED, CUBES, Cube


def redo_days(session: Session, generation: str, basis: str, days: Collection[date]) -> int:
    """Count some days of a basis anew in every cube of a generation; returns cells written."""
    return sum(
        _redo(session, cube, generation, basis, days)
        for cube in CUBES.values()
        if basis in cube.bases
    )


def _redo(session: Session, cube: Cube, generation: str, basis: str, days: Collection[date]) -> int:
    table = cube.days[generation]
    there = (table.c.basis == basis, table.c.day.in_(days))
    conditions = _on_days(cube, basis, days)
    add_differences(session, cube, generation, basis, days, conditions)
    session.execute(delete(table).where(*there))
    return _write_days(session, cube, generation, basis, conditions)


def _on_days(cube: Cube, basis: str, days: Collection[date]) -> list[ColumnElement[bool]]:
    """Conditions on the line list, each to be asked by itself so that an index answers it."""
    column = cube.day_of(basis)
    known = [day for day in days if day != UNKNOWN_DAY]
    conditions = [column.in_(known)] if known else []
    unknown = UNKNOWN_DAY in days and basis != CLOSED
    return conditions + ([column.is_(None)] if unknown else [])


def _write_days(
    session: Session,
    cube: Cube,
    generation: str,
    basis: str,
    conditions: Collection[ColumnElement[bool]],
) -> int:
    names = ["basis", "day", *cube.dimensions, cube.unit]
    written = 0
    for condition in conditions:
        cells = cells_of_facts(cube, basis, condition)
        statement = insert(cube.days[generation]).from_select(names, cells)
        result: Any = session.execute(statement.execution_options(preserve_rowcount=True))
        written += result.rowcount
    return written


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
    return _write_days(session, cube, generation, basis, [condition])


def empty_generation(session: Session, generation: str) -> None:
    """Take every cell of a generation away; nobody reads it."""
    for cube in CUBES.values():
        session.execute(delete(cube.days[generation]))
        session.execute(delete(cube.periods[generation]))

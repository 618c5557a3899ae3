"""Cells of months and years: added up from days, or kept by adding what redone days change."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Table,
    bindparam,
    cast,
    delete,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from safety_center.store.cubes import CUBES, GRAINS, Cube, Periods
from safety_center.store.staging import Portion, write_at_once


def dialect_of(session: Session) -> str:
    """The database system, as the library calls it."""
    return session.get_bind().dialect.name


def add_to_periods(
    session: Session, cube: Cube, generation: str, basis: str, changes: Iterable[Sequence[Any]]
) -> None:
    """Add differences of days to every cell of months and years they lie in; cells of 0 go.

    `changes` are the day, the finest dimensions of periods, and the difference.
    """
    by_period: Counter[tuple[Any, ...]] = Counter()
    for day, *codes, number in changes:
        for grain in GRAINS:
            by_period[grain, _first_day(day, grain), *codes] += number
    for periods in cube.periods:
        cells = _narrowed(by_period, cube.periods[0], periods)
        _add(session, periods.tables[generation], basis, cells)


def _narrowed(
    cells: Counter[tuple[Any, ...]], finest: Periods, wanted: Periods
) -> Counter[tuple[Any, ...]]:
    """Cells of the finest dimensions added up to fewer; those of 0 are left out."""
    places = [2 + finest.dimensions.index(name) for name in wanted.dimensions]
    found: Counter[tuple[Any, ...]] = Counter()
    for cell, number in cells.items():
        found[cell[0], cell[1], *(cell[place] for place in places)] += number
    return Counter({cell: number for cell, number in found.items() if number})


def _add(session: Session, table: Table, basis: str, cells: Counter[tuple[Any, ...]]) -> None:
    *key, counted = table.columns
    names = [column.name for column in key[1:]]
    rows = [
        {"basis": basis, **dict(zip(names, cell, strict=True)), counted.name: number}
        for cell, number in sorted(cells.items())
    ]
    if not rows:
        return
    insert_or_add = sqlite.insert if dialect_of(session) == "sqlite" else postgresql.insert
    statement: Any = insert_or_add(table)
    added = {counted.name: counted + statement.excluded[counted.name]}
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=added), rows)
    # Only what became less can have become nothing.
    less = [
        {f"of_{name}": row[name] for name in ("basis", *names)}
        for row in rows
        if row[counted.name] < 0
    ]
    if less:
        of_key = [column == bindparam(f"of_{column.name}") for column in key]
        session.execute(delete(table).where(*of_key, counted == 0), less)


def _first_day(day: date, grain: str) -> date:
    return day.replace(day=1) if grain == "M" else day.replace(month=1, day=1)


def as_periods(
    session: Session, source: Any, names: Collection[str], number: Any, basis: str, grain: str
) -> Select[Any]:
    """Cells of days added up to the periods of a grain, in the order of the periods' key."""
    first_day = _period_start(dialect_of(session), source.c.day, grain)
    dimensions = [source.c[name] for name in names]
    return (
        select(
            literal(basis).label("basis"),
            literal(grain).label("grain"),
            first_day.label("first_day"),
            *dimensions,
            func.sum(number).label("counted"),
        )
        .group_by(first_day, *dimensions)
        .order_by(first_day, *dimensions)
    )


def _period_start(dialect: str, day: Any, grain: str) -> ColumnElement[date]:
    """Without bound values: PostgreSQL would take two of them for two different expressions."""
    period = GRAINS[grain]
    if dialect == "sqlite":
        return func.date(day, literal_column(f"'start of {period}'"), type_=Date)
    return cast(func.date_trunc(literal_column(f"'{period}'"), day), Date)


def period_portions(
    session: Session, unit: str, generation: str, basis: str, from_day: date, to_day: date
) -> list[Portion]:
    """Periods of whole years for an empty part of a generation, each from what was written before."""
    cube = CUBES[unit]
    days, finest = cube.days[generation], cube.periods[0]
    table = finest.tables[generation]
    of_days = select(days).where(days.c.basis == basis, days.c.day.between(from_day, to_day))
    within = (table.c.basis == basis, table.c.first_day.between(_first_day(from_day, "Y"), to_day))
    of_months = select(
        table.c.first_day.label("day"),
        *(table.c[name] for name in finest.dimensions),
        table.c[unit],
    ).where(*within, table.c.grain == "M")
    portions = []
    for grain, source in (("M", of_days.subquery()), ("Y", of_months.subquery())):
        cells = as_periods(session, source, finest.dimensions, source.c[unit], basis, grain)
        portions.append(Portion(table, cells))
    for narrower in cube.periods[1:]:
        cells = narrowed(table, narrower, unit).where(*within)
        portions.append(Portion(narrower.tables[generation], cells))
    return portions


def fill_periods(
    session: Session, unit: str, generation: str, basis: str, from_day: date, to_day: date
) -> None:
    """Add up the days of whole years to the periods of an empty part of a generation."""
    for portion in period_portions(session, unit, generation, basis, from_day, to_day):
        write_at_once(session, portion)


def narrowed(finest: Table, wanted: Periods, unit: str) -> Select[Any]:
    """The finest cells of periods added up to fewer dimensions, in the order of the key."""
    names = ("basis", "grain", "first_day", *wanted.dimensions)
    key = [finest.c[name] for name in names]
    return select(*key, func.sum(finest.c[unit]).label("counted")).group_by(*key).order_by(*key)


def redo_periods(session: Session, generation: str, basis: str, days: Collection[date]) -> None:
    """Add up anew, from their days, the years that some days lie in: after cells were found wrong."""
    for unit, cube in CUBES.items():
        if basis not in cube.bases:
            continue
        for year in {day.year for day in days}:
            first, last = date(year, 1, 1), date(year, 12, 31)
            for periods in cube.periods:
                table = periods.tables[generation]
                within = table.c.first_day.between(first, last)
                session.execute(delete(table).where(table.c.basis == basis, within))
            fill_periods(session, unit, generation, basis, first, last)

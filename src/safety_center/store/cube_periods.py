"""Cells of months and years: added up from days, or kept by adding what redone days change."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    cast,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from safety_center.store.cubes import CUBES, GRAINS, Cube


def add_differences(
    session: Session,
    cube: Cube,
    generation: str,
    basis: str,
    days: Collection[date],
    new: Collection[Select[Any]],
) -> None:
    """Add to the cells of periods what the days are about to change by; cells of 0 go.

    `new`: what the cells of the days will be; the days still hold what they were.
    """
    table, names = cube.days[generation], cube.period_dimensions
    parts: list[Select[Any]] = [
        select(
            table.c.day,
            *(table.c[name] for name in names),
            (-table.c[cube.unit]).label("counted"),
        ).where(table.c.basis == basis, table.c.day.in_(days))
    ]
    for query in new:
        cells = query.subquery()
        parts.append(select(cells.c.day, *(cells.c[name] for name in names), cells.c.counted))
    both = union_all(*parts).subquery()
    for grain in GRAINS:
        periods = as_periods(session, both, names, both.c.counted, basis, grain)
        changed = periods.having(func.sum(both.c.counted) != 0)
        _add_to_periods(session, cube, generation, changed)
        _remove_empty(session, cube, generation, basis, days, grain)


def _remove_empty(
    session: Session, cube: Cube, generation: str, basis: str, days: Collection[date], grain: str
) -> None:
    target = cube.periods[generation]
    touched = {_first_day(day, grain) for day in days}
    at_these = (target.c.grain == grain, target.c.first_day.in_(touched))
    nothing = target.c[cube.unit] == 0
    session.execute(delete(target).where(target.c.basis == basis, *at_these, nothing))


def _first_day(day: date, grain: str) -> date:
    return day.replace(day=1) if grain == "M" else day.replace(month=1, day=1)


def as_periods(
    session: Session, source: Any, names: Collection[str], number: Any, basis: str, grain: str
) -> Select[Any]:
    """Cells of days added up to the periods of a grain, in the order of the periods' key."""
    first_day = _period_start(session, source.c.day, GRAINS[grain])
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


def _period_start(session: Session, day: Any, period: str) -> ColumnElement[date]:
    """Without bound values: PostgreSQL would take two of them for two different expressions."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(day, literal_column(f"'start of {period}'"), type_=Date)
    return cast(func.date_trunc(literal_column(f"'{period}'"), day), Date)


def _insert(session: Session, table: Any) -> Any:
    """An INSERT that can say what happens where a row is there already."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return (sqlite.insert if is_sqlite else postgresql.insert)(table)


def _add_to_periods(session: Session, cube: Cube, generation: str, periods: Select[Any]) -> None:
    table = cube.periods[generation]
    names = ["basis", "grain", "first_day", *cube.period_dimensions, cube.unit]
    statement = _insert(session, table).from_select(names, periods)
    added = table.c[cube.unit] + statement.excluded[cube.unit]
    key = list(table.primary_key.columns)
    statement = statement.on_conflict_do_update(index_elements=key, set_={cube.unit: added})
    session.execute(statement)


def fill_periods(
    session: Session, unit: str, generation: str, basis: str, from_day: date, to_day: date
) -> None:
    """Add up the days of whole years to the periods of an empty part of a generation."""
    cube = CUBES[unit]
    days, periods = cube.days[generation], cube.periods[generation]
    names = ["basis", "grain", "first_day", *cube.period_dimensions, cube.unit]
    of_days = select(days).where(days.c.basis == basis, days.c.day.between(from_day, to_day))
    months = of_days.subquery()
    cells = as_periods(session, months, cube.period_dimensions, months.c[cube.unit], basis, "M")
    session.execute(insert(periods).from_select(names, cells))
    of_months = select(
        periods.c.first_day.label("day"),
        *(periods.c[name] for name in cube.period_dimensions),
        periods.c[cube.unit],
    ).where(
        periods.c.basis == basis,
        periods.c.grain == "M",
        periods.c.first_day.between(_first_day(from_day, "Y"), to_day),
    )
    years = of_months.subquery()
    cells = as_periods(session, years, cube.period_dimensions, years.c[cube.unit], basis, "Y")
    session.execute(insert(periods).from_select(names, cells))


def redo_periods(session: Session, generation: str, basis: str, days: Collection[date]) -> None:
    """Add up anew, from their days, the years that some days lie in: after cells were found wrong."""
    for unit, cube in CUBES.items():
        if basis not in cube.bases:
            continue
        table = cube.periods[generation]
        for year in {day.year for day in days}:
            first, last = date(year, 1, 1), date(year, 12, 31)
            within = table.c.first_day.between(first, last)
            session.execute(delete(table).where(table.c.basis == basis, within))
            fill_periods(session, unit, generation, basis, first, last)

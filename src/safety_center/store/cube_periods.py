"""Cells of months and years: added up from days, or kept by adding what redone days change."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.cubes import CUBES, GRAINS, Cube

DAYS = bindparam("asked_days", type_=Date, expanding=True)
KNOWN_DAYS = bindparam("asked_known_days", type_=Date, expanding=True)
MONTHS = bindparam("asked_months", type_=Date, expanding=True)
YEARS = bindparam("asked_years", type_=Date, expanding=True)


def dialect_of(session: Session) -> str:
    """The database system, as the library calls it."""
    return session.get_bind().dialect.name


def never_null(column: Any) -> Any:
    """A mission may be missing; in a key it is ''."""
    return func.coalesce(column, "").label(column.name) if column.name == "mission_code" else column


def difference_statements(
    cube: Cube,
    generation: str,
    basis: str,
    dialect: str,
    conditions: Collection[ColumnElement[bool]],
) -> list[Any]:
    """Add to the cells of periods what `DAYS` are about to change by; then take cells of 0 away.

    The days still hold what they were; the conditions say which rows of the line list are theirs.
    Both grains at once, so that the line list is read once.
    """
    table, facts, names = cube.days[generation], cube.facts, cube.period_dimensions
    was = select(
        table.c.day, *(table.c[name] for name in names), (-table.c[cube.unit]).label("counted")
    ).where(table.c.basis == basis, table.c.day.in_(DAYS))
    day = func.coalesce(cube.day_of(basis), literal(UNKNOWN_DAY, Date))
    dimensions = [never_null(facts.c[name]) for name in names]
    will_be = [
        select(day, *dimensions, cube.each).where(cube.current(), condition)
        for condition in conditions
    ]
    rows = union_all(was, *will_be).subquery()
    grains = union_all(*(select(literal(grain).label("grain")) for grain in GRAINS)).subquery()
    first_day = case(
        *((grains.c.grain == grain, _period_start(dialect, rows.c.day, grain)) for grain in GRAINS)
    )
    changed = (
        select(
            literal(basis).label("basis"),
            grains.c.grain,
            first_day.label("first_day"),
            *(rows.c[name] for name in names),
            func.sum(rows.c.counted).label("counted"),
        )
        .select_from(rows.join(grains, true()))
        .group_by(text("2"), text("3"), *(rows.c[name] for name in names))
        .having(func.sum(rows.c.counted) != 0)
    )
    return [
        _add_to_periods(cube, generation, dialect, changed),
        _remove_empty(cube, generation, basis),
    ]


def _remove_empty(cube: Cube, generation: str, basis: str) -> Any:
    table = cube.periods[generation]
    touched = or_(
        and_(table.c.grain == "M", table.c.first_day.in_(MONTHS)),
        and_(table.c.grain == "Y", table.c.first_day.in_(YEARS)),
    )
    return delete(table).where(table.c.basis == basis, touched, table.c[cube.unit] == 0)


def days_asked(days: Collection[date]) -> dict[str, list[date]]:
    """Values for the statements about some days: the days, the known ones, their months and years."""
    return {
        DAYS.key: sorted(days),
        KNOWN_DAYS.key: sorted(day for day in days if day != UNKNOWN_DAY),
        MONTHS.key: sorted({_first_day(day, "M") for day in days}),
        YEARS.key: sorted({_first_day(day, "Y") for day in days}),
    }


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


def _add_to_periods(cube: Cube, generation: str, dialect: str, changed: Select[Any]) -> Any:
    table = cube.periods[generation]
    names = ["basis", "grain", "first_day", *cube.period_dimensions, cube.unit]
    insert_or_add = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement: Any = insert_or_add(table).from_select(names, changed)
    added = table.c[cube.unit] + statement.excluded[cube.unit]
    key = list(table.primary_key.columns)
    return statement.on_conflict_do_update(index_elements=key, set_={cube.unit: added})


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

"""Comparing the cubes with what they are made from; a difference is a defect."""

from datetime import date
from typing import Any

from sqlalchemy import func, select, union_all
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.cube_periods import as_periods
from safety_center.store.cube_write import cells_of_facts
from safety_center.store.cubes import CLOSED, CUBES, GRAINS
from safety_center.store.tables.cube import StaleDay

_STALE: Any = StaleDay.__table__


def find_wrong_days(
    session: Session, unit: str, generation: str, basis: str, from_day: date, to_day: date
) -> dict[date, int]:
    """Days whose cells are not what the line list says, with how many; stale days are left out.

    One statement, so one snapshot on either database: it needs no lock and holds up nobody.
    """
    cube = CUBES[unit]
    table, column = cube.days[generation], cube.day_of(basis)
    unknown = column.is_(None) if basis != CLOSED else column.between(from_day, to_day)
    within = unknown if from_day == UNKNOWN_DAY else column.between(from_day, to_day)
    stale = select(_STALE.c.day).where(_STALE.c.basis == basis)
    names = ("day", *cube.dimensions)
    facts = cells_of_facts(cube, basis, within).subquery()
    both = union_all(
        select(*(facts.c[name] for name in names), facts.c.counted.label("counted")),
        select(*(table.c[name] for name in names), (-table.c[cube.unit]).label("counted")).where(
            table.c.basis == basis, table.c.day.between(from_day, to_day)
        ),
    ).subquery()
    cell = [both.c[name] for name in names]
    wrong = select(both.c.day).group_by(*cell).having(func.sum(both.c.counted) != 0).subquery()
    query = (
        select(wrong.c.day, func.count().label("cells"))
        .where(wrong.c.day.not_in(stale))
        .group_by(wrong.c.day)
    )
    return {row.day: row.cells for row in session.execute(query)}


def count_wrong_periods(
    session: Session, unit: str, generation: str, basis: str, from_day: date, to_day: date
) -> int:
    """How many cells of months and years are not the sum of their days, in whole years.

    Days and periods are written in one transaction, so this holds whatever is stale.
    """
    cube = CUBES[unit]
    days, periods = cube.days[generation], cube.periods[generation]
    within = days.c.day.between(from_day, to_day)
    source = select(days).where(days.c.basis == basis, within).subquery()
    names = ("grain", "first_day", *cube.period_dimensions)
    number = source.c[cube.unit]
    sums = [
        as_periods(session, source, cube.period_dimensions, number, basis, grain)
        .order_by(None)
        .subquery()
        for grain in GRAINS
    ]
    written = select(*(periods.c[name] for name in names), -periods.c[cube.unit]).where(
        periods.c.basis == basis,
        periods.c.first_day.between(date(from_day.year, 1, 1), to_day),
    )
    both = union_all(
        *(select(*(one.c[name] for name in names), one.c.counted.label("counted")) for one in sums),
        written,
    ).subquery()
    cell = [both.c[name] for name in names]
    wrong = select(cell[0]).group_by(*cell).having(func.sum(both.c.counted) != 0).subquery()
    return session.execute(select(func.count()).select_from(wrong)).scalar_one()

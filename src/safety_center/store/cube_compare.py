"""Comparing the cubes with what they are made from; a difference is a defect."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, Table, func, select, union_all
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.cube_periods import as_periods, narrowed
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

    Days and periods are written in one transaction, so this holds whatever is stale. Periods of fewer
    dimensions are compared with the finest.
    """
    cube = CUBES[unit]
    days, finest = cube.days[generation], cube.periods[0]
    source = (
        select(days).where(days.c.basis == basis, days.c.day.between(from_day, to_day)).subquery()
    )
    sums: list[Any] = [
        as_periods(session, source, finest.dimensions, source.c[unit], basis, grain)
        for grain in GRAINS
    ]
    first_day = date(from_day.year, 1, 1), to_day
    count = _count_wrong(session, sums, finest.tables[generation], unit, basis, first_day)
    table = finest.tables[generation]
    within = (table.c.basis == basis, table.c.first_day.between(*first_day))
    for narrower in cube.periods[1:]:
        sums = [narrowed(table, narrower, unit).where(*within)]
        count += _count_wrong(session, sums, narrower.tables[generation], unit, basis, first_day)
    return count


def _count_wrong(
    session: Session,
    sums: Sequence[Select[Any]],
    table: Table,
    unit: str,
    basis: str,
    first_day: tuple[date, date],
) -> int:
    """How many cells of a table of periods are not what they should be."""
    names = [column.name for column in table.primary_key.columns][1:]
    right = [one.order_by(None).subquery() for one in sums]
    written = select(*(table.c[name] for name in names), -table.c[unit]).where(
        table.c.basis == basis, table.c.first_day.between(*first_day)
    )
    both = union_all(
        *(
            select(*(one.c[name] for name in names), one.c.counted.label("counted"))
            for one in right
        ),
        written,
    ).subquery()
    cell = [both.c[name] for name in names]
    wrong = select(cell[0]).group_by(*cell).having(func.sum(both.c.counted) != 0).subquery()
    return session.execute(select(func.count()).select_from(wrong)).scalar_one()

"""Counting cells of the person cube: grouped by the database, only what was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    cast,
    extract,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.tables.cube import PersonCube

_CUBE: Any = PersonCube.__table__


@dataclass(frozen=True)
class CellQuery:
    """Which cells to add up. `groups` are times (`year` …) and columns; a code of None asks for NULL."""

    basis: str
    groups: tuple[str, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    only_unknown_day: bool = False
    codes: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)


def fetch_counts(session: Session, wanted: CellQuery) -> Sequence[Row[Any]]:
    """Persons per group, unordered: the groups in their order, then the count.

    Times come as `year`, `10 * year + quarter`, `100 * year + month`, and the day itself.
    """
    groups = [_group(name).label(f"by_{name}") for name in wanted.groups]
    query = select(*groups, func.sum(_CUBE.c.persons)).where(*_conditions(wanted))
    query = query.group_by(*(text(f"by_{name}") for name in wanted.groups))
    if not groups:
        query = query.having(func.count() > 0)
    return session.execute(query).all()


def _group(name: str) -> ColumnElement[Any]:
    """Without bound values: PostgreSQL would take two of them for two different expressions."""
    day = _CUBE.c.day
    year, month = (cast(extract(part, day), Integer) for part in ("year", "month"))
    quarter = (month + literal_column("2", Integer)) // literal_column("3", Integer)
    times = {
        "year": year,
        "quarter": year * literal_column("10", Integer) + quarter,
        "month": year * literal_column("100", Integer) + month,
        "day": day,
    }
    return times[name] if name in times else _CUBE.c[name]


def _conditions(wanted: CellQuery) -> list[ColumnElement[bool]]:
    day = _CUBE.c.day
    conditions = [_CUBE.c.basis == wanted.basis]
    if wanted.only_unknown_day:
        conditions.append(day == UNKNOWN_DAY)
    elif wanted.from_day or wanted.to_day:
        conditions.append(day < UNKNOWN_DAY)
    if wanted.from_day:
        conditions.append(day >= wanted.from_day)
    if wanted.to_day:
        conditions.append(day <= wanted.to_day)
    return conditions + [_is_one_of(_CUBE.c[name], codes) for name, codes in wanted.codes.items()]


def _is_one_of(column: Any, codes: tuple[str | None, ...]) -> ColumnElement[bool]:
    given = [code for code in codes if code is not None]
    one_of: ColumnElement[bool] = column.in_(given)
    return or_(one_of, column.is_(None)) if None in codes else one_of

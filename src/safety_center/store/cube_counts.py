"""Counting: cells of the cube, or versions of the line list; grouped by the database, only what was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    cast,
    extract,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.tables.cube import PersonCube
from safety_center.store.tables.person_fact import PersonFact

_CUBE: Any = PersonCube.__table__
_FACT: Any = PersonFact.__table__


@dataclass(frozen=True)
class CellQuery:
    """What to add up. `groups` are times (`year` …) and columns; a code of None asks for NULL.

    With `as_of` from the versions valid then, else from the cube.
    """

    basis: str
    groups: tuple[str, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    only_unknown_day: bool = False
    codes: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    as_of: datetime | None = None


@dataclass(frozen=True)
class Source:
    """Rows that can be counted: their table, their day (or first day of a period), which of them."""

    table: Any
    day: ColumnElement[date]
    conditions: tuple[ColumnElement[bool], ...]


def fetch_counts(session: Session, wanted: CellQuery) -> Sequence[Row[Any]]:
    """Persons per group, unordered: the groups in their order, then the count.

    Times come as `year`, `10 * year + quarter`, `100 * year + month`, and the day itself.
    """
    source = _versions(wanted) if wanted.as_of else _cells(wanted)
    groups = [_group(source, name).label(f"by_{name}") for name in wanted.groups]
    query = select(*groups, func.sum(source.table.c.persons)).where(*_conditions(source, wanted))
    query = query.group_by(*(text(f"by_{name}") for name in wanted.groups))
    if not groups:
        query = query.having(func.count() > 0)
    return session.execute(query).all()


def _cells(wanted: CellQuery) -> Source:
    return Source(_CUBE, _CUBE.c.day, (_CUBE.c.basis == wanted.basis,))


def _versions(wanted: CellQuery) -> Source:
    """Counted versions valid at the instant: begun by then, and not ended by then."""
    day = func.coalesce(_FACT.c[f"{wanted.basis}_on"], literal(UNKNOWN_DAY, Date))
    begun = _FACT.c.recorded_from <= wanted.as_of
    not_ended = or_(_FACT.c.recorded_to.is_(None), _FACT.c.recorded_to > wanted.as_of)
    return Source(_FACT, day, (_FACT.c.counted, begun, not_ended))


def _group(source: Source, name: str) -> ColumnElement[Any]:
    """Without bound values: PostgreSQL would take two of them for two different expressions."""
    year, month = (cast(extract(part, source.day), Integer) for part in ("year", "month"))
    quarter = (month + literal_column("2", Integer)) // literal_column("3", Integer)
    times = {
        "year": year,
        "quarter": year * literal_column("10", Integer) + quarter,
        "month": year * literal_column("100", Integer) + month,
        "day": source.day,
    }
    return times[name] if name in times else source.table.c[name]


def _conditions(source: Source, wanted: CellQuery) -> list[ColumnElement[bool]]:
    conditions = list(source.conditions)
    if wanted.only_unknown_day:
        conditions.append(source.day == UNKNOWN_DAY)
    elif wanted.from_day or wanted.to_day:
        conditions.append(source.day < UNKNOWN_DAY)
    if wanted.from_day:
        conditions.append(source.day >= wanted.from_day)
    if wanted.to_day:
        conditions.append(source.day <= wanted.to_day)
    columns = source.table.c
    return conditions + [_is_one_of(columns[name], codes) for name, codes in wanted.codes.items()]


def _is_one_of(column: Any, codes: tuple[str | None, ...]) -> ColumnElement[bool]:
    given = [code for code in codes if code is not None]
    one_of: ColumnElement[bool] = column.in_(given)
    return or_(one_of, column.is_(None)) if None in codes else one_of

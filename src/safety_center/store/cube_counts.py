"""Counting: cells of the cube, or versions of the line list; grouped by the database, only what was asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    String,
    any_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    union_all,
)
from sqlmodel import Session

from safety_center.domain.cuts import Piece, cut_period
from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.cube import fetch_living
from safety_center.store.cube_periods import dialect_of
from safety_center.store.cubes import CUBES, Periods
from safety_center.store.expressions import MonthOf, Unsought, YearOf

#: A question with a bound leaves the unknown day out; no known day is as late.
_LAST_KNOWN = date(9998, 12, 31)
_TIMES = frozenset({"year", "quarter", "month", "day"})


@dataclass(frozen=True)
class CellQuery:
    """What to add up. `groups` are times (`year` …) and columns; a code of None asks for none.

    With `as_of` from the versions valid then, else from the cube of the unit (persons, cases).
    """

    basis: str
    groups: tuple[str, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    only_unknown_day: bool = False
    codes: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    as_of: datetime | None = None
    unit: str = "persons"

    def days(self) -> tuple[date, date]:
        """First and last day asked for, the unknown day among them where it is."""
        if self.only_unknown_day:
            return UNKNOWN_DAY, UNKNOWN_DAY
        if self.from_day is None and self.to_day is None:
            return date.min, UNKNOWN_DAY
        return self.from_day or date.min, min(self.to_day or _LAST_KNOWN, _LAST_KNOWN)

    def periods(self) -> Periods | None:
        """The cube of periods that answers with the fewest cells; None where only days can."""
        if "day" in self.groups or self.as_of:
            return None
        return CUBES[self.unit].periods_of({*self.groups, *self.codes} - _TIMES)

    def grains(self) -> str:
        """The periods that can answer: none where another dimension or the day itself is asked."""
        if self.periods() is None:
            return ""
        return "M" if {"month", "quarter"} & set(self.groups) else "YM"


@dataclass(frozen=True)
class Source:
    """Rows that can be counted: their table, their day (or first day of a period), which of them."""

    table: Any
    day: ColumnElement[date]
    counted: ColumnElement[int]
    conditions: tuple[ColumnElement[bool], ...]


def fetch_counts(session: Session, wanted: CellQuery) -> Sequence[Row[Any]]:
    """The count per group, unordered: the groups in their order, then the count.

    Times come as `year`, `10 * year + quarter`, `100 * year + month`, and the day itself. From a cube:
    whole years and months from its periods where they can answer, only the rest from its days.
    """
    if wanted.as_of:
        return session.execute(add_up(versions(wanted), wanted)).all()
    living = fetch_living(session)
    if living is None:
        return []
    pieces = _pieces(wanted)
    if not pieces:
        return []
    shape = tuple((piece.grain, piece.sign) for piece in pieces)
    dialect = dialect_of(session)
    statement = _statement(dialect, wanted.unit, living, wanted.groups, tuple(wanted.codes), shape)
    return session.execute(statement, _asked(wanted, pieces)).all()


def add_up(source: Source, wanted: CellQuery) -> Select[Any]:
    """The groups, labelled `by_…`, and what is counted of the source's rows, labelled `counted`."""
    columns = source.table.c
    chosen = [is_one_of(columns[name], codes) for name, codes in wanted.codes.items()]
    return _grouped(source, wanted.groups, chosen)


def _grouped(
    source: Source, names: Sequence[str], chosen: Sequence[ColumnElement[bool]]
) -> Select[Any]:
    groups = [group_of(source, name).label(f"by_{name}") for name in names]
    query = select(*groups, source.counted.label("counted")).where(*source.conditions, *chosen)
    query = query.group_by(*(text(f"by_{name}") for name in names))
    return query if groups else query.having(func.count() > 0)


def _pieces(wanted: CellQuery) -> list[Piece]:
    first, last = wanted.days()
    grains = wanted.grains()
    if wanted.only_unknown_day and grains:
        first = date(UNKNOWN_DAY.year, 1, 1)  # the unknown day is all there is of its year
    return cut_period(first, last, grains)


def _asked(wanted: CellQuery, pieces: Sequence[Piece]) -> dict[str, Any]:
    """Values for `_statement`."""
    asked: dict[str, Any] = {"basis": wanted.basis}
    for number, piece in enumerate(pieces):
        asked |= {f"first_{number}": piece.first, f"last_{number}": piece.last}
    return asked | {f"of_{name}": _given(codes) for name, codes in wanted.codes.items()}


@lru_cache(512)
def _statement(
    dialect: str,
    unit: str,
    living: str,
    groups: tuple[str, ...],
    filtered: tuple[str, ...],
    shape: tuple[tuple[str, int], ...],
) -> Select[Any]:
    """What adds up cells of a cube, made once for questions that differ in their values only.

    `shape` is the grain and the sign of each piece. A group of which one piece takes away all that
    another has is not there.
    """
    parts = []
    for number, (grain, sign) in enumerate(shape):
        source = _cells(unit, living, {*groups, *filtered} - _TIMES, grain, sign, number)
        chosen = [_is_among(dialect, source.table.c[name], f"of_{name}") for name in filtered]
        parts.append(_grouped(source, groups, chosen))
    if len(parts) == 1:
        return parts[0]
    every = union_all(*parts).subquery()
    columns = [every.c[f"by_{name}"] for name in groups]
    total = func.sum(every.c.counted)
    return select(*columns, total).group_by(*columns).having(total != 0)


def _is_among(dialect: str, column: Any, name: str) -> ColumnElement[bool]:
    """Codes as one value where the database knows lists: a region's would be fifty in each piece."""
    if dialect == "sqlite":
        among: ColumnElement[bool] = column.in_(bindparam(name, type_=String, expanding=True))
    else:
        among = column == any_(bindparam(name, type_=ARRAY(String)))
    return among


def _cells(
    unit: str, living: str, asked: Collection[str], grain: str, sign: int, number: int
) -> Source:
    """Days, or the fewest cells of periods that have the dimensions asked."""
    cube = CUBES[unit]
    periods = None if grain == "D" else cube.periods_of(asked)
    table = cube.days[living] if periods is None else periods.tables[living]
    day = table.c.day if periods is None else table.c.first_day
    first, last = (bindparam(f"{end}_{number}", type_=Date) for end in ("first", "last"))
    conditions = [table.c.basis == bindparam("basis", type_=String), day.between(first, last)]
    if periods is not None:
        conditions.append(table.c.grain == grain)
    counted = func.sum(table.c[unit])
    return Source(table, day, counted if sign > 0 else -counted, tuple(conditions))


def versions(wanted: CellQuery) -> Source:
    """Counted versions valid at the instant: begun by then, and not ended by then; without one: now."""
    cube = CUBES[wanted.unit]
    fact = cube.facts
    known = cube.day_of(wanted.basis)
    conditions = [cube.current()]
    if wanted.as_of is not None:
        not_ended = or_(fact.c.recorded_to.is_(None), fact.c.recorded_to > wanted.as_of)
        begun = Unsought(fact.c.recorded_from) <= wanted.as_of
        conditions = [fact.c.counted, begun, not_ended]
    conditions += days_asked(wanted, known)
    return Source(fact, day_or_unknown(known), cube.counted, tuple(conditions))


def days_asked(wanted: CellQuery, known: ColumnElement[date]) -> list[ColumnElement[bool]]:
    """Conditions on a day of the line list, null where it is not known, that the question sets."""
    first, last = wanted.days()
    if wanted.only_unknown_day:
        return [known.is_(None)]
    return [known.between(first, last)] if last < UNKNOWN_DAY else []


def day_or_unknown(known: ColumnElement[date]) -> ColumnElement[date]:
    """A day of the line list as the cubes keep it."""
    return func.coalesce(known, literal(UNKNOWN_DAY, Date))


def group_of(source: Source, name: str) -> ColumnElement[Any]:
    """A time or a column, without bound values: PostgreSQL would take two for two expressions."""
    year, month = YearOf(source.day), MonthOf(source.day)
    quarter = (month + literal_column("2", Integer)) // literal_column("3", Integer)
    times: dict[str, ColumnElement[Any]] = {
        "year": year,
        "quarter": year * literal_column("10", Integer) + quarter,
        "month": year * literal_column("100", Integer) + month,
        "day": source.day,
    }
    return times[name] if name in times else source.table.c[name]


def is_one_of(column: Any, codes: tuple[str | None, ...]) -> ColumnElement[bool]:
    """Condition on a column; None is null in the line list and '' in the cube."""
    one_of: ColumnElement[bool] = column.in_(_given(codes))
    return or_(one_of, column.is_(None)) if None in codes else one_of


def _given(codes: Sequence[str | None]) -> list[str]:
    return [code or "" for code in codes]

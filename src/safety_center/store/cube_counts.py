"""Counting: cells of the cube, or versions of the line list; grouped by the database, only what was asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    union_all,
)
from sqlmodel import Session

from safety_center.domain.cuts import cut_period
from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.cube import fetch_living
from safety_center.store.cubes import CUBES, Periods
from safety_center.store.day_parts import MonthOf, YearOf

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
    parts = [add_up(source, wanted) for source in _cells(wanted, living)]
    if not parts:
        return []
    return session.execute(parts[0] if len(parts) == 1 else _together(parts, wanted)).all()


def add_up(source: Source, wanted: CellQuery) -> Select[Any]:
    """The groups, labelled `by_…`, and what is counted of the source's rows, labelled `counted`."""
    groups = [group_of(source, name).label(f"by_{name}") for name in wanted.groups]
    columns = source.table.c
    chosen = [is_one_of(columns[name], codes) for name, codes in wanted.codes.items()]
    query = select(*groups, source.counted.label("counted")).where(*source.conditions, *chosen)
    query = query.group_by(*(text(f"by_{name}") for name in wanted.groups))
    return query if groups else query.having(func.count() > 0)


def _together(parts: Sequence[Select[Any]], wanted: CellQuery) -> Select[Any]:
    """Parts added up; a group of which one part takes away all that another has is not there."""
    every = union_all(*parts).subquery()
    groups = [every.c[f"by_{name}"] for name in wanted.groups]
    number = func.sum(every.c.counted)
    return select(*groups, number).group_by(*groups).having(number != 0)


def _cells(wanted: CellQuery, living: str) -> Iterator[Source]:
    cube, periods = CUBES[wanted.unit], wanted.periods()
    first, last = wanted.days()
    if wanted.only_unknown_day and periods:
        first = date(UNKNOWN_DAY.year, 1, 1)  # the unknown day is all there is of its year
    for piece in cut_period(first, last, wanted.grains()):
        if piece.grain == "D" or periods is None:
            table, conditions = cube.days[living], []
        else:
            table = periods.tables[living]
            conditions = [table.c.grain == piece.grain]
        day = table.c.day if piece.grain == "D" else table.c.first_day
        conditions += [table.c.basis == wanted.basis, day.between(piece.first, piece.last)]
        number = func.sum(table.c[cube.unit])
        yield Source(table, day, number if piece.sign > 0 else -number, tuple(conditions))


def versions(wanted: CellQuery) -> Source:
    """Counted versions valid at the instant: begun by then, and not ended by then; without one: now."""
    cube = CUBES[wanted.unit]
    fact = cube.facts
    known = cube.day_of(wanted.basis)
    conditions = [cube.current()]
    if wanted.as_of is not None:
        not_ended = or_(fact.c.recorded_to.is_(None), fact.c.recorded_to > wanted.as_of)
        conditions = [fact.c.counted, fact.c.recorded_from <= wanted.as_of, not_ended]
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
    given = [code or "" for code in codes]
    one_of: ColumnElement[bool] = column.in_(given)
    return or_(one_of, column.is_(None)) if None in codes else one_of

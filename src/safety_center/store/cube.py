"""The cubes: which there are, which generation lives, and the cells of days and periods written.

Cells of days are counted from the line lists. Cells of periods follow by adding the difference that
redoing a day makes; a generation filled anew gets them from its own days.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Table,
    cast,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.tables.case_fact import CASE_DIMENSIONS, CaseFact
from safety_center.store.tables.cube import (
    CASE_DAYS,
    CASE_PERIOD,
    CASE_PERIODS,
    GENERATIONS,
    PERSON_DAYS,
    PERSON_PERIOD,
    PERSON_PERIODS,
    RebuildDay,
    StaleDay,
)
from safety_center.store.tables.person_fact import DIMENSIONS, PersonFact
from safety_center.store.tables.system import SystemFact

#: Basis of the day of closing, of the cube of cases only: for what is open.
CLOSED = "closed"
_BASES = ("occurred", "reported", "entered")
_AS_OF, _CHANGED_AT, _LIVING = "cube_as_of", "cube_changed_at", "cube_generation"
_STALE: Any = StaleDay.__table__
_REBUILD: Any = RebuildDay.__table__
#: Grain of a period and the word of both databases for it.
GRAINS = {"M": "month", "Y": "year"}


@dataclass(frozen=True)
class Cube:
    """Cells of one unit: where they are counted from, their dimensions, and their tables by generation."""

    unit: str
    facts: Any
    counted: ColumnElement[int]
    bases: tuple[str, ...]
    dimensions: tuple[str, ...]
    period_dimensions: tuple[str, ...]
    days: dict[str, Table]
    periods: dict[str, Table]

    def current(self) -> ColumnElement[bool]:
        """Word for word the condition of the line list's indexes, so that SQLite uses them."""
        name = self.facts.name
        return text(f"{name}.recorded_to IS NULL AND {name}.counted")  # type: ignore[return-value]

    def day_of(self, basis: str) -> ColumnElement[date]:
        """The column of the line list with the day of a basis; null where it is not known."""
        column: ColumnElement[date] = self.facts.c[f"{basis}_on"]
        return column


_PERSON_FACT: Any = PersonFact.__table__
_CASE_FACT: Any = CaseFact.__table__
CUBES = {
    "persons": Cube(
        "persons",
        _PERSON_FACT,
        func.sum(_PERSON_FACT.c.persons),
        _BASES,
        DIMENSIONS,
        PERSON_PERIOD,
        PERSON_DAYS,
        PERSON_PERIODS,
    ),
    "cases": Cube(
        "cases",
        _CASE_FACT,
        func.count(),
        (*_BASES, CLOSED),
        CASE_DIMENSIONS,
        CASE_PERIOD,
        CASE_DAYS,
        CASE_PERIODS,
    ),
}


def take_stale_days(session: Session, most: int) -> list[tuple[str, date]]:
    """Remove and return up to `most` stale marks, by basis and day."""
    return _take(session, _STALE, most)


def take_rebuild_days(session: Session, most: int) -> list[tuple[str, date]]:
    """Remove and return up to `most` days that the generation being filled has yet to redo."""
    return _take(session, _REBUILD, most)


def _take(session: Session, table: Any, most: int) -> list[tuple[str, date]]:
    query = select(table.c.basis, table.c.day).order_by(table.c.basis, table.c.day).limit(most)
    marks = [(row.basis, row.day) for row in session.execute(query)]
    if marks:
        key = tuple_(table.c.basis, table.c.day)
        session.execute(delete(table).where(key.in_(marks)))
    return marks


def keep_for_rebuild(session: Session, marks: Collection[tuple[str, date]]) -> None:
    """Remember days redone in the living generation, for the one being filled."""
    rows = [{"basis": basis, "day": day} for basis, day in marks]
    statement = _insert(session, _REBUILD).on_conflict_do_nothing()
    if rows:
        session.execute(statement, rows)


def clear_marks(session: Session, *, stale: bool) -> None:
    """Forget days to be redone in a generation that is to be filled; `stale`: in the living one too."""
    session.execute(delete(_REBUILD))
    if stale:
        session.execute(delete(_STALE))


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
    for grain in GRAINS:
        _add_differences(session, cube, generation, basis, days, grain)
    session.execute(delete(table).where(*there))
    return _write_days(session, cube, generation, basis, _on_days(cube, basis, days))


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
        *(_never_null(groups.c[name]) for name in cube.dimensions),
        groups.c.counted,
    )


def _never_null(column: Any) -> Any:
    """A mission may be missing; in a key it is ''."""
    return func.coalesce(column, "").label(column.name) if column.name == "mission_code" else column


def _add_differences(
    session: Session,
    cube: Cube,
    generation: str,
    basis: str,
    days: Collection[date],
    grain: str,
) -> None:
    """Add to the cells of periods what the days are about to change by; cells of 0 go."""
    table, names = cube.days[generation], cube.period_dimensions
    parts: list[Select[Any]] = [
        select(
            table.c.day,
            *(table.c[name] for name in names),
            (-table.c[cube.unit]).label("counted"),
        ).where(table.c.basis == basis, table.c.day.in_(days))
    ]
    for condition in _on_days(cube, basis, days):
        cells = cells_of_facts(cube, basis, condition).subquery()
        parts.append(select(cells.c.day, *(cells.c[name] for name in names), cells.c.counted))
    both = union_all(*parts).subquery()
    number = both.c.counted
    periods = as_periods(session, both, names, number, basis, grain)
    _add_to_periods(session, cube, generation, periods.having(func.sum(number) != 0))
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


def fill_days(
    session: Session, unit: str, generation: str, basis: str, from_day: date, to_day: date
) -> int:
    """Count a stretch of days into an empty part of a generation; `UNKNOWN_DAY`: those without a day."""
    cube = CUBES[unit]
    column = cube.day_of(basis)
    known = column.between(from_day, to_day)
    condition = column.is_(None) if from_day == UNKNOWN_DAY else known
    return _write_days(session, cube, generation, basis, [condition])


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


def empty_generation(session: Session, generation: str) -> None:
    """Take every cell of a generation away; nobody reads it."""
    for cube in CUBES.values():
        session.execute(delete(cube.days[generation]))
        session.execute(delete(cube.periods[generation]))


def fetch_day_bounds(session: Session, unit: str, basis: str) -> tuple[date, date] | None:
    """First and last known day of a basis, in the line list or the cube; None when both are empty."""
    cube = CUBES[unit]
    column = cube.day_of(basis)
    queries = [select(func.min(column), func.max(column)).where(cube.current())]
    living = fetch_living(session)
    if living is not None:
        table = cube.days[living]
        known = (table.c.basis == basis, table.c.day < UNKNOWN_DAY)
        queries.append(select(func.min(table.c.day), func.max(table.c.day)).where(*known))
    found = [tuple(session.execute(query).one()) for query in queries]
    days = [day for pair in found for day in pair if day is not None]
    return (min(days), max(days)) if days else None


def count_cells(session: Session) -> int:
    """How many cells by day there are, of all units and bases together."""
    living = fetch_living(session)
    tables = [cube.days[living] for cube in CUBES.values()] if living else []
    counts = [session.execute(select(func.count()).select_from(table)) for table in tables]
    return sum(result.scalar_one() for result in counts)


def fetch_living(session: Session) -> str | None:
    """The generation that is read; None before the first was filled."""
    return _fetch(session, _LIVING)


def other_generation(living: str | None) -> str:
    """The one that may be filled anew."""
    return GENERATIONS[1] if living == GENERATIONS[0] else GENERATIONS[0]


def save_living(session: Session, generation: str) -> None:
    """From now on this generation is read."""
    session.merge(SystemFact(name=_LIVING, value=generation))


def save_as_of(session: Session, at: datetime) -> None:
    """Remember the instant the cube stands for."""
    session.merge(SystemFact(name=_AS_OF, value=at.isoformat()))


def save_changed_at(session: Session, at: datetime) -> None:
    """Remember that cells were written."""
    session.merge(SystemFact(name=_CHANGED_AT, value=at.isoformat()))


def fetch_as_of(session: Session) -> datetime | None:
    """The instant the cube stands for, or None when it was never built."""
    return _fetch_instant(session, _AS_OF)


def fetch_changed_at(session: Session) -> datetime | None:
    """When cells were last written: answers counted since then may be kept, whatever `as_of` says."""
    return _fetch_instant(session, _CHANGED_AT)


def _fetch_instant(session: Session, name: str) -> datetime | None:
    value = _fetch(session, name)
    return datetime.fromisoformat(value) if value else None


def _fetch(session: Session, name: str) -> str | None:
    query = select(SystemFact.value).where(SystemFact.name == name)  # type: ignore[call-overload]
    value: str | None = session.execute(query).scalar_one_or_none()
    return value


_FILLING = "cube_filling"


def begin_filling(session: Session, token: str) -> None:
    """Say that the other generation is being filled, and by whom."""
    session.merge(SystemFact(name=_FILLING, value=token))


def fetch_filling(session: Session) -> str | None:
    """Who fills the other generation; None or empty: nobody."""
    return _fetch(session, _FILLING)


def end_filling(session: Session) -> None:
    """Nobody fills the other generation any more."""
    session.execute(delete(SystemFact).where(SystemFact.name == _FILLING))  # type: ignore[arg-type]

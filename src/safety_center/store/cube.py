"""The state of the cubes: which generation lives, the instant it stands for, which days are stale."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, tuple_
from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.store.cubes import CUBES
from safety_center.store.once import once
from safety_center.store.rows import Insert, insert_all
from safety_center.store.tables.cube import GENERATIONS, RebuildDay, StaleDay
from safety_center.store.tables.system import SystemFact

_AS_OF, _CHANGED_AT = "cube_as_of", "cube_changed_at"
_LIVING, _FILLING = "cube_generation", "cube_filling"
_FACTS: Any = SystemFact.__table__
_STATE = select(_FACTS.c.name, _FACTS.c.value).where(
    _FACTS.c.name.in_((_AS_OF, _CHANGED_AT, _LIVING, _FILLING))
)
_STALE: Any = StaleDay.__table__
_REBUILD: Any = RebuildDay.__table__


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
    insert_all(session, [Insert(RebuildDay, rows, "ON CONFLICT DO NOTHING")])


def clear_marks(session: Session, *, stale: bool) -> None:
    """Forget days to be redone in a generation that is to be filled; `stale`: in the living one too."""
    session.execute(delete(_REBUILD))
    if stale:
        session.execute(delete(_STALE))


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
    """Every fact is asked for at once: a page reads several of them."""
    return once(session, "state of the cubes", lambda: _fetch_all(session)).get(name)


def _fetch_all(session: Session) -> dict[str, str]:
    return {row.name: row.value for row in session.execute(_STATE)}


def begin_filling(session: Session, token: str) -> None:
    """Say that the other generation is being filled, and by whom."""
    session.merge(SystemFact(name=_FILLING, value=token))


def fetch_filling(session: Session) -> str | None:
    """Who fills the other generation; None or empty: nobody."""
    return _fetch(session, _FILLING)


def lock_filling(session: Session, *, shared: bool) -> str | None:
    """Who fills the other generation, and nobody else until the transaction ends.

    `shared` lets others of the same filling write meanwhile, but nobody begin another.
    """
    query = select(_FACTS.c.value).where(_FACTS.c.name == _FILLING).with_for_update(read=shared)
    value: str | None = session.execute(query).scalar_one_or_none()
    return value


def end_filling(session: Session) -> None:
    """Nobody fills the other generation any more."""
    session.execute(delete(SystemFact).where(SystemFact.name == _FILLING))  # type: ignore[arg-type]


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

"""Counting everything anew into the generation that nobody reads, then reading that one.

It goes by year and date basis, in pieces, without the lock that writers need. Days that change
meanwhile are redone in the living generation as ever and remembered for the new one; the last of
them and the change of generation are one short transaction under the lock.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.services.installation import Installation
from safety_center.services.statistics.chunks import Pace, whole_years
from safety_center.services.statistics.locking import lock_changes
from safety_center.store import cube as store
from safety_center.store.cube_periods import fill_periods
from safety_center.store.cube_write import empty_generation, fill_days, redo_days
from safety_center.store.cubes import CLOSED, CUBES

_DAY = timedelta(days=1)
#: Days redone at most in the transaction that lets the new generation be read.
_MOST_AT_ONCE = 40


class Overtaken(RuntimeError):
    """Another rebuild was begun meanwhile; this one gives way."""


def build_cubes(installation: Installation, alone: bool = False) -> int:
    """Count every cell of every cube anew and let the result be read; returns the cells by day."""
    token = uuid4().hex
    generation = _begin(installation, token)
    with installation.database.writing() as session:
        _require_own(session, token)
        empty_generation(session, generation)
    cells = _fill(installation, generation, token, alone)
    while not _redo_and_swap(installation, generation, token):
        pass
    return cells


def _begin(installation: Installation, token: str) -> str:
    """Remember from now on what is redone; the generation to be filled, still with its old cells."""
    with installation.database.writing() as session:
        lock_changes(session)
        living = store.fetch_living(session)
        store.clear_marks(session, stale=living is None)
        store.begin_filling(session, token)
        return store.other_generation(living)


def _fill(installation: Installation, generation: str, token: str, alone: bool) -> int:
    is_sqlite = installation.database.is_sqlite
    cells, pace = 0, Pace(pauses=is_sqlite and not alone)
    for unit, basis, from_day, to_day in _years(installation):
        day = from_day
        while day <= to_day:
            with pace.turn() as days, installation.database.writing() as session:
                _require_own(session, token)
                # On SQLite whoever writes keeps all others from it; elsewhere a year holds nobody up.
                whole = alone or not is_sqlite or (to_day - day).days < days
                last = to_day if whole else day + (days - 1) * _DAY
                cells += fill_days(session, unit, generation, basis, day, last)
            if last == UNKNOWN_DAY:  # the last day there is
                break
            day = last + _DAY
        with pace.turn(), installation.database.writing() as session:
            _require_own(session, token)
            fill_periods(session, unit, generation, basis, from_day, to_day)
    return cells


def _years(installation: Installation) -> Iterator[tuple[str, str, date, date]]:
    """Unit, basis, first and last day of every year, and the unknown day."""
    for unit, cube in CUBES.items():
        for basis in cube.bases:
            with installation.database.reading() as session:
                bounds = store.fetch_day_bounds(session, unit, basis)
            for from_day, to_day in whole_years(bounds):
                yield unit, basis, from_day, to_day
            if basis != CLOSED:
                yield unit, basis, UNKNOWN_DAY, UNKNOWN_DAY


def _require_own(session: Session, token: str) -> None:
    """Only whoever began last fills; until the commit nobody else begins."""
    if store.lock_filling(session) != token:
        raise Overtaken("another rebuild of the cubes was begun")


def _redo_and_swap(installation: Installation, generation: str, token: str) -> bool:
    """Redo what changed meanwhile; when few days are left, these and the swap. Whether it swapped."""
    with installation.database.writing() as session:
        at = lock_changes(session)
        _require_own(session, token)
        living = store.fetch_living(session)
        left = store.take_rebuild_days(session, _MOST_AT_ONCE)
        stale = store.take_stale_days(session, _MOST_AT_ONCE)
        _redo(session, generation, {*left, *stale})
        swaps = max(len(left), len(stale)) < _MOST_AT_ONCE
        if swaps:
            store.end_filling(session)
            store.save_living(session, generation)
            store.save_as_of(session, at)
        elif living is not None:
            _redo(session, living, set(stale))
        store.save_changed_at(session, at)
    return swaps


def _redo(session: Session, generation: str, marks: set[tuple[str, date]]) -> None:
    for basis in {basis for basis, _ in marks}:
        redo_days(session, generation, basis, [day for of, day in marks if of == basis])

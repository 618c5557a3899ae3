"""Counting everything anew into the generation that nobody reads, then reading that one.

It goes by year and date basis, without holding up writers (`filling`). Days that change meanwhile,
also between counting and writing, are redone in the living generation as ever and remembered for the
new one; the last of them and the change of generation are one short transaction under the lock.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter
from uuid import uuid4

from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.services.installation import Installation
from safety_center.services.statistics.chunks import whole_years
from safety_center.services.statistics.filling import Filling, open_filling, require_own
from safety_center.services.statistics.locking import lock_changes
from safety_center.store import cube as store
from safety_center.store.cube_periods import period_portions
from safety_center.store.cube_write import days_portion, redo_days, tables_of
from safety_center.store.cubes import CLOSED, CUBES

#: Days redone at most in the transaction that lets the new generation be read.
_MOST_AT_ONCE = 40


def build_cubes(installation: Installation, alone: bool = False) -> int:
    """Count every cell of every cube anew and let the result be read; returns the cells by day."""
    token = uuid4().hex
    generation = _begin(installation, token)
    with open_filling(installation.database, token, alone) as filling:
        filling.empty(tables_of(generation))
        cells = _fill(installation, generation, filling)
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


def _fill(installation: Installation, generation: str, filling: Filling) -> int:
    """Count while others write, each unit by itself; how many cells of days."""
    return sum(filling.each(partial(_fill_unit, installation, generation, filling), CUBES))


def _fill_unit(installation: Installation, generation: str, filling: Filling, unit: str) -> int:
    """The days of each year, then the periods; how many cells of days."""
    cells = 0
    for basis, years in groupby(_years(installation, unit), itemgetter(0)):
        for _, from_day, to_day in years:
            cells += filling.write(days_portion(unit, generation, basis, from_day, to_day))
        with installation.database.reading() as session:
            periods = period_portions(session, unit, generation, basis, date.min, UNKNOWN_DAY)
        for portion in periods:
            filling.write(portion)
    return cells


def _years(installation: Installation, unit: str) -> Iterator[tuple[str, date, date]]:
    """Basis, first and last day of every year, and the unknown day."""
    for basis in CUBES[unit].bases:
        with installation.database.reading() as session:
            bounds = store.fetch_day_bounds(session, unit, basis)
        for from_day, to_day in whole_years(bounds):
            yield basis, from_day, to_day
        if basis != CLOSED:
            yield basis, UNKNOWN_DAY, UNKNOWN_DAY


def _redo_and_swap(installation: Installation, generation: str, token: str) -> bool:
    """Redo what changed meanwhile; when few days are left, these and the swap. Whether it swapped."""
    with installation.database.writing() as session:
        at = lock_changes(session)
        require_own(session, token)
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

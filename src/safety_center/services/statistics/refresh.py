"""Keeping the cubes equal to the line lists: stale days redone, everything compared at night.

Whoever changes the line lists holds the lock on the trail's head until the commit (`settle`). The
refresh takes that lock first, in one short transaction per batch of days: no change is half seen,
no mark set meanwhile is lost, and the instant taken under the lock is one that the cubes stand for.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.services.installation import Installation
from safety_center.services.statistics.chunks import DAYS, Pace, whole_years
from safety_center.services.statistics.filling import Overtaken
from safety_center.services.statistics.generations import build_cubes
from safety_center.services.statistics.locking import lock_changes
from safety_center.store import cube as store
from safety_center.store.cube_compare import count_wrong_periods, find_wrong_days
from safety_center.store.cube_periods import redo_periods
from safety_center.store.cube_write import redo_days
from safety_center.store.cubes import CUBES
from safety_center.store.line_list import mark_stale

_WAIT_SECONDS, _MOST_WAITS = 0.5, 1200


@dataclass(frozen=True)
class Rebuilt:
    """What the nightly comparison found: cells of the cubes, how many were wrong, on how many days."""

    cells: int
    wrong_cells: int
    wrong_days: int


def refresh_cube(installation: Installation, day: date | None = None, alone: bool = False) -> int:
    """Redo every stale day (and `day` in each date basis, if given); returns the cells written.

    Where there is no cube yet, it is built. `alone` is for the demonstration's making: nobody else
    writes, so nobody is given a turn.
    """
    with installation.database.reading() as session:
        living = store.fetch_living(session)
    if living is None:
        return _build_first(installation, alone)
    if day is not None:
        _mark(installation, {(basis, day) for basis in CUBES["cases"].bases})
    written, pace = 0, Pace(installation.database, DAYS, alone=alone)
    while True:
        with pace.turn() as days:
            cells, more = _redo(installation, days)
        written += cells
        if not more:
            return written


def _build_first(installation: Installation, alone: bool) -> int:
    """The first count of all; where another job began it a moment later, that one's is waited for."""
    try:
        return build_cubes(installation, alone)
    except Overtaken:
        for _ in range(_MOST_WAITS):
            time.sleep(_WAIT_SECONDS)
            with installation.database.reading() as session:
                if store.fetch_living(session) is not None:
                    return 0
        raise


def _redo(installation: Installation, most: int) -> tuple[int, bool]:
    """Redo at most so many days in one transaction; cells written, and whether more may be stale."""
    written = 0
    with installation.database.writing() as session:
        at = lock_changes(session)
        living = store.fetch_living(session)
        if living is None:
            raise RuntimeError("no generation of the cubes is alive")
        marks = store.take_stale_days(session, most)
        for basis in {basis for basis, _ in marks}:
            days = [stale for of, stale in marks if of == basis]
            written += redo_days(session, living, basis, days)
        if marks:
            store.save_changed_at(session, at)
            if store.fetch_filling(session):
                store.keep_for_rebuild(session, marks)
        more = len(marks) == most
        if not more:
            store.save_as_of(session, at)
    return written, more


def rebuild_cube(installation: Installation, day: date | None = None) -> Rebuilt:
    """Compare every cell (or those of one day) with the line lists, and mend what differs.

    Where anything is wrong, all is counted anew into the other generation; of one day, that day.
    """
    refresh_cube(installation)
    wrong: dict[tuple[str, date], int] = {}
    periods = 0
    for unit, basis, from_day, to_day in _stretches(installation, day):
        with installation.database.reading() as session:
            living = store.fetch_living(session) or ""
            found = find_wrong_days(session, unit, living, basis, from_day, to_day)
            if day is None:
                periods += count_wrong_periods(session, unit, living, basis, from_day, to_day)
        for each, cells in found.items():
            wrong[basis, each] = wrong.get((basis, each), 0) + cells
    if wrong and day is not None:
        _mend(installation, wrong)
    elif wrong or periods:
        build_cubes(installation)
    with installation.database.reading() as session:
        cells = store.count_cells(session)
    return Rebuilt(cells, sum(wrong.values()) + periods, len(wrong))


def _stretches(
    installation: Installation, day: date | None
) -> Iterator[tuple[str, str, date, date]]:
    """Unit, basis, first and last day of what is compared at once."""
    for unit, cube in CUBES.items():
        for basis in cube.bases:
            if day is not None:
                yield unit, basis, day, day
                continue
            with installation.database.reading() as session:
                bounds = store.fetch_day_bounds(session, unit, basis)
            for from_day, to_day in whole_years(bounds):
                yield unit, basis, from_day, to_day
            yield unit, basis, UNKNOWN_DAY, UNKNOWN_DAY


def _mend(installation: Installation, wrong: dict[tuple[str, date], int]) -> None:
    """Redo wrong days, and add up their years anew: differences would carry the wrong cells there."""
    with installation.database.writing() as session:
        at = lock_changes(session)
        living = store.fetch_living(session)
        if living is None:
            return
        for basis, day in wrong:
            redo_days(session, living, basis, [day])
            redo_periods(session, living, basis, [day])
        store.save_changed_at(session, at)


def _mark(installation: Installation, days: set[tuple[str, date]]) -> None:
    with installation.database.writing() as session:
        mark_stale(session, days, lock_changes(session))

"""Keeping the cube equal to the line list: stale days redone, everything compared at night.

Whoever changes the line list holds the lock on the trail's head until the commit (`settle`). The
refresh takes that lock first, in one short transaction per batch of days: no change is half seen,
no mark set meanwhile is lost, and the instant taken under the lock is one that the cube stands for.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY, utc_now
from safety_center.domain.vocabulary import DateBasis
from safety_center.services.installation import Installation
from safety_center.store import cube as store
from safety_center.store.line_list import mark_stale
from safety_center.store.trail import lock_head, move_head

#: Stale days redone in the first transaction; later ones take as many as keep writers waiting for
#: about so long, and on SQLite others get a turn after each: they wait there by asking again and
#: again, at last every tenth of a second.
_LEAST_DAYS, _MOST_DAYS = 20, 400
_HOLD_SECONDS = 0.1
_PAUSE_SECONDS = 0.12


@dataclass(frozen=True)
class Rebuilt:
    """What the nightly comparison found: cells of the cube, how many were wrong, on how many days."""

    cells: int
    wrong_cells: int
    wrong_days: int


def refresh_cube(installation: Installation, day: date | None = None, alone: bool = False) -> int:
    """Redo every stale day (and `day` in each date basis, if given); returns the cells written.

    `alone` is for the demonstration's making: nobody else writes, so nobody is given a turn.
    """
    if day is not None:
        _mark(installation, {(basis.value, day) for basis in DateBasis})
    written, days, pauses = 0, _LEAST_DAYS, installation.database.is_sqlite and not alone
    while True:
        begun = time.monotonic()
        cells, more = _redo(installation, days)
        written += cells
        if not more:
            return written
        days = _next_batch(days, time.monotonic() - begun)
        if pauses:
            time.sleep(_PAUSE_SECONDS)


def _redo(installation: Installation, most: int) -> tuple[int, bool]:
    """Redo at most so many days in one transaction; cells written, and whether more may be stale."""
    written = 0
    with installation.database.writing() as session:
        at = _lock_changes(session)
        marks = store.take_stale_days(session, most)
        for basis in {basis for basis, _ in marks}:
            days = [stale for of, stale in marks if of == basis]
            written += store.rebuild_days(session, basis, days)
        if marks:
            store.save_changed_at(session, at)
        more = len(marks) == most
        if not more:
            store.save_as_of(session, at)
    return written, more


def _next_batch(days: int, held: float) -> int:
    """As many days as fit into `_HOLD_SECONDS`, growing to the double at most, but some days in any case."""
    fitting = int(days * _HOLD_SECONDS / max(held, 0.001))
    return max(_LEAST_DAYS, min(fitting, 2 * days, _MOST_DAYS))


def rebuild_cube(installation: Installation, day: date | None = None) -> Rebuilt:
    """Count everything anew (or one day), year by year beside the cube, and mend what differs."""
    wrong_cells = wrong_days = 0
    for basis in DateBasis:
        for from_day, to_day in _chunks(installation, basis, day):
            with installation.database.reading() as session:
                found = store.find_differences(session, basis.value, from_day, to_day)
            wrong_cells, wrong_days = wrong_cells + sum(found.values()), wrong_days + len(found)
            _mark(installation, {(basis.value, wrong) for wrong in found})
    refresh_cube(installation)
    with installation.database.reading() as session:
        return Rebuilt(store.count_cells(session), wrong_cells, wrong_days)


def _lock_changes(session: Session) -> datetime:
    """Keep the line list still until the commit; the instant that its present state stands for."""
    head = lock_head(session)
    at = max(utc_now(), head.at)
    move_head(session, replace(head, at=at))
    return at


def _mark(installation: Installation, days: set[tuple[str, date]]) -> None:
    if days:
        with installation.database.writing() as session:
            mark_stale(session, days, _lock_changes(session))


def _chunks(
    installation: Installation, basis: DateBasis, day: date | None
) -> Iterator[tuple[date, date]]:
    if day is not None:
        yield day, day
        return
    with installation.database.reading() as session:
        bounds = store.fetch_day_bounds(session, basis.value)
    if bounds is not None:
        for year in range(bounds[0].year, bounds[1].year + 1):
            yield date(year, 1, 1), date(year, 12, 31)
    yield UNKNOWN_DAY, UNKNOWN_DAY

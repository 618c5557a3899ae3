"""Work in pieces small enough that writers get their turn."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from safety_center.store.session import Database

#: A piece keeps writers on SQLite waiting for about so long, whose turn is next (`store.turns`).
_HOLD_SECONDS = 0.05
#: Days redone in the first piece and at most, cells likewise.
DAYS, CELLS = (48, 400), (2_000, 100_000)


class Pace:
    """How much the next piece takes, learnt from how long the last one took.

    After a piece that others waited for, they have as long a time for themselves: many writers of one
    process come in one by one.
    """

    def __init__(self, database: Database, sizes: tuple[int, int], *, alone: bool) -> None:
        self._database, self._alone = database, alone
        self._least, self._most = sizes
        self._size = self._least

    @contextmanager
    def turn(self) -> Iterator[int]:
        """A piece of so many days or cells."""
        start = time.monotonic()
        yield self._size
        held = time.monotonic() - start
        self._size = self._next(held)
        if not self._alone and self._database.is_contested():
            time.sleep(min(held, _HOLD_SECONDS))

    def _next(self, held: float) -> int:
        """As much as fits into `_HOLD_SECONDS`, the double of the last at most."""
        fitting = int(self._size * _HOLD_SECONDS / max(held, 0.001))
        return max(self._least, min(fitting, 2 * self._size, self._most))


def whole_years(bounds: tuple[date, date] | None) -> Iterator[tuple[date, date]]:
    """First and last day of each year that the bounds touch; none without bounds."""
    if bounds is not None:
        for year in range(bounds[0].year, bounds[1].year + 1):
            yield date(year, 1, 1), date(year, 12, 31)

"""Work in pieces small enough that writers get their turn."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

#: Days redone in the first piece; later ones take as many as keep writers waiting for about so long,
#: and on SQLite others get a turn after each: they wait there by asking again and again, at last
#: every tenth of a second.
_LEAST_DAYS, _MOST_DAYS = 48, 400
_HOLD_SECONDS = 0.1
_PAUSE_SECONDS = 0.12


class Pace:
    """How many days the next piece takes, learnt from how long the last one took."""

    def __init__(self, *, pauses: bool) -> None:
        self._days, self._pauses, self._held = _LEAST_DAYS, pauses, 0.0

    @contextmanager
    def turn(self) -> Iterator[int]:
        """A piece of so many days; others get their turn first when pieces held them up for long enough."""
        if self._pauses and self._held >= _HOLD_SECONDS / 2:
            time.sleep(_PAUSE_SECONDS)
            self._held = 0.0
        start = time.monotonic()
        yield self._days
        held = time.monotonic() - start
        self._held += held
        self._days = _next(self._days, held)


def _next(days: int, held: float) -> int:
    """As many days as fit into `_HOLD_SECONDS`, growing to the double at most, but some days in any case."""
    fitting = int(days * _HOLD_SECONDS / max(held, 0.001))
    return max(_LEAST_DAYS, min(fitting, 2 * days, _MOST_DAYS))


def whole_years(bounds: tuple[date, date] | None) -> Iterator[tuple[date, date]]:
    """First and last day of each year that the bounds touch; none without bounds."""
    if bounds is not None:
        for year in range(bounds[0].year, bounds[1].year + 1):
            yield date(year, 1, 1), date(year, 12, 31)

"""Many threads, one piece of work: whoever comes while it is being done waits, and goes with the next.

The first to come does the work for all who wait; meanwhile the next ones gather, and one of them does
theirs. Nobody waits for others to come.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
_LOGGER = logging.getLogger(__name__)


class _Turn(Generic[Item, Outcome]):
    """One who waits: woken with the outcome, or to do the work of all who wait by then."""

    __slots__ = ("item", "outcome", "settled", "woken")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.outcome: Outcome | None = None
        self.settled = False
        self.woken = threading.Lock()
        self.woken.acquire()


class Gathering(Generic[Item, Outcome]):
    """`work` gets up to `most` items and gives an outcome for each, in their order.

    An outcome of None says: do it on your own. When the work as a whole fails, everybody gets that, so
    that one item cannot spoil another; what is wrong then shows itself to whom it belongs.
    """

    def __init__(
        self, work: Callable[[Sequence[Item]], Sequence[Outcome | None]], most: int
    ) -> None:
        self._work, self._most = work, most
        self._lock = threading.Lock()
        self._waiting: deque[_Turn[Item, Outcome]] = deque()
        self._led = False

    def hand_in(self, item: Item) -> Outcome | None:
        """Wait until somebody, maybe we, did the work for this item too; its outcome."""
        turn: _Turn[Item, Outcome] = _Turn(item)
        with self._lock:
            self._waiting.append(turn)
            leads, self._led = not self._led, True
        if not leads:
            turn.woken.acquire()
        if not turn.settled:
            self._lead()
        return turn.outcome

    def count_waiting(self) -> int:
        """How many wait for the work that is being done to end."""
        with self._lock:
            return len(self._waiting)

    def _lead(self) -> None:
        """Do the work for those who came first, us among them; then the next one leads."""
        with self._lock:
            count = min(len(self._waiting), self._most)
            turns = [self._waiting.popleft() for _ in range(count)]
        outcomes: Sequence[Outcome | None] = ()
        try:
            outcomes = self._work([turn.item for turn in turns])
        except Exception as error:  # everybody tries on their own and is told what is wrong
            _LOGGER.warning("work for %s together failed: %s", count, type(error).__name__)
        finally:
            self._settle(turns, outcomes if len(outcomes) == count else [None] * count)

    def _settle(
        self, turns: Sequence[_Turn[Item, Outcome]], outcomes: Sequence[Outcome | None]
    ) -> None:
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._led = following is not None
        if following is not None:
            following.woken.release()
        for turn, outcome in zip(turns, outcomes, strict=True):
            turn.outcome, turn.settled = outcome, True
            turn.woken.release()

"""Answers that a process keeps while nothing they were counted from changes."""

from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

#: Some hundred pages; frames of a page's panels take some ten kilobytes each.
_MOST = 2_000


class Kept(Generic[Answer]):
    """Answers by question, of one state of each database; of an earlier state none is given.

    What `state` is decides how long answers live: whatever differs as soon as an answer could.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._lock = most, Lock()
        self._held: dict[str, tuple[object, dict[str, Answer]]] = {}

    def find(self, database: str, state: object, question: str) -> Answer | None:
        """The answer to the same question in the same state; None where it must be counted."""
        held = self._held.get(database)
        return held[1].get(question) if held is not None and held[0] == state else None

    def keep(self, database: str, state: object, question: str, answer: Answer) -> None:
        """Forget what was kept of another state, and of too many answers the oldest."""
        with self._lock:
            held = self._held.get(database)
            if held is None or held[0] != state:
                held = self._held[database] = (state, {})
            answers = held[1]
            if len(answers) >= self._most:
                del answers[next(iter(answers))]
            answers[question] = answer

    def clear(self) -> None:
        """Forget everything: for whoever measures what counting costs."""
        self._held.clear()

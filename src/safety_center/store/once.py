"""Questions whose answer stays the same in a unit that sees one state of the database."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlmodel import Session

from safety_center.store.session import ONE_STATE

_ANSWERS = "answers"
Answer = TypeVar("Answer")


def once(session: Session, key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer of `ask`, asked for once in a transaction; each time where others' changes are seen.

    `key` names the question; whoever asks leaves the answer as it is.
    """
    if not session.info.get(ONE_STATE):
        return ask()
    answers = _answers(session)
    answer: Answer = answers[key] if key in answers else ask()
    # Looked up again: the first question begins the transaction.
    _answers(session)[key] = answer
    return answer


def _answers(session: Session) -> dict[Hashable, Any]:
    """Those of the transaction that is under way."""
    held: tuple[Any, dict[Hashable, Any]] = session.info.get(_ANSWERS, (None, {}))
    if held[0] is not session.get_transaction():
        held = session.info[_ANSWERS] = (session.get_transaction(), {})
    return held[1]

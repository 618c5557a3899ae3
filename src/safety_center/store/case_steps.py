"""Conditions of the case list about handling: how long a step took, what was open on a day, hand-overs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, or_

from safety_center.domain.periods import seoul_bounds
from safety_center.store.tables.case import Case
from safety_center.store.tables.case_fact import CaseFact
from safety_center.store.tables.handover import Handover

_CASE: Any = Case
_FACT: Any = CaseFact
_HANDOVER: Any = Handover


@dataclass(frozen=True)
class Steps:
    """`longer`: step (`report`, `accept`, `close`) → more than so many minutes; `without`: steps that a
    case has not, or whose times are not known; days are Seoul's and inclusive. `handovers`: states, of
    those sent in `sent`.
    """

    longer: tuple[tuple[str, int], ...] = ()
    without: tuple[str, ...] = ()
    open_on: date | None = None
    closed: tuple[date | None, date | None] = (None, None)
    handovers: tuple[str, ...] | None = None
    sent: tuple[date | None, date | None] = (None, None)

    @property
    def counts_cases(self) -> bool:
        """True where cases are asked for as figures count them: not those merged into another."""
        return bool(self.longer or self.without or self.open_on or any(self.closed))


def step_conditions(steps: Steps) -> list[Any]:
    """Steps are asked of the line list of cases, so that a list agrees with the figure that opened it."""
    conditions = [_has_fact(_minutes(step) > most) for step, most in steps.longer]
    conditions += [_has_fact(_minutes(step).is_(None)) for step in steps.without]
    if steps.open_on is not None:
        _, end = seoul_bounds(None, steps.open_on)
        conditions += [_CASE.received_at < end]
        conditions += [or_(_CASE.closed_at.is_(None), _CASE.closed_at >= end)]
    conditions += _between(_CASE.closed_at, *steps.closed)
    if steps.handovers is not None or any(steps.sent):
        asked = [_HANDOVER.case_id == _CASE.id, *_between(_HANDOVER.sent_at, *steps.sent)]
        asked += [_HANDOVER.state.in_(steps.handovers)] if steps.handovers else []
        conditions.append(exists().where(*asked))
    return conditions


def _has_fact(condition: Any) -> Any:
    current = (_FACT.case_id == _CASE.id, _FACT.recorded_to.is_(None), _FACT.counted)
    return exists().where(*current, condition)


def _minutes(step: str) -> Any:
    return getattr(_FACT, f"{step}_minutes")


def _between(instant: Any, first: date | None, last: date | None) -> list[Any]:
    start, end = seoul_bounds(first, last)
    conditions = [instant >= start] if start else []
    return [*conditions, instant < end] if end else conditions

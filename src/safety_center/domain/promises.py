"""Promises (약속): questions of the session (재외공관장회의) taken down with who answers until when, and settled.

Nothing is deleted: a promise stays open until it has an outcome, and each date it was moved from stays.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, ValidationError
from sqlmodel import Field

from safety_center.domain.errors import InputRefused
from safety_center.domain.input_errors import field_errors
from safety_center.domain.input_types import Code, Day, legible, with_names
from safety_center.domain.reports import Input
from safety_center.domain.vocabulary import Term

MOST_TEXT = 1_000
MOST_REASON = 500


class PromiseState(Term):
    """What was promised is still to be done, or has an outcome."""

    OPEN = "open", "진행 중", "Open"
    DONE = "done", "이행 완료", "Done"


class PromiseShow(Term):
    """What a list of promises shows; past its day is only what is still open."""

    OPEN = "open", "진행 중", "Open"
    OVERDUE = "overdue", "기한 지남", "Overdue"
    DONE = "done", "이행 완료", "Done"


_Text = Annotated[str, Field(max_length=MOST_TEXT), AfterValidator(legible)]
_Reason = Annotated[str, Field(max_length=MOST_REASON), AfterValidator(legible)]


class PromiseInput(Input):
    """질문을 약속으로 적기. `asked_by_unit` may be empty; `session_year` not given: this year's."""

    question: _Text
    owner_unit: Code
    due_on: Day
    asked_by_unit: Code | None = None
    session_year: int | None = Field(default=None, ge=2000, le=2100)


class OutcomeInput(Input):
    """What came of it."""

    outcome: _Text


class PostponeInput(Input):
    """Another day, and why."""

    due_on: Day
    reason: _Reason


def parse_promise(values: Mapping[str, Any]) -> PromiseInput:
    """Validate a new promise; raises `InputRefused` with every error."""
    promise: PromiseInput = _parse(PromiseInput, values)
    return promise


def parse_outcome(values: Mapping[str, Any]) -> OutcomeInput:
    """Validate an outcome; raises `InputRefused`."""
    outcome: OutcomeInput = _parse(OutcomeInput, values)
    return outcome


def parse_postponement(values: Mapping[str, Any]) -> PostponeInput:
    """Validate another day; raises `InputRefused`."""
    postponement: PostponeInput = _parse(PostponeInput, values)
    return postponement


def is_overdue(state: str, due_on: date, today: date) -> bool:
    """True from the day after the promised one while nothing came of it; `today` in Seoul."""
    return state == PromiseState.OPEN.value and due_on < today


def _parse(model: type[Input], values: Mapping[str, Any]) -> Any:
    try:
        return model.model_validate(with_names(values))
    except ValidationError as refused:
        raise InputRefused(field_errors(refused)) from None

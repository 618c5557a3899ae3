"""Input of a step in a case's life, as a system names it."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ValidationError

from safety_center.domain.errors import InputRefused
from safety_center.domain.input_errors import field_errors
from safety_center.domain.reports import Input, Narrative


class StepInput(Input):
    """The status to go to; `note` is the result when closing and the reason when reopening."""

    status: Literal["in_progress", "closed", "reopened"]
    note: Narrative | None = None


def parse_step(values: Mapping[str, Any]) -> StepInput:
    """Validate a step; raises `InputRefused`."""
    try:
        return StepInput.model_validate(values)
    except ValidationError as refused:
        raise InputRefused(field_errors(refused)) from None

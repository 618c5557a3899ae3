"""Input of a step in a case's life, as a system names it."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import ValidationError, model_validator

from safety_center.domain.errors import N_, InputRefused
from safety_center.domain.input_errors import field_errors, refusal
from safety_center.domain.reports import Input, Narrative


class StepInput(Input):
    """The status to go to; `note` is the result when closing and the reason when reopening."""

    status: Literal["in_progress", "closed", "reopened"]
    note: Narrative | None = None

    @model_validator(mode="after")
    def reopening_has_a_reason(self) -> Self:
        if self.status == "reopened" and not self.note:
            raise refusal("reason_missing", N_("재개하는 사유를 적어 주십시오."), at="note")
        return self


def parse_step(values: Mapping[str, Any]) -> StepInput:
    """Validate a step; raises `InputRefused`."""
    try:
        return StepInput.model_validate(values)
    except ValidationError as refused:
        raise InputRefused(field_errors(refused)) from None

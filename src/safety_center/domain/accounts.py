"""Input model of accounts."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import StringConstraints, ValidationError, model_validator

from safety_center.domain.access import MISSION_ROLES, Role
from safety_center.domain.errors import N_, InputRefused
from safety_center.domain.input_errors import field_errors, refusal
from safety_center.domain.reports import Code, Input, Name


class AccountInput(Input):
    """A new account. Officers and mission heads belong to a mission, named by its code."""

    username: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9._-]{2,59}$")]
    display_name: Name
    role: Role
    unit_code: Code | None = None
    language: Literal["ko", "en"] = "ko"
    valid_to: date | None = None

    @model_validator(mode="after")
    def mission_people_have_a_mission(self) -> Self:
        if self.role in MISSION_ROLES and self.unit_code is None:
            raise refusal(
                "unit_missing", N_("이 역할의 계정에는 재외공관을 지정해야 합니다."), at="unit_code"
            )
        return self


def parse_account(values: Mapping[str, Any]) -> AccountInput:
    """Validate the form of an account; raises `InputRefused`."""
    try:
        return AccountInput.model_validate(values)
    except ValidationError as refused:
        raise InputRefused(field_errors(refused)) from None

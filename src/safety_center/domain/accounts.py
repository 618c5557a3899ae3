"""Input model of accounts, and what a password must be."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import StringConstraints, ValidationError, model_validator

from safety_center.domain.access import MISSION_ROLES, Role
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.input_errors import field_errors, refusal
from safety_center.domain.reports import Code, Input, Name

_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
_LEAST_CLASSES = 3


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


def check_password(password: str, username: str, length: int) -> list[FieldError]:
    """Length, three of four character classes, and not the account's own name."""
    if len(password) < length:
        message = N_("비밀번호는 %(length)s자 이상이어야 합니다.")
        return [FieldError("password", "too_short", message, {"length": length})]
    if sum(bool(re.search(pattern, password)) for pattern in _CLASSES) < _LEAST_CLASSES:
        message = N_("영문 대문자·소문자, 숫자, 기호 가운데 세 가지 이상을 섞어 주십시오.")
        return [FieldError("password", "too_simple", message)]
    if username in password.lower():
        return [
            FieldError("password", "holds_username", N_("비밀번호에 계정 이름을 넣을 수 없습니다."))
        ]
    return []

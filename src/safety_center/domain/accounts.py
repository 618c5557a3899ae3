"""Input model of accounts."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, model_validator

from safety_center.domain.access import MISSION_ROLES, Role
from safety_center.domain.errors import N_, InputRefused
from safety_center.domain.input_errors import refusal
from safety_center.domain.input_types import Code, Day, Name
from safety_center.domain.reports import Input
from safety_center.domain.understanding import Understood, understand

_LEAST, _MOST = 3, 60
_USERNAME = re.compile(rf"[a-z][a-z0-9._-]{{{_LEAST - 1},{_MOST - 1}}}")


def _written_as_username(text: str) -> str:
    if not _USERNAME.fullmatch(text):
        message = N_(
            "영문 소문자로 시작하고 영문 소문자, 숫자, 점(.), 밑줄(_), 붙임표(-)만 써서"
            " %(least)s자 이상 %(most)s자 이하로 적어 주십시오."
        )
        raise refusal("username_form", message, least=_LEAST, most=_MOST)
    return text


class AccountInput(Input):
    """A new account. Officers and mission heads belong to a mission, named by its code."""

    username: Annotated[str, AfterValidator(_written_as_username)]
    display_name: Name
    role: Role
    unit_code: Code | None = None
    language: Literal["ko", "en"] = "ko"
    valid_to: Day | None = None

    @model_validator(mode="after")
    def mission_people_have_a_mission(self) -> Self:
        if self.role in MISSION_ROLES and self.unit_code is None:
            raise refusal(
                "unit_missing", N_("이 역할의 계정에는 재외공관을 지정해야 합니다."), at="unit_code"
            )
        return self


#: What keeps the model whole while the told value is wrong: nobody's name, a role without a mission.
_STAND_INS = {"username": "a--", "display_name": "-", "role": Role.AUDITOR.value}


def understand_account(values: Mapping[str, Any]) -> Understood[AccountInput]:
    """The account as far as it is right, and everything that is wrong with it."""
    return understand(AccountInput, values, _STAND_INS, {"unit_code": ("role",)})


def parse_account(values: Mapping[str, Any]) -> AccountInput:
    """Validate the form of an account; raises `InputRefused` with every error at its field."""
    understood = understand_account(values)
    if understood.errors or understood.model is None:
        raise InputRefused(understood.errors)
    return understood.model

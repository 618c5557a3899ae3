"""What a token of a system user is given: a name, scopes, a last day."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import ValidationError
from sqlmodel import Field

from safety_center.domain.access import ROLE_PERMISSIONS, Permission, Role
from safety_center.domain.errors import InputRefused
from safety_center.domain.input_errors import field_errors
from safety_center.domain.reports import Code, Input, Line

#: What the API asks for; a token may be given no other permission.
TOKEN_SCOPES = (
    Permission.REPORT_SUBMIT,
    Permission.REPORT_VIEW,
    Permission.CASE_VIEW,
    Permission.CASE_CHANGE,
    Permission.PERSON_REVEAL,
    Permission.STATISTICS_VIEW,
)


class TokenInput(Input):
    """A new token: for which system user, what it is for, its scopes, and the last Seoul day it works."""

    username: Code
    name: Annotated[Line, Field(max_length=60)]
    scopes: list[Permission] = Field(min_length=1, max_length=len(Permission))
    valid_to: date


def parse_token(values: Mapping[str, Any]) -> TokenInput:
    """Validate the form of a token; raises `InputRefused`."""
    try:
        return TokenInput.model_validate(values)
    except ValidationError as refused:
        raise InputRefused(field_errors(refused)) from None


def grantable_scopes(role: Role) -> tuple[Permission, ...]:
    """Scopes that a token of an account of that role can have."""
    return tuple(scope for scope in TOKEN_SCOPES if scope in ROLE_PERMISSIONS[role])

"""Errors meant for people: a field, a code, and a Korean sentence that the doors translate."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


def N_(message: str) -> str:
    """Mark a Korean sentence for the translation catalog; the doors translate it."""
    return message


#: For whoever saves second.
CHANGED_MEANWHILE = N_(
    "그사이 다른 사람이 이 건을 수정했습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오."
)
#: Code and message of a span of days whose end comes first.
BACKWARDS = ("before_from", N_("끝 날짜가 시작 날짜보다 앞섭니다."))


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one field.

    `field` is a dotted path as the doors know it (`persons.0.birth_date`); empty for the whole input.
    `message` is a Korean msgid with `%(name)s` places filled from `params`. `code` is stable and
    the same at every door.
    """

    field: str
    code: str
    message: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class SafetyCenterError(Exception):
    """Base of all refusals that a user may see; `message` is a Korean msgid."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params


class InputRefused(SafetyCenterError):
    """The input has errors; nothing was stored."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__(N_("입력한 내용에 고칠 곳이 있습니다."))
        self.errors = errors


class Forbidden(SafetyCenterError):
    """The account may not do this, or not with this record."""

    def __init__(self, message: str = N_("이 작업을 할 권한이 없습니다."), **params: Any) -> None:
        super().__init__(message, **params)


class FactorNeeded(Forbidden):
    """The account may do this, but has not yet shown its second factor in this session."""

    def __init__(self) -> None:
        super().__init__(N_("2단계 인증을 한 뒤에 할 수 있습니다."))


class NotFound(SafetyCenterError):
    """No such record within the account's scope; the two are not told apart on purpose."""

    def __init__(
        self, message: str = N_("찾는 자료가 없거나 볼 권한이 없습니다."), **params: Any
    ) -> None:
        super().__init__(message, **params)


class Conflict(SafetyCenterError):
    """The record changed meanwhile, or its state does not allow the step."""

"""What stands behind the question mark: each name once, no control characters, known names only."""

import re
from collections.abc import Collection, Iterator

from flask import request

from safety_center.domain.choices import choices_of, name_choices
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.input_errors import DATE_FORM, NO_CHOICE

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: Days of a question about figures or cases.
DAYS = ("from", "to")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9A-Z-]{1,40}")
_FLAGS = {"true": True, "false": False}
_MOST_CHARACTERS = 2_000


def read_arguments(known: Collection[str], days: Collection[str] = DAYS) -> dict[str, str]:
    """Name → value; raises `InputRefused` for unknown or repeated names and for control characters.

    Those of `days` are a day and nothing finer.
    """
    errors = list(_faults(known, days))
    if errors:
        raise InputRefused(errors)
    return request.args.to_dict()


def _faults(known: Collection[str], days: Collection[str]) -> Iterator[FieldError]:
    for name, values in request.args.lists():
        given = {"key": name[:40], "value": values[0][:40]}
        if name not in known:
            yield FieldError(name, "unknown_key", N_("알 수 없는 조건입니다: %(key)s"), given)
        elif len(values) > 1:
            message = N_("같은 조건을 두 번 적을 수 없습니다: %(key)s")
            yield FieldError(name, "json_repeated", message, given)
        elif _CONTROL.search(values[0]) or len(values[0]) > _MOST_CHARACTERS:
            message = N_("사용할 수 없는 제어 문자가 들어 있거나 너무 깁니다.")
            yield FieldError(name, "control_character", message)
        elif not values[0] or values[0] != values[0].strip():
            message = N_("값이 비었거나 앞뒤에 빈칸이 있습니다: %(key)s")
            yield FieldError(name, "json_blank", message, given)
        elif name == "number" and not _NUMBER.fullmatch(values[0]):
            yield FieldError(
                name, "string_pattern", N_("관리번호를 확인해 주십시오: %(value)s"), given
            )
        elif name in days and not _DAY.fullmatch(values[0]):
            yield FieldError(name, "date_parsing", DATE_FORM)


def read_flag(name: str) -> bool:
    """`true` or `false` (also when not given); the only argument that is allowed."""
    text = read_arguments((name,)).get(name, "false")
    if text not in _FLAGS:
        named = {"value": text[:40], "choices": name_choices(text, choices_of(tuple(_FLAGS)))}
        raise InputRefused([FieldError(name, "enum", NO_CHOICE, named)])
    return _FLAGS[text]

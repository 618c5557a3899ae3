"""What stands behind the question mark: each name once, no control characters, known names only."""

import re
from collections.abc import Collection, Iterator

from flask import request

from safety_center.domain.errors import N_, FieldError, InputRefused

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FLAGS = {"true": True, "false": False}
_MOST_CHARACTERS = 2_000


def read_arguments(known: Collection[str]) -> dict[str, str]:
    """Name → value; raises `InputRefused` for unknown or repeated names and for control characters."""
    errors = list(_faults(known))
    if errors:
        raise InputRefused(errors)
    return request.args.to_dict()


def _faults(known: Collection[str]) -> Iterator[FieldError]:
    for name, values in request.args.lists():
        given = {"key": name[:40], "value": values[0][:40]}
        if name not in known:
            yield FieldError(name, "unknown_key", N_("알 수 없는 조건입니다: %(key)s"), given)
        elif len(values) > 1:
            message = N_("같은 조건을 두 번 적을 수 없습니다: %(key)s")
            yield FieldError(name, "json_repeated", message, given)
        elif _CONTROL.search(values[0]) or len(values[0]) > _MOST_CHARACTERS:
            message = N_("사용할 수 없는 제어 문자가 들어 있습니다.")
            yield FieldError(name, "control_character", message)


def read_flag(name: str) -> bool:
    """`true` or `false` (also when not given); the only argument that is allowed."""
    text = read_arguments((name,)).get(name, "false")
    if text not in _FLAGS:
        message = N_("고를 수 없는 값입니다: %(value)s")
        raise InputRefused([FieldError(name, "enum", message, {"value": text[:40]})])
    return _FLAGS[text]

"""The body of a request: strict JSON, then the types that the OpenAPI document gives its fields.

The input models are generous, since forms and sheets only have text; a system is told when it sends
the wrong type, so that the document is true.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from flask import request

from safety_center.api.problems import Problem
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.input_errors import too_long

T = TypeVar("T")
_JSON = "application/json"
_CHARSETS = ("utf-8", "utf8")
_TYPES: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    list: "array",
    dict: "object",
    type(None): "null",
}
_WRONG_TYPE = N_("JSON 자료형이 다릅니다. %(expected)s 형으로 보내 주십시오.")
_BLANK = N_("빈 글자 대신 null을 보내거나 항목을 빼 주십시오.")


def read_raw() -> bytes:
    """The bytes of the body; refused by its media type before it is read."""
    if request.content_type != _JSON and not _is_json():  # with no parameters, as nearly always
        raise Problem("media-type")
    raw = request.get_data(cache=False)
    # A body that does not say its length is cut off where it becomes too long.
    if request.content_length is None and len(raw) >= (request.max_content_length or len(raw) + 1):
        raise Problem("too-large")
    return raw


def _is_json() -> bool:
    charset = request.mimetype_params.get("charset", _CHARSETS[0]).lower()
    return request.mimetype == _JSON and charset in _CHARSETS


def read_object(raw: bytes) -> dict[str, Any]:
    """The JSON object of a body: UTF-8, finite numbers, no name twice."""
    try:
        content = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError):
        raise Problem("malformed-json") from None
    if not isinstance(content, dict):
        raise InputRefused([FieldError("", "json_type", _WRONG_TYPE, {"expected": "object"})])
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def parse(
    values: dict[str, Any], shape: Mapping[str, Any], model: Callable[[dict[str, Any]], T]
) -> T:
    """What the input model makes of the values; raises `InputRefused` with every error of both."""
    errors = list(_misfits(values, shape, ""))
    known = {error.field for error in errors}
    try:
        parsed = model(values)
    except InputRefused as refused:
        errors += [error for error in refused.errors if error.field not in known]
        raise InputRefused(_in_order(errors, shape)) from None
    if errors:
        raise InputRefused(_in_order(errors, shape))
    return parsed


def _in_order(errors: list[FieldError], shape: Mapping[str, Any]) -> list[FieldError]:
    """In the order of the document's fields, unknown ones last."""
    places = {name: place for place, name in enumerate(shape["properties"])}
    return sorted(errors, key=lambda error: places.get(error.field.split(".")[0], len(places)))


def _misfits(values: dict[str, Any], shape: Mapping[str, Any], path: str) -> Iterator[FieldError]:
    """Where values are not of the type that the document gives their fields."""
    for name, value in values.items():
        field = shape["properties"].get(name)
        if field is not None and not _is_plain_text(value, field):
            yield from _misfit(value, field, f"{path}{name}")


def _is_plain_text(value: Any, field: Mapping[str, Any]) -> bool:
    """Text where text belongs and short enough, as most answers are; no proof of the contrary."""
    text = type(value) is str and field["types"][0] == "string"
    return text and len(value) <= (field.get("maxLength") or -1)


def _misfit(value: Any, field: Mapping[str, Any], path: str) -> Iterator[FieldError]:
    if value is None and "null" not in field["types"]:
        yield FieldError(path, "missing", N_("꼭 필요한 항목입니다."))
    elif _type_of(value) not in field["types"]:
        yield FieldError(path, "json_type", _WRONG_TYPE, {"expected": field["types"][0]})
    elif isinstance(value, str):
        most = field.get("maxLength")
        if most is not None and len(value) > most:
            yield too_long(path, most)
        elif most is None and not value.strip():
            yield FieldError(path, "json_blank", _BLANK)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield from _misfits(item, field["items"], f"{path}.{index}.")
            else:
                expected = {"expected": "object"}
                yield FieldError(f"{path}.{index}", "json_type", _WRONG_TYPE, expected)


def _type_of(value: Any) -> str:
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return _TYPES[type(value)]

"""The body of a request: strict JSON, then what the OpenAPI document says of each value.

The input models are generous, since forms and sheets only have text; a system is told when it sends
the wrong type, so that the document is true.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from flask import request

from safety_center.api.problems import Problem
from safety_center.domain.errors import N_, FieldError, InputRefused

T = TypeVar("T")
_JSON = "application/json"
_TYPES: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    list: "array",
    dict: "object",
    type(None): "null",
}
_FORMATS = {
    "date": (
        re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
        "date_parsing",
        N_("날짜를 확인해 주십시오(예: 2026-11-22)."),
    ),
    "date-time": (
        # An instant without a zone is told so by the model.
        re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*", re.ASCII),
        "datetime_parsing",
        N_("날짜와 시각을 확인해 주십시오(예: 2026-11-22T14:30+09:00)."),
    ),
    "local-time": (
        re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?", re.ASCII),
        "time_parsing",
        N_("시각을 확인해 주십시오(예: 14:30)."),
    ),
}
_WRONG_TYPE = N_("JSON 자료형이 다릅니다. %(expected)s 형으로 보내 주십시오.")


def read_raw() -> bytes:
    """The bytes of the body; refused by its media type before it is read."""
    if request.mimetype != _JSON or request.mimetype_params.get("charset", "utf-8").lower() not in (
        "utf-8",
        "utf8",
    ):
        raise Problem("media-type")
    return request.get_data(cache=False)


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
    values: dict[str, Any], schema: Mapping[str, Any], model: Callable[[dict[str, Any]], T]
) -> T:
    """What the input model makes of the values; raises `InputRefused` with every error of both."""
    errors = list(misfits(values, schema, ""))
    known = {error.field for error in errors}
    try:
        parsed = model(values)
    except InputRefused as refused:
        errors += [error for error in refused.errors if error.field not in known]
        raise InputRefused(errors) from None
    if errors:
        raise InputRefused(errors)
    return parsed


def misfits(values: dict[str, Any], schema: Mapping[str, Any], path: str) -> Iterator[FieldError]:
    """Where values are not of the type and format that the document gives their fields."""
    for name, value in values.items():
        known = schema["properties"].get(name)
        if known is not None:
            yield from _misfit(value, known, f"{path}{name}")


def _misfit(value: Any, schema: Mapping[str, Any], path: str) -> Iterator[FieldError]:
    given = _type_of(value)
    if given not in schema["types"]:
        expected = next(name for name in schema["types"] if name != "null")
        yield FieldError(path, "json_type", _WRONG_TYPE, {"expected": expected})
    elif isinstance(value, str):
        yield from _misfit_text(value, schema, path)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield from misfits(item, schema["items"], f"{path}.{index}.")
            else:
                error = {"expected": "object"}
                yield FieldError(f"{path}.{index}", "json_type", _WRONG_TYPE, error)


def _misfit_text(value: str, schema: Mapping[str, Any], path: str) -> Iterator[FieldError]:
    if schema.get("pattern") and not schema["pattern"].fullmatch(value):
        message = N_("사용할 수 없는 제어 문자가 들어 있습니다.")
        yield FieldError(path, "control_character", message)
    most = schema.get("maxLength")
    if most is not None and len(value) > most:
        message = N_("너무 깁니다. %(max_length)s자까지 적을 수 있습니다.")
        yield FieldError(path, "string_too_long", message, {"max_length": most})
    if schema.get("format") and value.strip():
        pattern, code, message = _FORMATS[schema["format"]]
        if not pattern.fullmatch(value.strip()):
            yield FieldError(path, code, message)


def _type_of(value: Any) -> str:
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return _TYPES[type(value)]

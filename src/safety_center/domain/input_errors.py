"""Pydantic's errors as Korean sentences at their fields."""

import re
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from safety_center.domain.choices import choices_of, name_choices
from safety_center.domain.errors import N_, FieldError

DATE_FORM = N_("날짜를 확인해 주십시오(예: 2026-11-22).")
TIME_FORM = N_("시각을 확인해 주십시오(예: 14:30).")
INSTANT_FORM = N_("날짜와 시각을 확인해 주십시오(예: 2026-11-22T14:30+09:00).")
_MISSING = N_("꼭 필요한 항목입니다.")
_TOO_LONG = N_("너무 깁니다. %(max_length)s자까지 적을 수 있습니다.")
#: Everywhere a code is none of its vocabulary.
NO_CHOICE = N_("고를 수 없는 값입니다: %(value)s. 쓸 수 있는 값: %(choices)s")
_MESSAGES = {
    "missing": _MISSING,
    "extra_forbidden": N_("알 수 없는 항목입니다: %(name)s. 이름을 확인하거나 빼 주십시오."),
    "enum": NO_CHOICE,
    "literal_error": NO_CHOICE,
    "string_type": N_("글자로 적어 주십시오."),
    "list_type": N_("목록으로 적어 주십시오."),
    "model_type": N_("항목과 값의 묶음으로 적어 주십시오."),
    "model_attributes_type": N_("항목과 값의 묶음으로 적어 주십시오."),
    "dict_type": N_("항목과 값의 묶음으로 적어 주십시오."),
    "string_unicode": N_("글자가 깨져 있습니다. 다시 입력해 주십시오."),
    "string_too_long": _TOO_LONG,
    "greater_than_equal": N_("%(ge)s 이상이어야 합니다."),
    "less_than_equal": N_("%(le)s 이하여야 합니다."),
    "timezone_aware": N_("시각에는 시간대가 있어야 합니다(예: 2026-11-22T14:30+09:00)."),
    "too_long": N_("너무 많습니다. %(max_length)s개까지 적을 수 있습니다."),
    "too_short": N_("하나 이상 정해 주십시오."),
    "none_required": _MISSING,
}
_BY_PREFIX = (
    ("int", N_("정수로 적어 주십시오.")),
    ("bool", N_("예 또는 아니요로 적어 주십시오.")),
    ("datetime", INSTANT_FORM),
    ("date", DATE_FORM),
    ("time", TIME_FORM),
)
_FALLBACK = N_("값을 확인해 주십시오.")
_SHOWN_LENGTH = 40


def too_long(field: str, most: int) -> FieldError:
    """What the models say of a text, for texts that have none."""
    return FieldError(field, "string_too_long", _TOO_LONG, {"max_length": most})


def check_length(field: str, text: str, most: int) -> list[FieldError]:
    """Told rather than cut off."""
    return [too_long(field, most)] if len(text.strip()) > most else []


def check_reason(text: str, ask: str, most: int) -> list[FieldError]:
    """A `reason` that is not told, which `ask` asks for, or is too long."""
    if not text.strip():
        return [FieldError("reason", "missing", ask)]
    return check_length("reason", text, most)


def refusal(code: str, message: str, at: str = "", **params: Any) -> PydanticCustomError:
    """A refusal of our own for a validator to raise; `at` names the field when a whole model is checked."""
    return PydanticCustomError(code, message, {"at": at, **params})


def field_errors(refused: ValidationError) -> list[FieldError]:
    """Every error of a refused input in input order, at most one per field and code."""
    return list(faults(refused).values())


def faults(refused: ValidationError) -> dict[tuple[tuple[str | int, ...], str], FieldError]:
    """The same by the place in the input and the code: `(("persons", 0, "headcount"), "named_group")`."""
    found: dict[tuple[tuple[str | int, ...], str], FieldError] = {}
    seen: set[tuple[str, str]] = set()
    for details in refused.errors(include_url=False):
        error = _translate(details)
        if (error.field, error.code) not in seen:
            seen.add((error.field, error.code))
            found[tuple(details["loc"]), error.code] = error
    return found


def shown(value: object) -> str:
    """What was given, short and fit for every answer: no control characters, no halves of a pair."""
    text = str(value)[:_SHOWN_LENGTH].encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def _translate(details: ErrorDetails) -> FieldError:
    path = [shown(part) for part in details["loc"]]
    context = dict(details.get("ctx") or {})
    ours = "at" in context
    if context.get("at"):
        path.append(str(context["at"]))
    code = "missing" if _is_nothing(details) else details["type"]
    message = details["msg"] if ours else _message_for(code)
    params: dict[str, Any] = {k: v for k, v in context.items() if isinstance(v, str | int | float)}
    params |= {"name": path[-1] if path else "", "value": shown(details.get("input"))}
    if "expected" in params:
        params["choices"] = _choices(params["value"], str(params.pop("expected")))
    return FieldError(".".join(path), code, message, params)


def _choices(value: str, expected: str) -> dict[str, str]:
    """Pydantic names the codes alone: `'mission', 'call_center' or 'other'`."""
    return name_choices(value, choices_of(frozenset(re.findall(r"'([^']*)'", expected))))


def _is_nothing(details: ErrorDetails) -> bool:
    """A null where an answer must be: the answer is missing, whatever its type."""
    return details.get("input") is None and details["type"].endswith("_type")


def _message_for(code: str) -> str:
    """Pydantic has a dozen codes per type (`int_parsing`, `int_from_float` …); one sentence serves."""
    if code in _MESSAGES:
        return _MESSAGES[code]
    return next((text for prefix, text in _BY_PREFIX if code.startswith(prefix + "_")), _FALLBACK)

"""What the form for a briefing asks: its day and time are one as-of."""

from collections.abc import Mapping
from datetime import date, time

from safety_center.domain.errors import N_, FieldError
from safety_center.domain.input_errors import DATE_FORM, TIME_FORM

_NO_DAY = N_("시각을 정하려면 날짜도 정해 주십시오.")


def read_asked(form: Mapping[str, str]) -> tuple[dict[str, str], list[FieldError]]:
    """The words of the service, and what is wrong with the pair of day and time.

    A whole instant in the field of the day is taken as it is.
    """
    asked = {name: form.get(name, "").strip() for name in ("year", "as_of", "language")}
    day, at = asked.pop("as_of"), form.get("as_of_time", "").strip()
    errors = []
    if day and not is_day(day) and (at or "T" not in day.upper()):
        errors.append(FieldError("as_of", "date_from_datetime_parsing", DATE_FORM))
    if at and not day:
        errors.append(FieldError("as_of", "missing", _NO_DAY))
    if at and not is_time(at):
        errors.append(FieldError("as_of_time", "time_parsing", TIME_FORM))
    return (asked if errors else {**asked, "as_of": f"{day}T{at}" if at else day}), errors


def is_day(text: str) -> bool:
    """Whether a control for days can hold it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_time(text: str) -> bool:
    """Whether a control for times of day can hold it."""
    try:
        return time.fromisoformat(text).strftime("%H:%M") == text
    except ValueError:
        return False

"""Between a flat form and the nested dicts of the input models: `persons.0.birth_date` ↔ lists of dicts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from safety_center.domain.errors import FieldError
from safety_center.domain.input_types import FIRST_YEAR, LAST_YEAR
from safety_center.domain.local_times import NO_SUCH_LOCAL_TIME, REPEATED_LOCAL_TIME
from safety_center.domain.periods import is_repeated, is_skipped

#: Fields of our own that no input model knows.
_OURS = frozenset({"csrf_token", "draft_id", "draft_form", "do", "settle"})


def flat_values(form: MultiDict[str, str]) -> dict[str, str]:
    """What was typed, by the fields' names; the last wins where a name came twice."""
    return {name: form.getlist(name)[-1] for name in form if name not in _OURS}


def close_gaps(values: Mapping[str, str], key: str) -> dict[str, str]:
    """Drop empty blocks of a repeated group and number the others anew: 0 and 2 become 0 and 1.

    Errors name blocks by their number, so the form is shown again with the same numbers.
    """
    others = {name: value for name, value in values.items() if not name.startswith(f"{key}.")}
    filled = [block for block in _blocks(values, key) if any(v.strip() for v in block.values())]
    for index, block in enumerate(filled):
        others |= {f"{key}.{index}.{name}": value for name, value in block.items()}
    return others


def count_blocks(values: Mapping[str, str], key: str) -> int:
    """How many blocks of a repeated group the form shows."""
    return len(_blocks(values, key))


def nest(values: Mapping[str, str], groups: Iterable[str] = ("persons",)) -> dict[str, Any]:
    """The nested dict of a flat form; groups without a block are left out."""
    nested: dict[str, Any] = {name: value for name, value in values.items() if "." not in name}
    for key in groups:
        blocks = _blocks(values, key)
        if blocks:
            nested[key] = blocks
    return nested


def _blocks(values: Mapping[str, str], key: str) -> list[dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for name, value in values.items():
        parts = name.split(".", 2)
        if len(parts) == 3 and parts[0] == key and parts[1].isdecimal():
            found.setdefault(int(parts[1]), {})[parts[2]] = value
    return [found[index] for index in sorted(found)]


def zoned(value: str, zone: str) -> str:
    """A local time as typed (`2026-11-22T14:30`) with its zone's offset; anything else as it is."""
    try:
        local = datetime.fromisoformat(value.strip())
    except ValueError:
        return value
    return value if local.tzinfo else local.replace(tzinfo=ZoneInfo(zone)).isoformat()


def check_local(field: str, value: str, zone: str) -> list[FieldError]:
    """An error where a local time as typed does not exist in its zone."""
    local = _local(value)
    if local is None or not is_skipped(local, zone):
        return []
    return [FieldError(field, "nonexistent_local_time", NO_SUCH_LOCAL_TIME)]


def warn_local(field: str, value: str, zone: str) -> list[FieldError]:
    """A warning where a local time as typed comes twice in its zone; the first is meant."""
    local = _local(value)
    if local is None or not is_repeated(local, zone):
        return []
    return [FieldError(field, "repeated_local_time", REPEATED_LOCAL_TIME)]


def _local(value: str) -> datetime | None:
    """A time of day as a browser sends it, in years whose zones are known."""
    try:
        local = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return None if local.tzinfo or not FIRST_YEAR <= local.year < LAST_YEAR else local


def local_text(instant: datetime | None, zone: str) -> str:
    """An instant as a `datetime-local` control holds it; empty for None."""
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}" if instant else ""

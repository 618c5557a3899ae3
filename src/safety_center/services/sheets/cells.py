"""From a cell to what the input model reads: labels become codes, days and times their ISO form.

What is not understood is handed on as it stands, so that the model refuses it as at every other door;
only what a spreadsheet itself may have spoiled is refused here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from safety_center.domain.choices import choices_of, name_choices
from safety_center.domain.errors import N_, FieldError
from safety_center.domain.incident_types import INCIDENT_TYPES
from safety_center.domain.input_errors import NO_CHOICE
from safety_center.domain.periods import zone_named
from safety_center.domain.places import Places
from safety_center.domain.sheet_columns import BY_NAME, PERSON_PREFIX, Clock, Column, Kind
from safety_center.services.sheets.rows import Cell, Formula, cell_text

_SEOUL = "Asia/Seoul"
_SHOWN = 40
_DAY = r"(\d{4})\s*(?:[-./]|년)\s*(\d{1,2})\s*(?:[-./]|월)\s*(\d{1,2})\s*(?:\.|일)?"
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?"
_ONLY_DAY = re.compile(rf"\s*{_DAY}\s*", re.ASCII)
_ONLY_CLOCK = re.compile(rf"\s*{_CLOCK}\s*", re.ASCII)
_DAY_AND_CLOCK = re.compile(
    rf"\s*{_DAY}[\sT]+{_CLOCK}\s*(Z|[+-]\d{{2}}:?\d{{2}})?\s*", re.ASCII | re.IGNORECASE
)
_YES_NO = {
    "예": "true",
    "네": "true",
    "y": "true",
    "yes": "true",
    "true": "true",
    "o": "true",
    "아니요": "false",
    "아니오": "false",
    "n": "false",
    "no": "false",
    "false": "false",
    "x": "false",
}


class _Problem(Exception):
    """What is wrong with one cell; the arguments are code, message and parameters."""


@dataclass
class Words:
    """Labels of everything that has a code, in both languages, plain → code, by column."""

    places: Places
    by_column: dict[str, dict[str, str]] = field(default_factory=dict)

    def code(self, column: Column, text: str) -> str:
        """The code of a label or code; the text itself when it is neither."""
        if column.name not in self.by_column:
            self.by_column[column.name] = self._labels(column)
        return self.by_column[column.name].get(_plain(text), text)

    def _labels(self, column: Column) -> dict[str, str]:
        if column.kind is Kind.COUNTRY:
            named = [(c.code, c.ko, c.en) for c in self.places.countries.values()]
        elif column.kind is Kind.MISSION:
            named = [(m.code, m.ko, m.en) for m in self.places.missions.values()]
        elif column.kind is Kind.INCIDENT_TYPE:
            named = [
                (t.slug, label_ko, label_en)
                for t in INCIDENT_TYPES
                for _, label_ko, label_en in ((None, t.ko, t.en), *t.relabels)
            ]
        else:
            named = [(term.value, term.ko, term.en) for term in column.terms or ()]
        found: dict[str, str] = {}
        for code, *labels in named:
            for label in labels:
                found.setdefault(_plain(label), code)
        return found | {_plain(code): code for code, *_ in named}


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


@dataclass(frozen=True)
class Read:
    """Values for the input model, and errors of cells; their fields are left out of the values."""

    values: dict[str, Any]
    errors: list[FieldError]


def read_values(cells: Mapping[str, Any], words: Words) -> Read:
    """The cells of one report (`persons`: a list of such mappings) as the input model reads them."""
    errors: list[FieldError] = []
    given = {name: cell for name, cell in cells.items() if name not in ("persons", "clock")}
    values: dict[str, Any] = {}
    zone = _zone(cells, words, errors)
    for name, cell in given.items():
        _take(values, errors, name, name, cell, words, zone)
    persons: list[dict[str, Any]] = []
    for index, person in enumerate(cells.get("persons") or ()):
        read: dict[str, Any] = {}
        for name, cell in person.items():
            _take(read, errors, f"persons.{index}.{name}", PERSON_PREFIX + name, cell, words, zone)
        persons.append(read)
    if persons:
        values["persons"] = persons
    return Read(values, errors)


def _take(
    values: dict[str, Any],
    errors: list[FieldError],
    at: str,
    column_name: str,
    cell: Cell,
    words: Words,
    zone: str,
) -> None:
    column, key = BY_NAME.get(column_name), at.rpartition(".")[2]
    if column is None:
        values[key or "?"] = cell_text(cell)
        return
    try:
        values[key] = _read(column, cell, words, zone)
    except _Problem as problem:
        code, message, params = problem.args
        errors.append(FieldError(at, code, message, params))


def _zone(cells: Mapping[str, Any], words: Words, errors: list[FieldError]) -> str:
    """The zone of times that have no offset: Seoul's unless the row says that they are local."""
    told = cells.get("clock")
    if told is None:
        return _SEOUL
    clock = words.code(BY_NAME["clock"], cell_text(told))
    if clock not in set(Clock):
        value = cell_text(told)[:_SHOWN]
        named = {"value": value, "choices": name_choices(value, choices_of(Clock))}
        errors.append(FieldError("clock", "enum", NO_CHOICE, named))
    if clock != Clock.PLACE:
        return _SEOUL
    country, mission = (
        words.code(BY_NAME[name], cell_text(cells.get(name, "")))
        for name in ("country_code", "mission_code")
    )
    return words.places.zone_of(country, mission)


def _read(column: Column, cell: Cell, words: Words, zone: str) -> str:
    if isinstance(cell, Formula):
        message = N_("수식이 들어 있습니다. 값으로 바꾸어 적어 주십시오.")
        raise _Problem("formula", message, {})
    if column.kind is Kind.DIGITS:
        return _digits(cell)
    if column.kind is Kind.DAY:
        return _day(cell)
    if column.kind is Kind.CLOCK:
        return _clock(cell)
    if column.kind is Kind.INSTANT:
        return _instant(cell, zone)
    if isinstance(cell, float) and abs(cell) >= 1e15:
        raise _spoiled()
    text = cell_text(cell)
    if column.kind is Kind.YES_NO:
        return _YES_NO.get(_plain(text), text)
    if column.kind in (Kind.TEXT, Kind.NUMBER):
        return text
    return words.code(column, text)


def _spoiled() -> _Problem:
    message = N_(
        "숫자로 저장되어 맨 앞의 0이나 끝자리가 바뀌었을 수 있습니다. 셀 서식을 텍스트로 바꾸고 다시 적어 주십시오."
    )
    return _Problem("spoiled_number", message, {})


def _digits(cell: Cell) -> str:
    """Telephone and passport numbers only as text: as a number they lose a leading zero."""
    if not isinstance(cell, str):
        raise _spoiled()
    return cell


def _day(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        raise _number_for_a_date()
    found = _ONLY_DAY.fullmatch(text := cell_text(cell))
    return _joined(found.groups()) if found else text


def _joined(parts: tuple[str, ...]) -> str:
    year, month, day = parts[:3]
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


def _number_for_a_date() -> _Problem:
    message = N_("날짜가 아니라 숫자가 들어 있습니다. 2026. 11. 22.처럼 적어 주십시오.")
    return _Problem("number_for_date", message, {})


def _clock(cell: Cell) -> str:
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}"
    if isinstance(cell, float):
        raise _number_for_a_date()
    found = _ONLY_CLOCK.fullmatch(text := cell_text(cell))
    return f"{found[1].zfill(2)}:{found[2]}:{found[3] or '00'}" if found else text


def _instant(cell: Cell, zone: str) -> str:
    if isinstance(cell, datetime):
        return _zoned(cell, zone)
    if isinstance(cell, float):
        raise _number_for_a_date()
    text = cell_text(cell)
    if isinstance(cell, date) or _ONLY_DAY.fullmatch(text):
        message = N_("시각까지 적어 주십시오(예: 2026. 11. 22. 14:30).")
        raise _Problem("time_missing", message, {})
    found = _DAY_AND_CLOCK.fullmatch(text)
    if found is None:
        return _as_programs_write(text)
    local = f"{_joined(found.groups())}T{found[4].zfill(2)}:{found[5]}:{found[6] or '00'}"
    if found[7]:
        return local + found[7].upper()
    try:
        return _zoned(datetime.fromisoformat(local), zone)
    except ValueError:
        raise _no_instant() from None


def _as_programs_write(text: str) -> str:
    """An instant with its offset, or nothing; anything else is answered in the words of the template."""
    try:
        datetime.fromisoformat(text or "2000-01-01")
    except ValueError:
        raise _no_instant() from None
    return text


def _no_instant() -> _Problem:
    message = N_("날짜와 시각을 확인해 주십시오(예: 2026. 11. 22. 14:30 또는 2026-11-22 14:30).")
    return _Problem("datetime_parsing", message, {})


def _zoned(local: datetime, zone: str) -> str:
    """Whole seconds: a spreadsheet keeps times as fractions of a day, a few microseconds off."""
    whole = local.replace(microsecond=0)
    try:
        return whole.replace(tzinfo=zone_named(zone)).isoformat()
    except OverflowError:
        return whole.isoformat()

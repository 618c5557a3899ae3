"""Kinds of answers of the input models: text that can be shown, stored and found again; days and clocks.

Doors hand over text. What only looks different is made one (line ends, composed Hangul), what nobody
can see and what reorders other text is taken out, and what shows that something is broken is refused.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator
from sqlmodel import Field

from safety_center.domain.errors import N_
from safety_center.domain.input_errors import DATE_FORM, INSTANT_FORM, TIME_FORM, refusal

LONGEST_NARRATIVE = 20_000
#: Nothing this system is about happened earlier; in the last year zones would run over the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 9999
_OFFSETS = (timedelta(hours=-12), timedelta(hours=14))

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
#: Overrides and isolates of writing direction, zero-width blanks, byte-order marks, soft hyphens, tags.
_HIDDEN = re.compile(
    "[\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
#: Marks of direction that a text in two scripts may need; a name or number does not.
_MARKS = re.compile("[\u061c\u200e\u200f]")
_BREAKS = re.compile("[\t\n]+")
#: What a reader sees nothing of: blanks, joiners, fillers of Hangul, variation selectors.
_BLANKS = (
    " \t\n\u00a0\u034f\u061c\u115f\u1160\u1680\u180b\u180c\u180d\u180e\u200c\u200d\u200e\u200f\u202f\u205f"
    "\u2800\u3000\u3164\uffa0" + "".join(map(chr, (*range(0x2000, 0x200B), *range(0xFE00, 0xFE10))))
)
_OUTER = " \t\n\u00a0\u3000"
_BROKEN = "\ufffd"


def stripped(value: Any) -> Any:
    """Text in its one form, without outer blanks; None when nothing visible is left."""
    if not isinstance(value, str):
        return value
    if value.isascii() and value.isprintable():  # nothing to compose, nothing hidden but blanks
        return value.strip(" ") or None
    text = value
    if not text.isprintable():  # as line ends and whatever is hidden never are: most answers
        text = _HIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    text = unicodedata.normalize("NFC", text).strip(_OUTER)
    return text if text.strip(_BLANKS) else None


def with_names(values: Mapping[Any, Any]) -> dict[str, Any]:
    """The input with texts as names, also in its lists: models take names as keywords."""
    named = {str(name): value for name, value in values.items()}
    for name, value in named.items():
        if isinstance(value, list):
            named[name] = [with_names(e) if isinstance(e, Mapping) else e for e in value]
    return named


def legible(text: str) -> str:
    """The text as it is; refused where a character shows that it was broken on its way here."""
    if text.isprintable() and _BROKEN not in text:
        return text
    if found := _FORBIDDEN.search(text):
        message = N_(
            "사용할 수 없는 제어 문자(%(character)s)가 %(position)s번째에 있습니다. 지우고 다시 입력해 주십시오."
        )
        shown = f"U+{ord(found[0]):04X}"
        raise refusal("control_character", message, character=shown, position=found.start() + 1)
    if _BROKEN in text:
        raise refusal("string_unicode", N_("글자가 깨져 있습니다. 다시 입력해 주십시오."))
    return text


def _legible_line(text: str) -> str:
    """The same in one line, without marks of direction."""
    text = legible(text)
    return text if text.isprintable() else _BREAKS.sub(" ", _MARKS.sub("", text))


def _read_day(value: Any) -> Any:
    """Only `2026-11-22`: a number is no day, although one could be made of it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return _read(value, r"\d{4}-\d\d-\d\d", date.fromisoformat, "date_parsing", DATE_FORM)


def _read_clock(value: Any) -> Any:
    if isinstance(value, time) and value.tzinfo is None:
        return value
    form = r"\d{1,2}:\d\d(:\d\d(\.\d{1,6})?)?"
    return _read(value, form, _clock, "time_parsing", TIME_FORM)


def _clock(text: str) -> time:
    return time.fromisoformat(text.zfill(text.count(":") * 3 + 2) if "." not in text else text)


def _read_instant(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    form = r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(?:[Zz]|[+-]\d\d:?\d\d)?"
    return _read(value, form, datetime.fromisoformat, "datetime_parsing", INSTANT_FORM)


def _read(value: Any, form: str, read: Callable[[str], Any], code: str, message: str) -> Any:
    if isinstance(value, str) and re.fullmatch(form, value, re.ASCII):
        try:
            return read(value.upper())
        except ValueError:
            pass
    raise refusal(code, message)


def _in_our_time(day: date) -> date:
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        message = N_("%(first)s년부터 %(last)s년까지의 날짜를 적어 주십시오.")
        raise refusal("year_out_of_range", message, first=FIRST_YEAR, last=LAST_YEAR - 1)
    return day


def _on_earth(instant: datetime) -> datetime:
    _in_our_time(instant)
    offset = instant.utcoffset()
    if offset is not None and not _OFFSETS[0] <= offset <= _OFFSETS[1]:
        message = N_("존재하지 않는 시간대입니다. -12:00부터 +14:00까지 적어 주십시오.")
        raise refusal("impossible_offset", message)
    return instant


_OneLine = AfterValidator(_legible_line)
Line = Annotated[str, Field(max_length=200), _OneLine]
Name = Annotated[str, Field(max_length=100), _OneLine]
Number = Annotated[str, Field(max_length=40), _OneLine]
Narrative = Annotated[str, Field(max_length=LONGEST_NARRATIVE), AfterValidator(legible)]
Code = Annotated[str, Field(max_length=40), _OneLine]
Day = Annotated[date, BeforeValidator(_read_day), AfterValidator(_in_our_time)]
Clock = Annotated[time, BeforeValidator(_read_clock)]
Instant = Annotated[AwareDatetime, BeforeValidator(_read_instant), AfterValidator(_on_earth)]

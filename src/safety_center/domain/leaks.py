"""What in a text could identify somebody on a case: found, and a general expression proposed instead.

Names are those of the case; numbers, days, times and addresses are found by their shape, whoever's they
are. A surname with 씨 or 모, `김○○`, months, parts of a day and lengths of time (`3일 뒤`) are general enough.
Found once too often costs a rewording; found once too seldom costs somebody's privacy: in doubt it is marked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from safety_center.domain.leak_dates import find_ages, find_days, find_times
from safety_center.domain.leak_names import find_names
from safety_center.domain.leak_numbers import find_contacts, find_endings, find_known, find_numbers
from safety_center.domain.leak_places import find_addresses, find_places
from safety_center.domain.leak_text import Span, in_ascii
from safety_center.domain.vocabulary import Term


class LeakKind(Term):
    """Why a place in the text is marked."""

    NAME = "name", "이름", "Name"
    NUMBER = "number", "번호", "Number"
    CONTACT = "contact", "연락처", "Contact"
    DATE = "date", "정확한 날짜", "Exact date"
    TIME = "time", "정확한 시각", "Exact time"
    AGE = "age", "정확한 나이", "Exact age"
    PLACE = "place", "주소·도시", "Address or city"


@dataclass(frozen=True)
class Identifiers:
    """Who and what a case knows. `names`: each name (Hangul or romanised) → what may stand instead.

    `numbers` are telephone, passport, case and receipt numbers; `places` the place in words.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leak:
    """`text[start:end]` identifies; `proposal` is what may stand instead, in Korean."""

    start: int
    end: int
    kind: LeakKind
    proposal: str


def find_leaks(text: str, identifiers: Identifiers) -> list[Leak]:
    """Leaks in the order of the text. Where readings overlap all they cover is one leak, as the surest has it."""
    found: list[Leak] = []
    for kind, (start, end, proposal) in _readings(in_ascii(text), identifiers):
        touched = [leak for leak in found if leak.start < end and start < leak.end]
        if not touched:
            found.append(Leak(start, end, kind, proposal))
        elif not any(leak.start <= start and end <= leak.end for leak in touched):
            found = [leak for leak in found if leak not in touched]
            first, last = min(touched, key=_begin), max(touched, key=_begin)
            whole = min(start, first.start), max(end, last.end)
            found.append(Leak(*whole, touched[0].kind, touched[0].proposal))
    return sorted(found, key=_begin)


def _begin(leak: Leak) -> int:
    return leak.start


def _readings(plain: str, known: Identifiers) -> Iterator[tuple[LeakKind, Span]]:
    """The surest first; of one kind the longest."""
    steps = (
        (LeakKind.CONTACT, find_contacts(plain)),
        (LeakKind.NAME, find_names(plain, known.names)),
        (LeakKind.NUMBER, find_known(plain, known.numbers)),
        (LeakKind.PLACE, find_addresses(plain)),
        (LeakKind.DATE, find_days(plain)),
        (LeakKind.NUMBER, find_numbers(plain)),
        (LeakKind.NUMBER, find_endings(plain, known.numbers)),
        (LeakKind.TIME, find_times(plain)),
        (LeakKind.AGE, find_ages(plain)),
        (LeakKind.PLACE, find_places(plain, known.cities, known.places)),
    )
    for kind, spans in steps:
        for span in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            yield kind, span

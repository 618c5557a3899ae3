"""What in a text could identify somebody on a case: found, and a general expression proposed instead.

Names are those of the case; numbers, days, times and addresses are found by their shape, whoever's they
are. A surname with 씨 or 모, `김○○`, months, parts of a day and lengths of time (`3일 뒤`) are general enough.
Found once too often costs a rewording; found once too seldom costs somebody's privacy: in doubt it is marked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from safety_center.domain.leak_addresses import find_addresses
from safety_center.domain.leak_dates import find_ages, find_days, find_times
from safety_center.domain.leak_names import find_names
from safety_center.domain.leak_numbers import find_contacts, find_endings, find_known, find_numbers
from safety_center.domain.leak_places import find_places
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


#: Stands for what was found already: no finder reads it as part of anything.
_READ = "\0"
Find = Callable[[str, Identifiers], Iterable[Span]]
#: The surest first.
_FINDERS: tuple[tuple[LeakKind, Find], ...] = (
    (LeakKind.CONTACT, lambda text, _: find_contacts(text)),
    (LeakKind.NAME, lambda text, known: find_names(text, known.names)),
    (LeakKind.NUMBER, lambda text, known: find_known(text, known.numbers)),
    (LeakKind.PLACE, lambda text, _: find_addresses(text)),
    (LeakKind.DATE, lambda text, _: find_days(text)),
    (LeakKind.NUMBER, lambda text, _: find_numbers(text)),
    (LeakKind.NUMBER, lambda text, known: find_endings(text, known.numbers)),
    (LeakKind.TIME, lambda text, _: find_times(text)),
    (LeakKind.AGE, lambda text, _: find_ages(text)),
    (LeakKind.PLACE, lambda text, known: find_places(text, known.cities, known.places)),
)


def find_leaks(text: str, identifiers: Identifiers) -> list[Leak]:
    """Leaks in the order of the text; none overlap, the surer reading wins."""
    plain = in_ascii(text)
    found: list[Leak] = []
    for kind, find in _FINDERS:
        for start, end, proposal in _merged(find(plain, identifiers)):
            found.append(Leak(start, end, kind, proposal))
            plain = plain[:start] + _READ * (end - start) + plain[end:]
    return sorted(found, key=lambda leak: leak.start)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Where readings of a kind overlap all they cover is one, with what the longest proposes."""
    merged: list[Span] = []
    for start, end, proposal in sorted(spans, key=lambda span: (span[0], -span[1])):
        if merged and start < merged[-1][1]:
            first, last, instead = merged[-1]
            longer = proposal if end - start > last - first else instead
            merged[-1] = (first, max(last, end), longer)
        elif start < end:
            merged.append((start, end, proposal))
    return merged

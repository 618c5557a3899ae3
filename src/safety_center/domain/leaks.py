"""What in a text could identify somebody on a case: found, and a general expression proposed instead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """Who and what a case knows. `names`: each name (Hangul or romanised) → what may stand instead."""

    names: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leak:
    """`text[start:end]` identifies; `proposal` is what may stand instead (Korean, may be empty)."""

    start: int
    end: int
    kind: LeakKind
    proposal: str


def find_leaks(text: str, identifiers: Identifiers) -> list[Leak]:
    """Leaks in the order of the text; none overlap."""
    found = []
    for name, instead in identifiers.names.items():
        for match in re.finditer(re.escape(name), text):
            found.append(Leak(match.start(), match.end(), LeakKind.NAME, instead))
    return sorted(found, key=lambda leak: leak.start)

"""Briefings (회의자료): what one is asked for with, its states, and the name of its record."""

import re
from dataclasses import dataclass
from datetime import datetime

from safety_center.domain.vocabulary import Term

#: The record of a briefing: year, instant of asking in UTC, a word by chance.
_NAME = re.compile(r"^\d{4}-\d{8}T\d{6}-[0-9a-f]{8}$")


class BriefingState(Term):
    """Asked for, being made by the job, made, or given up."""

    WAITING = "waiting", "작성 대기", "Waiting"
    MAKING = "making", "작성 중", "Being made"
    DONE = "done", "완료", "Ready"
    FAILED = "failed", "실패", "Failed"


class BriefingForm(Term):
    """The two files of a briefing."""

    HTML = "html", "HTML 문서", "HTML document"
    XLSX = "xlsx", "XLSX 표", "XLSX tables"


#: States in which the job still has to do with it.
UNDER_WAY = frozenset({BriefingState.WAITING, BriefingState.MAKING})


@dataclass(frozen=True)
class Wanted:
    """What a briefing is about. `as_of` as it was asked for: empty for the state when the job begins."""

    year: int
    as_of: str
    language: str


def briefing_name(year: int, asked_at: datetime, word: str) -> str:
    """`2026-20261122T143000-1f2e3d4c`."""
    return f"{year}-{asked_at:%Y%m%dT%H%M%S}-{word}"


def is_briefing_name(name: str) -> bool:
    """True for a name made by `briefing_name`: nothing else is looked up in the folder."""
    return _NAME.fullmatch(name) is not None

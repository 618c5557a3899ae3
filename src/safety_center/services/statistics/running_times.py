"""Years, quarters and months of which only a part is counted, so that nobody takes them for whole ones."""

from datetime import date
from typing import Any

from safety_center.domain.periods import format_date, seoul_date
from safety_center.domain.statistics import TIMES, UNKNOWN, Dimension
from safety_center.services.statistics.counting import Figures
from safety_center.stats.frames import time_span


def tell_part(figures: Figures, name: str, code: Any, language: str) -> str:
    """`11. 23.까지`, `7. 1.부터`, `7. 1.–11. 23.`; empty for a whole time, a day and what is no time."""
    if name not in TIMES or name == Dimension.DAY or code in (None, UNKNOWN):
        return ""
    first, last = time_span(name, code)
    start = max(first, figures.query.from_day or first)
    end = min(last, figures.query.to_day or last, seoul_date(figures.as_of))
    if (start, end) == (first, last) or end < start:
        return ""
    starts, ends = (_short(day, language) for day in (start, end))
    if start == first:
        return f"to {ends}" if language == "en" else f"{ends}까지"
    if end == last:
        return f"from {starts}" if language == "en" else f"{starts}부터"
    return f"{starts} to {ends}" if language == "en" else f"{starts}–{ends}"


def tell_last_day(figures: Figures, language: str) -> str:
    """The day up to which there is anything to count, where the period asked goes on beyond it."""
    query, until = figures.query, seoul_date(figures.as_of)
    if (query.to_day or date.max) <= until or (query.from_day or date.min) > until:
        return ""
    day = format_date(until, language)
    return f"to {day}" if language == "en" else f"{day}까지"


def _short(day: date, language: str) -> str:
    """Without its year, which stands beside."""
    full = format_date(day, language)
    return full.rpartition(" ")[0] if language == "en" else full.removeprefix(f"{day.year}. ")

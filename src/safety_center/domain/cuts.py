"""Cutting a period into whole years, whole months and the days that are left over."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Piece:
    """Whole periods of a grain (Y, M) or days (D), from the first to the last day, both included."""

    grain: str
    first: date
    last: date


def cut_period(first: date, last: date, grains: Collection[str]) -> Iterator[Piece]:
    """The fewest pieces that cover the days, using only the grains given besides days, in order.

    Nothing where `first` is after `last`. `date.min` and `date.max` stand for open ends.
    """
    if first > last:
        return
    for grain in ("Y", "M"):
        if grain not in grains:
            continue
        whole = _whole(first, last, grain)
        if whole is None:
            continue
        start, end = whole
        finer = {"M"} & set(grains) if grain == "Y" else set[str]()
        if start > first:
            yield from cut_period(first, start - _DAY, finer)
        yield Piece(grain, start, end)
        if end < last:
            yield from cut_period(end + _DAY, last, finer)
        return
    yield Piece("D", first, last)


def _whole(first: date, last: date, grain: str) -> tuple[date, date] | None:
    """First and last day of the whole periods within; None where there is none."""
    start = first if _begins(first, grain) else _next_start(first, grain)
    if start is None or start > last:
        return None
    if last == date.max or _begins(last + _DAY, grain):
        return start, last
    end = _start(last, grain)
    return (start, end - _DAY) if end > start else None


def _start(day: date, grain: str) -> date:
    return day.replace(day=1) if grain == "M" else day.replace(month=1, day=1)


def _begins(day: date, grain: str) -> bool:
    return day == _start(day, grain)


def _next_start(day: date, grain: str) -> date | None:
    if day.year == date.max.year and (grain == "Y" or day.month == 12):
        return None
    if grain == "Y" or day.month == 12:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)

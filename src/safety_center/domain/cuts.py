"""Cutting a period into whole years, whole months and the days that are left over or too many."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

_DAY = timedelta(days=1)
_GRAINS = ("Y", "M", "D")
#: About how many cells are read of a year and of a month, beside those of a day.
_WEIGHTS = {"Y": 25, "M": 10, "D": 1}


@dataclass(frozen=True)
class Piece:
    """Whole periods of a grain (Y, M) or days (D), from the first to the last day, both included.

    With a `sign` of -1 they lie in a wider piece and are taken away from it.
    """

    grain: str
    first: date
    last: date
    sign: int = 1

    def weight(self) -> int:
        """About how much there is to read."""
        years = self.last.year - self.first.year
        months = 12 * years + self.last.month - self.first.month
        number = {"Y": years, "M": months, "D": (self.last - self.first).days}[self.grain]
        return _WEIGHTS[self.grain] * (number + 1)


def cut_period(first: date, last: date, grains: Collection[str]) -> list[Piece]:
    """Pieces that make up the days, with only the grains given besides days, so that little is read.

    January to 23 November is the year without December and without the last days of November. Wide
    pieces come first. Nothing where `first` is after `last`; `date.min` and `date.max` are open ends.
    """
    pieces = _cover(first, last, [grain for grain in _GRAINS[:2] if grain in grains])
    return _joined(sorted(pieces, key=lambda piece: (_GRAINS.index(piece.grain), piece.first)))


def _cover(first: date, last: date, grains: Sequence[str]) -> list[Piece]:
    if first > last:
        return []
    if not grains:
        return [Piece("D", first, last)]
    return min(_ways(first, last, *grains), key=lambda way: sum(piece.weight() for piece in way))


def _ways(first: date, last: date, grain: str, *finer: str) -> Iterator[list[Piece]]:
    """All in finer pieces; and whole periods, what they lack at each end added or the rest taken away."""
    yield _cover(first, last, finer)
    for start, end in product(_starts(first, grain), _ends(last, grain)):
        if start > end:
            continue
        added = [*_cover(first, start - _DAY, finer)] if start > first else []
        added += _cover(end + _DAY, last, finer) if end < last else []
        taken = [*_cover(start, first - _DAY, finer)] if start < first else []
        taken += _cover(last + _DAY, end, finer) if end > last else []
        yield [
            Piece(grain, start, end),
            *added,
            *(replace(piece, sign=-piece.sign) for piece in taken),
        ]


def _starts(day: date, grain: str) -> Iterator[date]:
    """Where whole periods may begin: with the day, else after it or before it."""
    start = _start(day, grain)
    if start < day and (later := _end(day, grain)) < date.max:
        yield later + _DAY
    yield start


def _ends(day: date, grain: str) -> Iterator[date]:
    """Where whole periods may end: with the day, else before it or after it."""
    start, end = _start(day, grain), _end(day, grain)
    if end > day and start > date.min:
        yield start - _DAY
    yield end


def _start(day: date, grain: str) -> date:
    return day.replace(day=1) if grain == "M" else day.replace(month=1, day=1)


def _end(day: date, grain: str) -> date:
    month = day.month if grain == "M" else 12
    if month == 12:
        return date(day.year, 12, 31)
    return date(day.year, month + 1, 1) - _DAY


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind are one piece."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        same = before and (before.grain, before.sign) == (piece.grain, piece.sign)
        if before and same and before.last + _DAY == piece.first:
            joined[-1] = replace(before, last=piece.last)
        else:
            joined.append(piece)
    return joined

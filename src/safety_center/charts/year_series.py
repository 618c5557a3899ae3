"""Lines over years as charts take them: the span, the numbers of each line, and what is not stated."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import pandas as pd

from safety_center.charts.sentences import NOTHING, Sentence
from safety_center.charts.table import NOT_STATED

NO_RECORDS = Sentence("기록 없음", "no records")


@dataclass(frozen=True)
class Years:
    """The years shown, both ends included; `partial` is the one still running, with its last day."""

    first: int
    last: int
    partial: int | None = None
    until: Sentence = NOTHING

    def all(self) -> list[int]:
        """Every year, also one in which nobody was counted."""
        return list(range(self.first, self.last + 1))

    def since(self, year: int | None) -> "Years":
        """Without the years before `year`, when that is one of them."""
        return self if year is None else replace(self, first=max(self.first, min(year, self.last)))

    @property
    def running(self) -> Sentence:
        """How far the running year is counted: `2026. 11. 23.까지`; nothing where none is shown."""
        if self.partial is None:
            return NOTHING
        return Sentence(f"{self.partial}. {self.until.ko}", f"{self.partial} ({self.until.en})")

    def full(self) -> list[int]:
        """Years that are over."""
        return [year for year in self.all() if year != self.partial]


@dataclass(frozen=True)
class Series:
    """One line: own counts (0 where nobody was counted) and the published ones (only years stated).

    `silent`: years of which own counts could not be stated either; `since`: the first year of which this
    system has records.
    """

    code: str
    label: Sentence
    own: dict[int, int]
    published: dict[int, int]
    silent: frozenset[int] = frozenset()
    since: int | None = None

    def drawn(self, year: int) -> int | None:
        """The number of a year; None where it is not stated, or lies before the first record."""
        known = year not in self.silent and self.is_recorded(year)
        return self.own[year] if known or self.own[year] else None

    def is_recorded(self, year: int) -> bool:
        """False for a year before the first record."""
        return self.since is None or year >= self.since

    def missing(self, year: int) -> Sentence:
        """In place of a number that is not drawn."""
        return NOT_STATED if self.is_recorded(year) else NO_RECORDS


def make_series(
    code: str,
    label: Sentence,
    years: Years,
    own: pd.DataFrame,
    published: pd.DataFrame,
    silent: Collection[int] = (),
    since: int | None = None,
) -> Series:
    """From frames with `year` and `count`; `silent`: years in a declared gap; `since`: see `Series`."""
    counted = own.groupby("year")["count"].sum().to_dict()
    stated = published.groupby("year")["count"].first().to_dict()
    return Series(
        code,
        label,
        {year: int(counted.get(year, 0)) for year in years.all()},
        {int(year): int(value) for year, value in stated.items() if year in years.all()},
        frozenset(silent),
        since,
    )


def first_year(*frames: pd.DataFrame) -> int | None:
    """The first year in which any of the frames counts somebody."""
    years = [int(frame["year"].min()) for frame in frames if not frame.empty]
    return min(years) if years else None


def silent_years(series: list[Series], years: Years) -> list[int]:
    """Years of which nothing is known of any line."""
    return [
        year
        for year in years.all()
        if all(one.drawn(year) is None and year not in one.published for one in series)
    ]


def most_of(series: list[Series]) -> int:
    """The largest number of all lines."""
    return max((max([*one.own.values(), *one.published.values()]) for one in series), default=0)

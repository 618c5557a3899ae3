"""Standing bars: the months of a year beside those of the year before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from safety_center.charts.chart import Address, Chart, figure, marks
from safety_center.charts.comparison import LAST, THIS
from safety_center.charts.month_axis import MONTHS
from safety_center.charts.not_stated import HATCHED, not_stated_bands
from safety_center.charts.palette import BLUE, dotted_where, hatched
from safety_center.charts.sentences import Sentence, difference, number, particle
from safety_center.charts.table import NOT_STATED, Cell, ChartTable, Row, head_columns, linked
from safety_center.charts.wording import Wording

_FULL_NAMES = (
    "January February March April May June July August September October November December"
).split()
#: Where this year's and last year's bar stand within a month, and how wide one is.
_SLOTS, _SLOT = {THIS: -0.375, LAST: 0.0}, 0.375
_HEADS = Sentence("월", "Month"), Sentence("증감", "Change")
_THAN = Sentence("전년 같은 달", "the same month a year earlier")


@dataclass(frozen=True)
class Progress:
    """How much of the year has passed: months that are over, and until which day the next one runs."""

    over: int = 12
    until_day: int | None = None

    @property
    def running(self) -> int | None:
        """The month that is counted in part, which is compared with nothing."""
        return self.over + 1 if self.until_day is not None else None

    def until(self) -> Sentence:
        """How far the running month is counted."""
        return Sentence(f"{self.until_day}일까지", f"to the {_ordinal(self.until_day or 0)}")

    def has_come(self, month: int) -> bool:
        """True when at least a part of the month is counted."""
        return month <= self.over or month == self.running


@dataclass(frozen=True)
class MonthsOfTwoYears:
    """Persons by month (1-12); a month that has not come is None, not 0."""

    this: dict[int, int | None]
    last: dict[int, int]
    progress: Progress
    wording: Wording
    address: Address
    is_stated: Callable[[str, str], bool]

    def is_silent(self, month: int, column: str) -> bool:
        """True where nobody was counted and nobody could be."""
        count = (self.this if column == THIS else self.last)[month]
        return count == 0 and not self.is_stated(str(month), column)

    def chart(self, caption: Sentence) -> Chart:
        """Bars, table and finding."""
        anybody = any(self.this.values()) or any(self.last.values())
        short = self.wording.this_short, self.wording.last_short
        return Chart(
            figure=self._bars() if anybody else None,
            table=self._table(caption),
            finding=self._finding(),
            alternative=Sentence(
                f"월별 막대그래프. {self._words('ko')}. 괄호 안은 {short[1].ko}의 수.",
                f"Bar chart by month. {self._words('en')}. In brackets: {short[1].en}.",
            ),
            key=self._key(),
        )

    def _key(self) -> Sentence:
        this, last = self.wording.this_short, self.wording.last_short
        ko = f"채운 막대 {this.ko}, 빗금 막대 {last.ko}"
        en = f"Solid bars: {this.en}; hatched: {last.en}"
        if (month := self.progress.running) is not None:
            ko = f"{ko}, 점무늬 막대는 {self._name(month, 'ko')}, 전년과 비교하지 않음"
            en = f"{en}; dotted: {self._name(month, 'en')}, not compared"
        if any(self._silent(column) for column in (THIS, LAST)):
            ko, en = f"{ko}, 회색 {HATCHED.ko}", f"{en}; grey, {HATCHED.en}"
        return Sentence(ko, en)

    def _silent(self, column: str) -> list[int]:
        """Months that have come and are not stated."""
        return [
            month
            for month in self.this
            if self.is_silent(month, column) and not (column == THIS and self.this[month] is None)
        ]

    def _name(self, month: int, language: str) -> str:
        """A month, and how far it is counted while it is running."""
        name = _short_name(month, language)
        if month != self.progress.running:
            return name
        until = self.progress.until().text(language)
        return f"{name} ({until})" if language == "en" else f"{name}({until})"

    def _tick(self, month: int) -> str:
        return _short_name(month, self.wording.language)

    def _bars(self) -> dict[str, Any]:
        say, running = self.wording.say, self.progress.running
        data = [
            {
                "type": "bar",
                "name": say(name),
                "x": [self._tick(month) for month in counts],
                "y": [None if self.is_silent(m, column) else counts[m] for m in counts],
                "marker": marker,
                "customdata": marks([self.address(str(month), column) for month in counts]),
                "hovertemplate": f"{say(name)} %{{x}}<br>%{{y:,}}<extra></extra>",
            }
            for column, counts, name, marker in (
                (
                    THIS,
                    self.this,
                    self.wording.this_short,
                    dotted_where(BLUE, [month == running for month in self.this]),
                ),
                (LAST, self.last, self.wording.last_short, hatched(BLUE)),
            )
        ]
        data = [*self._bands(), *data]
        layout = {
            "barmode": "group",
            "bargap": 0.25,
            "bargroupgap": 0.08,
            "showlegend": False,
            "xaxis": {
                "type": "category",
                "ticks": "",
                "categoryarray": [self._tick(month) for month in self.this],
            },
            "yaxis": {"rangemode": "tozero", "tickformat": ",d", "nticks": 5},
            "annotations": [] if running is None else [self._mark(running)],
        }
        return figure(self.wording, data, layout)

    def _bands(self) -> list[dict[str, Any]]:
        """Hatching in place of bars that cannot be stated."""
        most = max(*(count or 0 for count in self.this.values()), *self.last.values())
        names = {THIS: self.wording.this_short, LAST: self.wording.last_short}
        bands = []
        for column, months in ((column, self._silent(column)) for column in (THIS, LAST)):
            if months:
                ticks = [self._tick(month) for month in months]
                told = [f"{self.wording.say(names[column])} {tick}" for tick in ticks]
                trace = not_stated_bands(ticks, told, most, self.wording)
                bands.append({**trace, "offset": _SLOTS[column], "width": _SLOT})
        return bands

    def _mark(self, running: int) -> dict[str, Any]:
        """How far the running month is counted, above its bars and those it would reach into."""
        near = [month for month in self.last if abs(month - running) <= 1]
        return {
            "x": self._tick(running),
            "y": max(max(self.this[month] or 0, self.last[month]) for month in near),
            "text": self.wording.say(self.progress.until()),
            "showarrow": False,
            "yanchor": "bottom",
            "font": {"size": 12},
        }

    def _table(self, caption: Sentence) -> ChartTable:
        say, wording = self.wording.say, self.wording
        month, change_head = _HEADS
        columns = head_columns(wording, month, wording.this_short, wording.last_short, change_head)
        rows = tuple(self._row(month) for month in self.this)
        return ChartTable(say(caption), columns, rows, self._total())

    def _total(self) -> Row | None:
        """Of the months that are over in this year, in every column, so that the row adds up."""
        over = self.progress.over
        if not over:
            return None
        months = range(1, over + 1)
        now, before = (sum(year[m] or 0 for m in months) for year in (self.this, self.last))
        return Row(
            (
                Cell(self.wording.say(_sum_of(over))),
                Cell(number(now), now),
                Cell(number(before), before),
                Cell(difference(now, before), now - before),
            )
        )

    def _row(self, month: int) -> Row:
        now, before = self.this[month], self.last[month]
        compared = now is not None and month != self.progress.running
        compared &= not any(self.is_silent(month, column) for column in (THIS, LAST))
        return Row(
            (
                Cell(self._name(month, self.wording.language)),
                Cell("–") if now is None else self._linked(month, now, THIS),
                self._linked(month, before, LAST),
                Cell(difference(now or 0, before), (now or 0) - before) if compared else Cell("–"),
            )
        )

    def _linked(self, month: int, count: int, column: str) -> Cell:
        if self.is_silent(month, column):
            return Cell(self.wording.say(NOT_STATED))
        return linked(count, self.address(str(month), column))

    def _finding(self) -> Sentence:
        wording = self.wording
        counted = {month: count for month, count in self.this.items() if count}
        if not counted:
            return Sentence(
                f"{wording.this_short.ko}에는 {particle(wording.who.ko, '이', '가')} 없다",
                f"No {wording.who.en} in {wording.this_short.en}",
            )
        month = max(counted, key=lambda month: (counted[month], -month))
        most = number(counted[month])
        ko = f"{wording.this_short.ko}에는 {self._name(month, 'ko')}에 {most}{wording.unit.ko}으로 가장 많았"
        en = f"{_FULL_NAMES[month - 1]} had the most in {wording.this_short.en}: {most}"
        if month == self.progress.running:
            return Sentence(f"{ko}다", f"{en} ({self.progress.until().en})")
        moved = replace(wording, than=_THAN).moved(counted[month], self.last[month])
        return Sentence(f"{ko}고, {moved.ko}", f"{en}, {moved.en}")

    def _words(self, language: str) -> str:
        gap = " " if language == "en" else ""
        return ", ".join(
            f"{self._name(month, language)} {self._told(month, THIS, language)}{gap}"
            f"({self._told(month, LAST, language)})"
            for month, count in self.this.items()
            if count is not None
        )

    def _told(self, month: int, column: str, language: str) -> str:
        if self.is_silent(month, column):
            return NOT_STATED.text(language)
        return number((self.this if column == THIS else self.last)[month] or 0)


def _short_name(month: int, language: str) -> str:
    return MONTHS[month - 1] if language == "en" else f"{month}월"


def _ordinal(day: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{day}{'th' if 11 <= day <= 13 else ends.get(day % 10, 'th')}"


def _sum_of(over: int) -> Sentence:
    """What the last row adds up: `1–10월 합계`."""
    if over == 12:
        return Sentence("합계", "Total")
    if over == 1:
        return Sentence("1월 합계", "Total, Jan")
    return Sentence(f"1–{over}월 합계", f"Total, Jan–{MONTHS[over - 1]}")


def build_months(
    this: pd.DataFrame,
    last: pd.DataFrame,
    progress: Progress,
    wording: Wording,
    address: Address,
    caption: Sentence,
    is_stated: Callable[[str, str], bool] = lambda _month, _column: True,
) -> Chart:
    """Frames hold `month` (1-12) and `count`; `address` and `is_stated` take (month, "this" or "last").

    The last row of the table adds up the months that are over, in both years.
    """
    now, before = (frame.groupby("month")["count"].sum().to_dict() for frame in (this, last))
    months = range(1, 13)
    return MonthsOfTwoYears(
        {month: int(now.get(month, 0)) if progress.has_come(month) else None for month in months},
        {month: int(before.get(month, 0)) for month in months},
        progress,
        wording,
        address,
        is_stated,
    ).chart(caption)

"""Standing bars: the months of a year beside those of the year before."""

from typing import Any

import pandas as pd

from safety_center.charts.chart import (
    Address,
    Cell,
    Chart,
    ChartTable,
    Column,
    Row,
    figure,
    linked,
    marks,
)
from safety_center.charts.comparison import LAST, THIS
from safety_center.charts.palette import BLUE, hatched, solid
from safety_center.charts.sentences import Sentence, change, difference, number, particle
from safety_center.charts.wording import Wording

_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH = Sentence("월", "Month")
_DIFFERENCE = Sentence("증감", "Change")
_TOTAL = Sentence("합계", "Total")
Entry = tuple[int, int | None, int]


def build_months(
    this: pd.DataFrame,
    last: pd.DataFrame,
    until_month: int,
    wording: Wording,
    address: Address,
    caption: Sentence,
) -> Chart:
    """Frames hold `month` (1-12) and `persons`; months after `until_month` have not come yet: `–`."""
    counts = [frame.groupby("month")["persons"].sum().to_dict() for frame in (this, last)]
    entries: list[Entry] = [
        (
            month,
            int(counts[0].get(month, 0)) if month <= until_month else None,
            int(counts[1].get(month, 0)),
        )
        for month in range(1, 13)
    ]
    empty = not any((now or 0) + before for _, now, before in entries)
    return Chart(
        figure=None if empty else _bars(entries, wording, address),
        table=_table(entries, wording, address, caption),
        finding=_finding(entries, wording),
        alternative=_alternative(entries, wording),
        key=Sentence(
            f"채운 막대 {wording.this_short.ko}, 빗금 막대 {wording.last_short.ko}",
            f"Solid bars: {wording.this_short.en}; hatched: {wording.last_short.en}",
        ),
    )


def _name(month: int, language: str) -> str:
    return _NAMES[month - 1] if language == "en" else f"{month}월"


def _bars(entries: list[Entry], wording: Wording, address: Address) -> dict[str, Any]:
    periods = (
        (THIS, 1, wording.this_short, solid(BLUE)),
        (LAST, 2, wording.last_short, hatched(BLUE)),
    )
    data = [
        {
            "type": "bar",
            "name": wording.say(name),
            "x": [_name(entry[0], wording.language) for entry in entries],
            "y": [entry[place] for entry in entries],
            "marker": marker,
            "customdata": marks([address(str(entry[0]), column) for entry in entries]),
            "hovertemplate": f"{wording.say(name)} %{{x}}<br>%{{y:,}}<extra></extra>",
        }
        for column, place, name, marker in periods
    ]
    layout = {
        "barmode": "group",
        "bargap": 0.25,
        "bargroupgap": 0.08,
        "showlegend": False,
        "xaxis": {"type": "category", "ticks": ""},
        "yaxis": {"rangemode": "tozero", "tickformat": ",d", "nticks": 5},
    }
    return figure(wording, data, layout)


def _table(
    entries: list[Entry], wording: Wording, address: Address, caption: Sentence
) -> ChartTable:
    heads = (_MONTH, wording.this_short, wording.last_short, _DIFFERENCE)
    columns = tuple(Column(wording.say(head), index > 0) for index, head in enumerate(heads))
    rows = []
    for month, now, before in entries:
        cells = (
            Cell(_name(month, wording.language)),
            Cell("–") if now is None else linked(now, number(now), address(str(month), THIS)),
            linked(before, number(before), address(str(month), LAST)),
            Cell("–") if now is None else Cell(difference(now, before), now - before),
        )
        rows.append(Row(cells))
    return ChartTable(wording.say(caption), columns, tuple(rows), _total(entries, wording))


def _total(entries: list[Entry], wording: Wording) -> Row:
    """Sums; the difference is over the months that both years have."""
    now = sum(entry[1] or 0 for entry in entries)
    known = sum(entry[2] for entry in entries if entry[1] is not None)
    last = sum(entry[2] for entry in entries)
    cells = (
        Cell(wording.say(_TOTAL)),
        Cell(number(now), now),
        Cell(number(last), last),
        Cell(difference(now, known), now - known),
    )
    return Row(cells)


def _finding(entries: list[Entry], wording: Wording) -> Sentence:
    known = [(month, now, before) for month, now, before in entries if now]
    if not known:
        return Sentence(
            f"{wording.this_short.ko}에 접수된 {particle(wording.who.ko, '이', '가')} 없다",
            f"No {wording.who.en} in {wording.this_short.en}",
        )
    month, most, before = max(known, key=lambda entry: (entry[1], entry[0]))
    then = Sentence("전년 같은 달", "the same month of the year before")
    moved = change(most, before, then)
    return Sentence(
        f"{wording.this_short.ko}에는 {month}월에 {number(most)}명으로 가장 많았고, {moved.ko}",
        f"{_NAMES[month - 1]} had the most in {wording.this_short.en} with {number(most)}, {moved.en}",
    )


def _alternative(entries: list[Entry], wording: Wording) -> Sentence:
    def words(language: str) -> str:
        return ", ".join(
            f"{_name(month, language)} {number(now)}({number(before)})"
            for month, now, before in entries
            if now is not None
        )

    return Sentence(
        f"달별 막대그림. {words('ko')}. 괄호 안은 {wording.last_short.ko}.",
        f"Bar chart by month. {words('en')}. In brackets: {wording.last_short.en}.",
    )

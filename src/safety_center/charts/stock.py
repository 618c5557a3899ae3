"""Open cases at the end of each month: a line, with what was opened and closed in the month as bars."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from safety_center.charts.chart import Address, Chart, figure, marks
from safety_center.charts.month_axis import (
    bars_by_month,
    month_cell,
    month_names,
    name_month,
)
from safety_center.charts.palette import AMBER, BLUE, SLATE, hatched, solid
from safety_center.charts.sentences import CASES, Sentence, change, number
from safety_center.charts.table import ChartTable, Row, head_columns, linked
from safety_center.charts.wording import Wording
from safety_center.domain.periods import format_date

OPENED, CLOSED, OPEN = "opened", "closed", "open"
_NAMES = {
    OPENED: Sentence("그달 접수", "Opened in the month"),
    CLOSED: Sentence("그달 종결", "Closed in the month"),
    OPEN: Sentence("월말 처리 중", "Open at its end"),
}
_MONTH = Sentence("월", "Month")


@dataclass(frozen=True)
class Month:
    """`code` is `2026-01`; `running`: counted until today only."""

    code: str
    opened: int
    closed: int
    open_at_end: int
    running: bool = False


def build_stock(
    months: Sequence[Month], wording: Wording, caption: Sentence, address: Address
) -> Chart:
    """Months in order; the finding compares the last with the end of the same month a year before."""
    return Chart(
        figure=_picture(months, wording, address) if any(m.open_at_end for m in months) else None,
        table=_table(months, wording, caption, address),
        finding=_finding(months),
        alternative=_alternative(months),
        key=Sentence(
            "선은 월말에 처리 중인 건, 채운 막대는 접수, 빗금 막대는 종결, 마름모는 진행 중인 달",
            "Line: open at the end of the month; solid bars: opened; hatched: closed; diamond: running month",
        ),
        unit=CASES,
    )


def _finding(months: Sequence[Month]) -> Sentence:
    if not months or not any(month.open_at_end for month in months):
        return Sentence("처리 중인 건이 없다", "No open cases")
    last = months[-1]
    then = Sentence("현재", "now") if last.running else _end_of(last.code)
    count = last.open_at_end
    ko = f"{then.ko} 처리 중인 건은 {number(count)}건"
    en = f"{number(count)} {'case' if count == 1 else 'cases'} open {then.en}"
    if not any(month.opened or month.open_at_end for month in months[:-12]):  # none recorded then
        return Sentence(f"{ko}이다", en)
    moved = _moved(count, months[-13])
    return Sentence(f"{ko}으로, {moved.ko}", f"{en}, {moved.en}")


def _moved(count: int, before: Month) -> Sentence:
    """Against the same month's end a year before: `2025. 11. 30.의 868건보다 32% 늘었다`."""
    day, then = _end_of(before.code), number(before.open_at_end)
    if not before.open_at_end:
        return change(count, 0, day, CASES)
    moved = change(count, before.open_at_end, Sentence(f"{day.ko}의 {then}건", day.en), CASES)
    return Sentence(moved.ko, f"{moved.en} ({then})")


def _end_of(code: str) -> Sentence:
    """A month's last day: `2025. 11. 30.` and `on 30 November 2025`."""
    year, month = map(int, code.split("-"))
    last = date(year, month, monthrange(year, month)[1])
    return Sentence(format_date(last), f"on {format_date(last, 'en')}")


def _picture(months: Sequence[Month], wording: Wording, address: Address) -> dict[str, Any]:
    codes = [month.code for month in months]
    names = month_names(codes, wording.language)
    bars = (
        (OPENED, [month.opened for month in months], solid(BLUE)),
        (CLOSED, [month.closed for month in months], hatched(AMBER)),
    )
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": wording.say(_NAMES[name]),
            "x": names,
            "y": values,
            "marker": marker,
            "customdata": marks([address(code, name) for code in codes]),
            "hovertemplate": f"%{{x}}<br>{wording.say(_NAMES[name])} %{{y:,}}<extra></extra>",
        }
        for name, values, marker in bars
    ]
    shapes = ["diamond" if month.running else "circle" for month in months]
    data.append(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": wording.say(_NAMES[OPEN]),
            "x": names,
            "y": [month.open_at_end for month in months],
            "line": {"color": SLATE, "width": 2},
            "marker": {"color": SLATE, "size": 8, "symbol": shapes},
            "customdata": marks([address(code, OPEN) for code in codes]),
            "hovertemplate": f"%{{x}}<br>{wording.say(_NAMES[OPEN])} %{{y:,}}<extra></extra>",
        }
    )
    return figure(wording, data, bars_by_month(codes, wording.language, "group"))


def _table(
    months: Sequence[Month], wording: Wording, caption: Sentence, address: Address
) -> ChartTable:
    names = (_NAMES[name] for name in (OPENED, CLOSED, OPEN))
    return ChartTable(
        wording.say(caption),
        head_columns(wording, _MONTH, *names),
        tuple(_row(month, wording, address) for month in reversed(months)),
    )


def _row(month: Month, wording: Wording, address: Address) -> Row:
    today = Sentence(" (오늘까지)", " (until today)")
    values = ((OPENED, month.opened), (CLOSED, month.closed), (OPEN, month.open_at_end))
    numbers = [linked(value, address(month.code, name)) for name, value in values]
    remark = wording.say(today) if month.running else ""
    return Row((month_cell(month.code, wording.language, remark), *numbers))


def _alternative(months: Sequence[Month]) -> Sentence:
    if not months:
        return Sentence("그림 없음.", "No chart.")
    first, last = months[0], months[-1]
    begun, count = name_month(first.code), number(last.open_at_end)
    now = Sentence("현재", "now") if last.running else name_month(last.code)
    ko, en = ("", "") if last.running else (" 말", "at the end of ")
    return Sentence(
        f"선과 막대. 처리 중인 건: {begun.ko} 말 {number(first.open_at_end)}건, {now.ko}{ko} {count}건.",
        f"Line and bars. Open cases: {number(first.open_at_end)} at the end of {begun.en}, "
        f"{count} {en}{now.en}.",
    )

"""Months of two years."""

from __future__ import annotations

import pandas as pd

from safety_center.charts import Chart
from safety_center.charts.months import Progress, build_months
from tests.unit.charts.words import CAPTION, WORDING, address

THIS = pd.DataFrame({"month": [1, 2, 3], "count": [10, 30, 4]})
LAST = pd.DataFrame({"month": [1, 3, 12], "count": [20, 9, 5]})
EMPTY = pd.DataFrame({"month": [], "count": []})
MARCH = Progress(over=2, until_day=10)


def _chart(this: pd.DataFrame = THIS, last: pd.DataFrame = LAST) -> Chart:
    return build_months(this, last, MARCH, WORDING, address, CAPTION)


def test_a_month_that_has_not_come_is_not_zero() -> None:
    rows = [[cell.text for cell in row.cells] for row in _chart().table.rows]
    assert rows[1] == ["2월", "30", "0", "+30"]
    assert rows[11] == ["12월", "–", "5", "–"]


def test_the_running_month_is_compared_with_nothing() -> None:
    row = _chart().table.rows[2]
    assert [cell.text for cell in row.cells] == ["3월(10일까지)", "4", "9", "–"]


def test_the_total_row_adds_up() -> None:
    chart = _chart()
    assert chart.table.total is not None
    name, now, before, gap = chart.table.total.cells
    assert [name.text, now.text, before.text, gap.text] == ["1–2월 합계", "40", "20", "+20"]
    over = [[cell.value or 0 for cell in row.cells] for row in chart.table.rows[:2]]
    assert [sum(column) for column in zip(*over, strict=True)][1:3] == [now.value, before.value]


def test_a_year_of_which_no_month_is_over_has_no_total() -> None:
    january = Progress(over=0, until_day=10)
    chart = build_months(THIS, LAST, january, WORDING, address, CAPTION)
    assert chart.table.total is None


def test_a_year_that_is_over_is_added_up_as_a_whole() -> None:
    chart = build_months(THIS, LAST, Progress(), WORDING, address, CAPTION)
    assert chart.table.total is not None
    assert [cell.text for cell in chart.table.total.cells] == ["합계", "44", "34", "+10"]
    assert chart.figure is not None
    assert chart.figure["layout"]["annotations"] == []


def test_the_running_month_is_drawn_dotted_and_says_until_when() -> None:
    chart = _chart()
    assert chart.figure is not None
    this, _ = chart.figure["data"]
    assert this["marker"]["pattern"]["shape"][:4] == ["", "", ".", ""]
    assert [mark["text"] for mark in chart.figure["layout"]["annotations"]] == ["10일까지"]
    assert "점무늬 막대는 3월(10일까지), 전년과" in chart.key.ko
    assert "dotted: Mar (to the 10th)" in chart.key.en


def test_a_running_month_that_leads_is_said_to_be_running() -> None:
    this = pd.DataFrame({"month": [1, 3], "count": [10, 40]})
    assert _chart(this).finding.en == "March had the most in 2026: 40 (to the 10th)"


def test_the_finding_names_the_fullest_month() -> None:
    assert _chart().finding.ko == "2026년에는 2월에 30명으로 가장 많았고, 전년 같은 달에는 없었다"


def test_nobody_in_either_year_is_said_and_not_drawn() -> None:
    chart = _chart(EMPTY, EMPTY)
    assert chart.figure is None
    assert chart.finding.en == "No victims reported in 2026"


def test_months_of_a_declared_gap_are_hatched_in_their_year_s_place() -> None:
    gap = (("this", "2"), ("last", "3"))
    chart = build_months(
        pd.DataFrame({"month": [1], "count": [4]}),
        pd.DataFrame({"month": [1, 2], "count": [5, 6]}),
        MARCH,
        WORDING,
        address,
        CAPTION,
        lambda month, column: (column, month) not in gap,
    )
    assert chart.figure is not None
    this, last, *bars = chart.figure["data"]
    assert (this["x"], last["x"]) == (["2월"], ["3월"])
    assert this["offset"] < last["offset"]
    assert [bar["y"][:3] for bar in bars] == [[4, None, 0], [5, 6, None]]
    assert "회색 빗금은 미기재" in chart.key.ko
    assert "2월 미기재(6), 3월(10일까지) 0(미기재)" in chart.alternative.ko

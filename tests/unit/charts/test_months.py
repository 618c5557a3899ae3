"""Months of two years."""

from __future__ import annotations

import pandas as pd

from safety_center.charts import Chart
from safety_center.charts.months import Progress, build_months
from tests.unit.charts.words import CAPTION, WORDING, address

THIS = pd.DataFrame({"month": [1, 2, 3], "persons": [10, 30, 4]})
LAST = pd.DataFrame({"month": [1, 3, 12], "persons": [20, 9, 5]})
EMPTY = pd.DataFrame({"month": [], "persons": []})
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


def test_the_difference_is_over_months_that_are_over() -> None:
    total = _chart().table.total
    assert total is not None
    assert [cell.text for cell in total.cells] == ["합계", "44", "34", "+20"]


def test_the_finding_names_the_fullest_month() -> None:
    assert _chart().finding.ko == "2026년에는 2월에 30명으로 가장 많았고, 전년 같은 달에는 없었다"


def test_nobody_in_either_year_is_said_and_not_drawn() -> None:
    chart = _chart(EMPTY, EMPTY)
    assert chart.figure is None
    assert chart.finding.en == "No victims reported in 2026"

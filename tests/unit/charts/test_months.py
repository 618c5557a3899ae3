"""Months of two years."""

from __future__ import annotations

import pandas as pd

from safety_center.charts.months import build_months
from tests.unit.charts.words import CAPTION, WORDING, address

THIS = pd.DataFrame({"month": [1, 2], "persons": [10, 30]})
LAST = pd.DataFrame({"month": [1, 12], "persons": [20, 5]})


def test_a_month_that_has_not_come_is_not_zero() -> None:
    chart = build_months(THIS, LAST, 2, WORDING, address, CAPTION)
    rows = [[cell.text for cell in row.cells] for row in chart.table.rows]
    assert rows[1] == ["2월", "30", "0", "+30"]
    assert rows[11] == ["12월", "–", "5", "–"]


def test_the_difference_is_over_months_of_both_years() -> None:
    chart = build_months(THIS, LAST, 2, WORDING, address, CAPTION)
    assert chart.table.total is not None
    assert [cell.text for cell in chart.table.total.cells] == ["합계", "40", "25", "+20"]


def test_the_finding_names_the_fullest_month() -> None:
    chart = build_months(THIS, LAST, 2, WORDING, address, CAPTION)
    assert chart.finding.ko == "2026년에는 2월에 30명으로 가장 많았고, 전년 같은 달에는 없었다"

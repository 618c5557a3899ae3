"""This year beside last year, with tables to check in the head."""

from __future__ import annotations

import pandas as pd
import pytest

from safety_center.charts import Sentence
from safety_center.charts.breakdown import build_breakdown
from safety_center.charts.comparison import Compared, compare
from safety_center.charts.map import build_map
from tests.unit.charts.words import CAPTION, NAMES, WORDING, address

THIS = pd.DataFrame({"region": ["asia", "europe"], "count": [60, 40]})
LAST = pd.DataFrame({"region": ["asia", "americas"], "count": [50, 30]})


@pytest.fixture
def compared() -> Compared:
    return _compared(THIS, LAST)


def _compared(this: pd.DataFrame, last: pd.DataFrame) -> Compared:
    return Compared(
        compare(this, last, "region"), NAMES, Sentence("지역", "Region"), WORDING, address
    )


def test_a_code_of_one_period_counts_zero_in_the_other(compared: Compared) -> None:
    assert compared.entries() == [("asia", 60, 50), ("europe", 40, 0), ("americas", 0, 30)]


def test_the_table_adds_up(compared: Compared) -> None:
    table = compared.table(CAPTION)
    assert table.total is not None
    assert [cell.text for cell in table.total.cells] == ["합계", "100", "80", "+20", "100%"]
    assert [cell.text for cell in table.rows[0].cells] == ["아시아", "60", "50", "+10", "60%"]


def test_a_number_opens_its_list_and_zero_does_not(compared: Compared) -> None:
    europe = compared.table(CAPTION).rows[1].cells
    assert [cell.href for cell in europe[1:3]] == ["/list?europe&this", None]


def test_the_finding_names_the_largest_and_its_change(compared: Compared) -> None:
    finding = build_breakdown(compared, CAPTION).finding
    assert finding.ko == "아시아 60명(60%)\u2060으로 가장 많고, 전년 같은 기간보다 20% 늘었다"
    assert finding.en == (
        "Asia comes first with 60 (60%), 20% more than in the same period of the year before"
    )


def test_bars_go_to_their_lists_and_carry_the_label(compared: Compared) -> None:
    figure = build_breakdown(compared, CAPTION).figure
    assert figure is not None
    assert figure["data"][0]["customdata"][0] == {"href": "/list?asia&this"}
    assert figure["data"][1]["x"] == [50, 0, 30]
    assert figure["layout"]["title"]["text"].startswith("시연용 가상 데이터")


def test_only_the_largest_are_drawn_and_a_note_says_so(compared: Compared) -> None:
    chart = build_breakdown(compared, CAPTION, top=2)
    assert chart.figure is not None
    assert chart.figure["data"][0]["y"] == ["아시아", "유럽"]
    assert len(chart.table.rows) == 3
    assert chart.notes[0].ko == "그림은 상위 2개, 표는 전부"


def test_nobody_counted_is_said_and_not_drawn() -> None:
    empty = pd.DataFrame({"region": [], "count": []})
    chart = build_breakdown(_compared(empty, empty), CAPTION)
    assert chart.figure is None
    assert chart.finding.ko == "2026. 1. 1.–11. 22. 접수된 피해자가 없다"


def test_a_map_draws_dokdo_last_and_tells_what_it_cannot_place() -> None:
    this = pd.DataFrame({"region": ["JP", "ZZ"], "count": [30, 4]})
    chart = build_map(_compared(this, this), CAPTION, {"JP": "JPN", "ZZ": "ZZZ"})
    assert chart.figure is not None
    assert chart.figure["data"][0]["lon"] == [138.66]
    islands = chart.figure["data"][-1]
    assert (islands["meta"], islands["text"]) == ("islands", ["독도", "울릉도"])
    assert "4명은 표에만 있음" in chart.notes[-1].ko

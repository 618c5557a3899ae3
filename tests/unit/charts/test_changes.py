"""What changed most: differences with their sign, and no claim of what may be chance."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from safety_center.charts import Chart, Sentence
from safety_center.charts.changes import build_changes
from safety_center.charts.comparison import Compared
from tests.unit.charts.words import CAPTION, NAMES, WORDING, address

YEAR = (365, 365)


def draw(days: tuple[int, int] = YEAR, **counts: tuple[int, int]) -> Chart:
    frame = pd.DataFrame(
        [(code, this, last) for code, (this, last) in counts.items()],
        columns=["code", "this", "last"],
    )
    heading = Sentence("지역", "Region")
    return build_changes(Compared(frame, NAMES, heading, WORDING, address), days, CAPTION)


def rows(chart: Chart) -> dict[str, list[str]]:
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in chart.table.rows}


def test_the_title_names_the_largest_clear_rise_and_fall() -> None:
    chart = draw(asia=(76, 44), europe=(100, 150), americas=(60, 50))
    assert chart.finding.ko == (
        "아시아가 44명에서 76명으로 가장 많이 늘었고, 유럽이 150명에서 100명으로 가장 많이 줄었다"
    )
    assert chart.finding.en == (
        "Largest rise: Asia, from 44 to 76; Largest fall: Europe, from 150 to 100"
    )


def test_what_may_be_chance_is_drawn_open_and_not_claimed() -> None:
    chart = draw(asia=(25, 20), europe=(30, 33))
    assert chart.finding.ko == "전년 같은 기간보다 뚜렷하게 늘거나 줄어든 지역은 없다"
    assert chart.figure is not None
    filled, empty = chart.figure["data"]
    assert (filled["y"], empty["y"]) == ([], ["아시아<br>20→25", "유럽<br>33→30"])
    assert empty["text"] == ["+5", "−3"]
    assert "아시아 +5 (20→25), 유럽 −3 (33→30)" in chart.alternative.ko
    assert rows(chart) == {"아시아": ["25", "20", "+5", "–"], "유럽": ["30", "33", "−3", "–"]}


def test_differences_add_up_and_the_largest_comes_first() -> None:
    chart = draw(europe=(100, 150), asia=(76, 44), americas=(51, 50))
    assert [row.cells[0].text for row in chart.table.rows] == ["유럽", "아시아", "미주"]
    assert chart.table.total is not None
    assert [cell.text for cell in chart.table.total.cells] == ["합계", "227", "244", "−17", "–"]
    assert rows(chart)["유럽"][-1] == "뚜렷함"
    assert chart.table.rows[0].cells[1].href == "/list?europe&this"


def test_equal_differences_are_told_together() -> None:
    told = draw(asia=(60, 20), europe=(70, 30)).finding.ko
    assert told == "유럽 등 2개가 40명씩 가장 많이 늘었다"


def test_the_more_are_compared_the_less_is_claimed() -> None:
    assert rows(draw(asia=(22, 6)))["아시아"][-1] == "뚜렷함"
    many = {f"place{number}": (5, 5) for number in range(28)}
    assert rows(draw(asia=(22, 6), **many))["아시아"][-1] == "–"


def test_a_longer_period_is_allowed_for() -> None:
    assert rows(draw((366, 365), asia=(120, 100)))["아시아"][-1] == "–"
    assert rows(draw((730, 365), asia=(200, 100)))["아시아"][-1] == "–"
    assert rows(draw((365, 365), asia=(200, 100)))["아시아"][-1] == "뚜렷함"


def test_what_was_not_stated_is_not_drawn_and_comes_last() -> None:
    frame = pd.DataFrame({"code": ["asia", "europe"], "this": [50, 3], "last": [0, 2]})
    heading = Sentence("지역", "Region")
    compared = Compared(frame, NAMES, heading, WORDING, address)
    silent = replace(compared, is_stated=lambda code, column: (code, column) != ("asia", "last"))
    chart = build_changes(silent, YEAR, CAPTION)
    assert rows(chart) == {"유럽": ["3", "2", "+1", "–"], "아시아": ["50", "미기재", "–", "–"]}
    assert "아시아" not in chart.alternative.ko


def test_nobody_counted_is_nobody() -> None:
    chart = draw()
    assert chart.figure is None
    assert chart.finding.ko == "2026. 1. 1.–11. 22. 접수된 피해자가 없다"

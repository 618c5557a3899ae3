"""Ten years, and the published series beside them."""

from __future__ import annotations

import pandas as pd

from safety_center.charts import Sentence
from safety_center.charts.multiples import build_multiples
from safety_center.charts.trend import build_trend, disagreeing_years
from safety_center.charts.year_series import Series, Years, make_series
from tests.unit.charts.words import CAPTION, NAMES, WORDING, address

YEARS = Years(2023, 2026, 2026, Sentence("11. 22.까지", "to 22 November"))
VICTIMS = Sentence("피해자", "Victims")


def _series() -> Series:
    own = pd.DataFrame({"year": [2023, 2025, 2026], "count": [100, 250, 240]})
    published = pd.DataFrame({"year": [2022, 2023], "count": [90, 101]})
    return make_series("victim", VICTIMS, YEARS, own, published)


def test_a_count_of_nothing_is_zero_and_what_is_not_published_is_not_stated() -> None:
    chart = build_trend([_series()], YEARS, WORDING, address, CAPTION)
    rows = [[cell.text for cell in row.cells] for row in chart.table.rows]
    assert rows[2] == ["2024", "0", "미기재"]
    assert rows[3] == ["2023", "100", "101"]


def test_a_year_before_the_first_record_is_no_zero_and_differs_from_nothing() -> None:
    own = pd.DataFrame({"year": [2025, 2026], "count": [250, 240]})
    published = pd.DataFrame({"year": [2023, 2025], "count": [101, 249]})
    one = make_series("victim", VICTIMS, YEARS, own, published, since=2025)
    chart = build_trend([one], YEARS, WORDING, address, CAPTION)
    assert [row.cells[1].text for row in chart.table.rows][2:] == ["기록 없음", "기록 없음"]
    assert "2024: 기록 없음" in chart.alternative.ko
    assert disagreeing_years([one], YEARS) == [("victim", 2025)]


def test_the_running_year_says_until_when() -> None:
    chart = build_trend([_series()], YEARS, WORDING, address, CAPTION)
    assert chart.table.rows[0].cells[0].text == "2026 (11. 22.까지)"
    assert "점선은 2026. 11. 22.까지" in chart.key.ko


def test_the_finding_compares_full_years() -> None:
    chart = build_trend([_series()], YEARS, WORDING, address, CAPTION)
    assert chart.finding.ko == "피해자는 2023년 100명에서 2025년 250명으로 2.5배가 되었다"


def test_a_year_that_differs_from_the_published_one_is_found() -> None:
    assert disagreeing_years([_series()], YEARS) == [("victim", 2023)]


def test_names_beside_lines_that_end_close_are_pushed_apart() -> None:
    close = [
        Series(code, Sentence(code, code), {2025: most, 2026: last}, {})
        for code, most, last in (("victim", 1000, 900), ("other", 10, 20), ("perpetrator", 10, 21))
    ]
    chart = build_trend(close, Years(2025, 2026), WORDING, address, CAPTION)
    assert chart.figure is not None
    labels = chart.figure["layout"]["annotations"]
    heights = [label["y"] * 250 / 1000 + label["yshift"] for label in labels[:3]]
    assert heights[1] - heights[0] >= 18


def test_small_multiples_share_one_scale() -> None:
    frame = pd.DataFrame(
        {"year": [2025, 2026, 2026], "code": ["asia", "asia", "europe"], "count": [50, 80, 3]}
    )
    years = Years(2025, 2026)
    multiples = build_multiples(frame, years, NAMES, WORDING, address, CAPTION)
    assert [item.title.ko for item in multiples.items] == ["아시아 80명", "유럽 3명"]
    scales = [item.figure["layout"]["yaxis"]["range"] for item in multiples.items]
    assert scales[0] == scales[1] == [0, 84.0]


def test_small_multiples_dot_the_running_year_and_leave_the_label_to_their_frame() -> None:
    frame = pd.DataFrame({"year": [2025, 2026], "code": ["asia", "asia"], "count": [50, 30]})
    years = Years(2025, 2026, 2026, Sentence("11. 22.까지", "to 22 November"))
    multiples = build_multiples(frame, years, NAMES, WORDING, address, CAPTION)
    drawn = multiples.items[0].figure
    assert drawn["data"][0]["marker"]["pattern"]["shape"] == ["", "."]
    assert "title" not in drawn["layout"]
    assert multiples.chart.key.en.endswith("dotted: 2026 (to 22 November)")


def test_a_declared_gap_is_hatched_in_small_multiples_and_never_drawn_as_0() -> None:
    frame = pd.DataFrame({"year": [2024, 2025], "code": ["asia", "europe"], "count": [50, 30]})
    silent = {2025, 2026}
    multiples = build_multiples(
        frame, Years(2024, 2026), NAMES, WORDING, address, CAPTION, silent=silent
    )
    by_code = {item.code: item for item in multiples.items}
    bands, bars = by_code["asia"].figure["data"]
    assert bars["y"] == [50, None, None]
    assert bands["x"] == [2025, 2026]
    assert bands["marker"]["pattern"]["shape"] == "/"
    assert bands["text"] == ["2025 미기재", "2026 미기재"]
    assert by_code["europe"].figure["data"][0]["x"] == [2026]  # 30 were registered all the same
    assert by_code["asia"].title.ko == "아시아 미기재"
    assert "2025: 미기재" in by_code["asia"].alternative.ko
    assert "빗금은 미기재" in multiples.chart.key.ko
    assert multiples.chart.finding.ko == "2026년은 미기재"


def test_a_gap_of_every_line_is_hatched_in_a_trend() -> None:
    frame = pd.DataFrame({"year": [2023, 2024], "count": [7, 9]})
    one = make_series("victim", VICTIMS, YEARS, frame, frame.head(0), silent=[2025, 2026])
    chart = build_trend([one], YEARS, WORDING, address, CAPTION)
    assert chart.figure is not None
    assert chart.figure["data"][0]["x"] == [2025, 2026]
    assert chart.figure["data"][0]["marker"]["pattern"]["shape"] == "/"
    assert "빗금은 미기재" in chart.key.ko

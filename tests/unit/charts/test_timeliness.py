"""Steps of handling drawn: medians on a logarithmic axis, thresholds, what is left out and what is weak."""

from __future__ import annotations

import pytest

from safety_center.charts import Sentence
from safety_center.charts.durations import spell_minutes
from safety_center.charts.month_axis import month_axis, name_month
from safety_center.charts.outcomes import ALL, Outcomes, build_outcomes, tell_parts
from safety_center.charts.stock import Month, build_stock
from safety_center.charts.timeliness import build_timeliness
from safety_center.charts.timeliness_words import Spell, Step, Threshold
from tests.unit.charts.words import CAPTION, NAMES, WORDING, address

DAY = 1440
STEP = Step(
    Sentence("접수 → 종결", "Report to closing"),
    (Threshold("over_1440", DAY, Sentence("1일 초과", "over 1 day")),),
    Sentence("처리 중", "Still open"),
    Sentence("아직 처리 중 {count}건", "{count} still open"),
    running=True,
)
SPELLS = [
    Spell("asia", NAMES["asia"], 100, 320.0, (30,), 5),
    Spell("europe", NAMES["europe"], 60, 4600.0, (40,), 20),
    Spell("americas", NAMES["americas"], 3, None, (0,), 3),
]
WHOLE = Spell("", Sentence("전체", "All"), 163, 700.0, (70,), 28)
HEADING = Sentence("지역", "Region")


@pytest.mark.parametrize(
    ("minutes", "ko", "en"),
    [
        (0, "0분", "0 min"),
        (59.4, "59분", "59 min"),
        (320, "5시간 20분", "5 h 20 min"),
        (DAY, "1일", "1 day"),
        (1500, "1일 1시간", "1 day 1 h"),
        (4600, "3일 5시간", "3 days 5 h"),
        (10 * DAY - 10, "10일", "10 days"),
        (20.4 * DAY, "20일", "20 days"),
    ],
)
def test_lengths_of_time_are_short_words(minutes: float, ko: str, en: str) -> None:
    assert (spell_minutes(minutes), spell_minutes(minutes, "en")) == (ko, en)


def test_the_finding_says_median_share_and_the_longest_group() -> None:
    chart = build_timeliness(SPELLS, WHOLE, STEP, HEADING, WORDING, CAPTION, address)
    assert chart.finding.ko == (
        "중앙값이 가장 긴 지역은 유럽으로 3일 5시간, 전체는 11시간 40분(1일 초과 52%)"
    )
    assert chart.notes[0].ko == "아직 처리 중 28건"


def test_the_longest_group_is_drawn_though_others_have_more_cases() -> None:
    small = [Spell(f"r{n}", CAPTION, 200 - n, 100.0, (1,), 0) for n in range(3)]
    chart = build_timeliness([*small, *SPELLS], WHOLE, STEP, HEADING, WORDING, CAPTION, address, 3)
    assert chart.figure
    assert chart.figure["data"][0]["x"] == [100.0, 100.0, 4600.0]
    assert chart.notes[-1].ko == "그림은 건수가 많은 2개와 중앙값이 가장 긴 1개, 표는 전부"


def test_medians_stand_beside_the_rows_and_thresholds_are_named() -> None:
    figure = build_timeliness(SPELLS, WHOLE, STEP, HEADING, WORDING, CAPTION, address).figure
    assert figure
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert texts == ["5시간 20분", "3일 5시간", "1일"]


def test_dots_are_open_where_few_were_measured_or_many_still_run() -> None:
    chart = build_timeliness(SPELLS, WHOLE, STEP, HEADING, WORDING, CAPTION, address)
    assert chart.figure
    (dots,) = chart.figure["data"]
    assert dots["x"] == [320.0, 4600.0]  # nothing to draw without a median
    assert dots["marker"]["symbol"] == ["circle", "circle-open"]
    assert chart.figure["layout"]["xaxis"]["type"] == "log"
    assert [line["x0"] for line in chart.figure["layout"]["shapes"]] == [DAY]


def test_every_number_of_the_table_opens_its_list() -> None:
    table = build_timeliness(SPELLS, WHOLE, STEP, HEADING, WORDING, CAPTION, address).table
    row = table.rows[1].cells
    assert [cell.text for cell in row] == ["유럽", "60", "3일 5시간", "40", "100%", "20"]
    assert [cell.href for cell in row if cell.href] == [
        *("/list?europe&cases", "/list?europe&over_1440", "/list?europe&unknown")
    ]
    assert table.total


def test_months_are_read_as_months_and_keep_their_code_in_a_file() -> None:
    spells = [Spell("2026-01", name_month("2026-01"), 40, 60.0, (1,), 0)]
    chart = build_timeliness(spells, WHOLE, STEP, HEADING, WORDING, CAPTION, address, months=True)
    assert chart.table.total is None
    head = chart.table.rows[0].cells[0]
    assert (head.text, head.raw) == ("2026. 1.", "2026-01")
    assert chart.figure
    assert chart.figure["data"][0]["x"] == ["2026. 1."]
    assert "2026. 1.: 1시간" in chart.alternative.ko


def test_a_longest_group_that_is_no_longer_than_all_is_said_to_be_equal() -> None:
    spells = [Spell(code, NAMES[code], 40, 60.0, (1,), 0) for code in ("asia", "europe")]
    whole = Spell("", CAPTION, 80, 60.0, (2,), 0)
    chart = build_timeliness(spells, whole, STEP, HEADING, WORDING, CAPTION, address)
    assert "전체와 같은 1시간" in chart.finding.ko
    assert chart.finding.en.startswith("Longest median: Asia, 1 h, the same as that of all")


def test_the_stock_is_compared_with_a_year_before() -> None:
    months = [Month(f"2025-{n:02}", 3, 1, 2 * n) for n in range(1, 13)]
    chart = build_stock([*months, Month("2026-01", 1, 5, 20, True)], WORDING, CAPTION, address)
    assert chart.finding.ko == "현재 처리 중인 건은 20건으로, 2025. 1. 31.의 2건보다 18건 많다"
    assert chart.finding.en == "20 cases open now, 18 more than on 31 January 2025 (2)"
    head = chart.table.rows[0].cells[0]
    assert (head.text, head.raw) == ("2026. 1. (오늘까지)", "2026-01 (오늘까지)")
    assert chart.figure
    assert chart.figure["data"][2]["marker"]["symbol"][-1] == "diamond"


def test_outcomes_are_told_by_strokes_too() -> None:
    labels = {"a": Sentence("등록", "Opened"), "b": Sentence("안내", "Advice")}
    counts = {("2026-01", "a"): 30, ("2026-02", "b"): 10}
    outcomes = Outcomes(["2026-01", "2026-02"], labels, counts)
    assert tell_parts(outcomes).ko.replace("\u2060", "") == "등록 30건(75%), 안내 10건(25%)"
    chart = build_outcomes(outcomes, CAPTION, WORDING, CAPTION, address)
    assert chart.figure
    assert [("pattern" in bar["marker"]) for bar in chart.figure["data"]] == [False, True]
    assert chart.table.total
    assert [cell.text for cell in chart.table.total.cells] == ["합계", "40", "30", "10"]
    assert outcomes.of("2026-01", ALL) == 30
    assert chart.figure["layout"]["xaxis"]["ticktext"] == ["1월", "2월"]


def test_many_months_are_named_now_and_then() -> None:
    codes = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
    assert month_axis(codes, "ko")["ticktext"] == ["2025. 1.", "2025. 9.", "2026. 5."]
    assert month_axis(codes, "en")["ticktext"][0] == "Jan 2025"

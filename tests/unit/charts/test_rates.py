"""Rates drawn: intervals, open marks under twenty, hatching and a reason where there is none."""

from __future__ import annotations

from safety_center.charts import Sentence
from safety_center.charts.rate_words import Compared, RatedPoint
from safety_center.charts.rates import build_no_rate, build_rates
from safety_center.stats.rates import compare_rates, measure_rate
from tests.unit.charts.words import CAPTION, WORDING

YEAR = Sentence("연도", "Year")
DEPARTURES = Sentence("해외여행 출국자", "departures")
WHY = Sentence("진행 중인 해", "running year")
KTO = Sentence("한국관광공사", "KTO")


def point(year: int, count: int, exposure: int | None) -> RatedPoint:
    label = Sentence(f"{year}년", str(year))
    if exposure is None:
        return RatedPoint(label, count, None, WHY)
    as_of = Sentence(f"{year - 1}. 12. 31.", f"31 December {year - 1}")
    return RatedPoint(
        label, count, measure_rate(count, exposure), source=KTO, body=KTO, as_of=as_of, age=1
    )


POINTS = [point(2018, 12, 100_000), point(2019, 300, 1_000_000), point(2020, 7, None)]


def test_each_rate_stands_with_interval_source_and_age_of_its_denominator() -> None:
    chart = build_rates(POINTS, YEAR, DEPARTURES, WORDING, CAPTION)
    rows = [[cell.text for cell in row.cells] for row in chart.table.rows]
    assert rows[1] == [
        "2019년",
        "300",
        "1,000,000",
        "30.0",
        "26.7–33.6",
        "한국관광공사",
        "2018. 12. 31. (1년 전)",
        "",
    ]
    assert rows[0][-1] == "불안정(20명 미만)"
    said = "분모: 한국관광공사, 가장 오래된 것은 2017. 12. 31. 기준(1년 전)"
    assert said in [note.ko for note in chart.notes]
    assert rows[2][3:] == ["비율 없음", "–", "", "", "진행 중인 해"]


def test_the_picture_shows_intervals_and_opens_unstable_marks() -> None:
    chart = build_rates(POINTS, YEAR, DEPARTURES, WORDING, CAPTION)
    assert chart.figure is not None
    silent, marks = chart.figure["data"]
    assert silent["x"] == ["2020년"]
    assert silent["marker"]["pattern"]["shape"] == "/"
    assert marks["marker"]["symbol"] == ["circle-open", "circle"]
    assert marks["error_y"]["array"][1] > 0
    assert "2020년: 진행 중인 해" in [note.ko for note in chart.notes]


def test_the_finding_claims_no_change_that_its_interval_does_not_bear_out() -> None:
    first, last = point(2018, 100, 100_000), point(2019, 104, 100_000)
    compared = Compared(first, last, compare_rates(104, 100_000, 100, 100_000))
    chart = build_rates([first, last], YEAR, DEPARTURES, WORDING, CAPTION, compared)
    assert chart.finding.ko == (
        "해외여행 출국자 10만 명당 접수된 피해자는 2018년 100.0명에서 2019년 104.0명으로 "
        "뚜렷한 차이가 없다"
    )


def test_a_clear_change_is_told_with_its_interval() -> None:
    first, last = point(2018, 1000, 100_000), point(2019, 1500, 100_000)
    compared = Compared(first, last, compare_rates(1500, 100_000, 1000, 100_000))
    chart = build_rates([first, last], YEAR, DEPARTURES, WORDING, CAPTION, compared)
    assert chart.finding.ko.endswith("50% 높아졌다(95% 구간 +38~+63%)")


def test_counts_under_twenty_are_not_compared() -> None:
    first, last = point(2018, 10, 100_000), point(2019, 1500, 100_000)
    compared = Compared(first, last, compare_rates(1500, 100_000, 10, 100_000))
    chart = build_rates([first, last], YEAR, DEPARTURES, WORDING, CAPTION, compared)
    assert "견주기에는 너무 적다" in chart.finding.ko


def test_made_up_counts_over_a_real_denominator_say_so() -> None:
    notice = Sentence("가상 분자 · 실제 분모", "synthetic numerator · real denominator")
    chart = build_rates(POINTS, YEAR, DEPARTURES, WORDING, CAPTION, notice=notice)
    assert notice in chart.notes


def test_a_panel_without_any_rate_says_why() -> None:
    chart = build_no_rate(WHY, WORDING, CAPTION)
    assert (chart.figure, chart.finding) == (None, WHY)
    assert build_rates([POINTS[2]], YEAR, DEPARTURES, WORDING, CAPTION).figure is None

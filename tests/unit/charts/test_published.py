"""Published series: gaps stay gaps, definitions stay apart, disagreements are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safety_center.charts import Chart, Sentence
from safety_center.charts.published import build_published
from safety_center.charts.published_series import (
    Change,
    Disagreement,
    Line,
    Point,
    PublishedSeries,
    with_unit,
)
from safety_center.charts.sentences import NOTHING
from safety_center.charts.year_names import name_years
from tests.unit.charts.words import WORDING

PAPER = Sentence("paper.kr 2020-01-02", "paper.kr 2020-01-02")
PLAN = Sentence("계획", "planned")
TITLE, UNIT = Sentence("출국자", "Departures"), Sentence("명", "persons")


def year(number: int, value: int, remark: Sentence = NOTHING) -> Point:
    when = Sentence(f"{number}년", str(number))
    return Point(number, number, when, value, PAPER, remark)


def line(code: str, *points: Point) -> Line:
    return Line(code, Sentence({"one": "출국자"}.get(code, "다른 출국자"), code), points)


SERIES = PublishedSeries(
    "departures",
    TITLE,
    UNIT,
    (line("one", year(2015, 100), year(2016, 200), year(2018, 290)), line("two", year(2017, 5))),
    last_year=2019,
)


def draw(series: PublishedSeries = SERIES) -> Chart:
    return build_published(series, WORDING)


def rows(chart: Chart) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in chart.table.rows]


def test_a_year_not_stated_is_not_zero_and_parts_the_line() -> None:
    chart = draw()
    assert rows(chart)[0] == ["2019년", "미기재", "미기재", ""]
    assert rows(chart)[2] == ["2017년", "미기재", "5", "paper.kr 2020-01-02"]
    assert chart.figure is not None
    marks = chart.figure["data"][1]
    assert marks["x"] == [2015, 2016, None, 2018]
    assert marks["connectgaps"] is False


def test_years_of_which_nothing_is_known_are_hatched() -> None:
    chart = draw()
    assert chart.figure is not None
    silent = chart.figure["data"][0]
    assert silent["x"] == [2019]
    assert silent["marker"]["pattern"]["shape"] == "/"
    assert "빗금은 미기재" in chart.key.ko
    assert "미기재: 2019" in chart.alternative.ko


def test_the_finding_names_both_ends() -> None:
    assert draw().finding.ko == "출국자는 2015년 100명에서 2018년 290명으로 2.9배가 되었다"


def test_a_plan_is_told_apart_from_what_was_counted() -> None:
    planned = line("one", year(2015, 100), year(2016, 102), year(2017, 190, PLAN))
    finding = draw(replace(SERIES, lines=(planned,))).finding
    assert finding.ko.endswith("큰 변화가 없다(2017년 190명은 계획이고, 그 뒤는 미기재)")
    assert finding.en.endswith("about the same (190 persons planned for 2017; not stated since)")
    assert draw(replace(SERIES, lines=(planned,), last_year=2018)).finding.ko.endswith("은 계획)")


def test_a_change_of_definition_parts_the_line_and_the_finding() -> None:
    change = Change(2016, Sentence("범위가 바뀜", "scope changed"), breaks=True)
    more = line("one", year(2015, 100), year(2016, 200), year(2017, 300), year(2018, 290))
    series = replace(SERIES, lines=(more,), changes=(change,))
    chart = draw(series)
    assert chart.figure is not None
    assert chart.figure["data"][1]["x"] == [2015, None, 2016, None, 2017, 2018]
    assert chart.figure["layout"]["shapes"][0]["x0"] == 2016
    assert chart.finding.ko.startswith(
        "출국자는 2017년 300명에서 2018년 290명으로 큰 변화가 없다(2016년"
    )
    assert "2016년: 범위가 바뀜" in [note.ko for note in chart.notes]


def test_both_values_of_a_disagreement_stand_with_their_sources() -> None:
    other = Sentence("other.kr", "other.kr")
    one = Disagreement(
        "one", 2015, 2015, ("100", "99"), (PAPER, other), Sentence("하나 적음", "less")
    )
    notes = [note.ko for note in draw(replace(SERIES, disagreements=(one,))).notes]
    said = "출처마다 다름, 2015년 출국자: 100명(paper.kr 2020-01-02), 99명(other.kr). 하나 적음"
    assert said in notes


def test_a_plan_is_no_end_of_a_finding_and_says_that_it_is_one() -> None:
    plan = Sentence("계획", "planned")
    series = replace(
        SERIES, lines=(line("one", year(2017, 10), year(2018, 30), year(2019, 90, plan)),)
    )
    chart = draw(series)
    assert "2018년 30명으로 20명 늘었다" in chart.finding.ko
    assert rows(chart)[0][1] == "90 (계획)"
    assert chart.figure is not None
    assert chart.figure["data"][-1]["marker"]["symbol"][-1] == "circle-open"
    assert "빈 표식은 계획" in chart.key.ko


def test_no_line_is_told_by_hue_alone() -> None:
    chart = draw()
    assert chart.figure is not None
    symbols = [set(trace["marker"]["symbol"]) for trace in chart.figure["data"][1:]]
    assert symbols == [{"circle"}, {"square"}]
    assert "● 출국자" in chart.key.ko


def test_real_figures_are_not_labelled_as_synthetic() -> None:
    chart = draw()
    assert WORDING.demonstration
    assert chart.figure is not None
    assert "title" not in chart.figure["layout"]
    assert chart.is_published


def test_many_years_leave_room_between_their_names() -> None:
    few, many = name_years(list(range(2016, 2026))), name_years(list(range(2005, 2026)))
    assert [name for name in few if name] == ["2016", "17", "19", "21", "23", "2025"]
    assert [name for name in many if name] == ["2005", "09", "13", "17", "21", "2025"]


@pytest.mark.parametrize(
    ("value", "ko", "en"),
    [
        (62, "62명", "62 persons"),
        (1, "1명", "1 person"),
        (29_550_000, "2,955만 명", "29.55 million persons"),
    ],
)
def test_large_numbers_are_written_as_they_are_printed(value: int, ko: str, en: str) -> None:
    assert with_unit(value, UNIT) == Sentence(ko, en)

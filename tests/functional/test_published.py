"""The published series as they are stored: what they answer, and what they admit not to know."""

from __future__ import annotations

import pytest

from safety_center.charts.published_series import PublishedSeries
from safety_center.charts.published_words import make_finding, make_notes
from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.services.published import SERIES, describe_series, published_series

FINDINGS = {
    "persons_by_year": "피해자는 2009년 3,517명에서 2024년 17,283명으로 4.9배가 되었다",
    "departures": (
        "출국자(한국관광공사)는 2005년 1,008만 명에서 2025년 2,955만 명으로 2.9배가 되었다"
    ),
    "call_center": (
        "영사콜센터 상담은 2005년 59,475건에서 2019년 240,019건으로 4.0배가 되었다(그 뒤는 미기재)"
    ),
    "incident_consuls": (
        "사건·사고 전담 영사는 2014년 62명에서 2018년 9월 65명으로 큰 변화가 없다"
        "(2019년 124명은 계획이고, 그 뒤는 미기재)"
    ),
    "prisoners": (
        "재외국민 수감자는 2022년 6월 1,067명에서 2024년 12월 1,148명으로 8% 늘었다"
        "(2021년에 정의가 바뀌어 그 뒤만 견줌)"
    ),
}


def fetch(installation: Installation, name: str) -> PublishedSeries:
    with reading(installation, None) as ctx:
        return published_series(ctx, name)


def values(series: PublishedSeries, code: str) -> dict[int, int]:
    line = next(line for line in series.lines if line.code == code)
    return {year: point.value for year, point in line.stated().items()}


def notes(series: PublishedSeries) -> str:
    return "\n".join(note.ko for note in make_notes(series))


def test_the_series_answer_the_questions_of_the_session(
    sqlite_installation: Installation,
) -> None:
    found = {name: make_finding(fetch(sqlite_installation, name)).ko for name in SERIES}
    assert found == FINDINGS


def test_years_without_a_figure_are_missing_and_not_zero(
    sqlite_installation: Installation,
) -> None:
    perpetrators = values(fetch(sqlite_installation, "persons_by_year"), "perpetrator")
    assert perpetrators[2020] == 2_297
    assert perpetrators.keys() & {2021, 2022, 2023} == set()
    assert 0 not in perpetrators.values()


def test_departures_on_two_bases_are_two_lines(sqlite_installation: Installation) -> None:
    series = fetch(sqlite_installation, "departures")
    assert values(series, "kto").keys() & {2021, 2022, 2024} == set()
    assert values(series, "moj") == {
        2005: 10_372_409,
        2007: 13_620_503,
        2008: 12_315_221,
        2021: 1_234_697,
        2022: 6_580_145,
    }
    assert series.silent_years() == [2024]


def test_incident_consuls_by_two_definitions_are_two_lines(
    sqlite_installation: Installation,
) -> None:
    series = fetch(sqlite_installation, "incident_consuls")
    assert values(series, "dedicated") == {2014: 62, 2016: 66, 2018: 65, 2019: 124}
    assert values(series, "counted_otherwise") == {2011: 178, 2017: 188}


def test_where_sources_disagree_the_value_without_a_remark_stands_and_both_are_told(
    sqlite_installation: Installation,
) -> None:
    series = fetch(sqlite_installation, "persons_by_year")
    assert values(series, "victim")[2015] == 8_298
    said = (
        "2015년 피해자: 8,298명(yonhapilbo.com 2018. 10.), 8,297명(koreaherald.com 2018. 11. 19.)"
    )
    assert said in notes(series)
    assert "1,244명(ekn.kr" in notes(fetch(sqlite_installation, "prisoners"))
    assert "330,000건(mnlnews.net" in notes(fetch(sqlite_installation, "call_center"))


def test_prisoners_are_parted_where_the_definition_changed(
    sqlite_installation: Installation,
) -> None:
    series = fetch(sqlite_installation, "prisoners")
    assert series.breaks() == [2021]
    assert "수감자의 범위가 바뀜" in notes(series)


@pytest.mark.parametrize("name", SERIES)
def test_every_value_has_a_source(sqlite_installation: Installation, name: str) -> None:
    series = fetch(sqlite_installation, name)
    points = [point for line in series.lines for point in line.points]
    assert [point for point in points if not point.source.ko] == []
    assert dict(describe_series(series))

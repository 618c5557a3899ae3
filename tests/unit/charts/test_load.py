"""Cases per officer: divided only where officers have accounts."""

from __future__ import annotations

from safety_center.charts import Chart, Sentence
from safety_center.charts.load import Load, build_load
from tests.unit.charts.words import CAPTION, NAMES, WORDING, address

HEADING = Sentence("지역", "Region")
ASIA = Load("asia", NAMES["asia"], officers=4, opened=1200, open_now=50)
EUROPE = Load("europe", NAMES["europe"], officers=3, opened=40, open_now=10)
AMERICAS = Load("americas", NAMES["americas"], officers=0, opened=90, open_now=7)


def chart(*loads: Load, top: int = 12) -> Chart:
    return build_load(loads, HEADING, WORDING, CAPTION, address, top)


def test_the_finding_names_the_heaviest_load_and_that_of_all() -> None:
    found = chart(EUROPE, ASIA)
    assert found.finding.ko == (
        "담당영사 1인당 처리 중인 건은 아시아가 12.5건으로 가장 많고, 계정이 있는 공관 전체로는 8.6건이다"
    )
    total = found.table.total
    assert total
    assert [cell.text for cell in total.cells[1:]] == ["7", "1,240", "177", "60", "8.6"]


def test_without_an_account_nothing_is_divided() -> None:
    found = chart(AMERICAS, ASIA)
    rows = [[cell.text for cell in row.cells] for row in found.table.rows]
    assert rows[0] == ["아시아", "4", "1,200", "300", "50", "12.5"]
    assert rows[1] == ["미주", "계정 없음", "90", "–", "7", "–"]
    assert (
        found.notes[0].ko
        == "담당영사 계정이 없는 공관의 사건·사고(접수 90건, 처리 중 7건)는 나누지 않음"
    )
    assert found.figure
    assert found.figure["data"][0]["y"] == ["아시아"]


def test_nobody_with_an_account_is_said_and_not_drawn() -> None:
    found = chart(AMERICAS)
    assert found.figure is None
    assert found.finding.en.startswith("No mission with officer accounts")
    assert len(found.table.rows) == 1


def test_a_number_opens_its_list_and_the_picture_stops_at_the_top() -> None:
    found = chart(ASIA, EUROPE, top=1)
    assert found.table.rows[0].cells[2].href == "/list?asia&opened"
    assert found.table.rows[0].cells[4].href == "/list?asia&open"
    assert found.notes[0].ko == "그림은 1인당 처리 중이 많은 1개, 표는 전부"

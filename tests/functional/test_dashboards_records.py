"""Of a time before the first record a page claims nothing: a 0 there is of the records, not of the world."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from safety_center.domain.access import Role
from safety_center.services.context import reading
from safety_center.services.dashboards import DashboardView, build_dashboard
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from safety_center.store import case_list
from tests.factories import make_actor, submit

BEFORE = "은 이 시스템의 기록이 시작되기 전이다"


@pytest.fixture
def begun(sqlite_installation: Installation) -> Installation:
    """Records from June 2022: two cases that year, one in each of the two that follow."""
    officer = make_actor(sqlite_installation, Role.OFFICER)
    for year, month in ((2022, 6), (2022, 8), (2023, 2), (2024, 2)):
        at = datetime(year, month, 5, 3, tzinfo=UTC).isoformat()
        submit(sqlite_installation, officer, received_at=at)
    refresh_cube(sqlite_installation)
    return sqlite_installation


def page(installation: Installation, name: str = "overview", **values: str) -> DashboardView:
    with reading(installation, None) as ctx:
        return build_dashboard(ctx, name, values)


def notes(view: DashboardView) -> str:
    return " ".join(note.ko for note in view.notes)


def found(view: DashboardView, panel: str) -> Any:
    item = view.find_panel(panel)
    assert item
    return item


@pytest.mark.parametrize("values", [{}, {"unit": "cases"}, {"involvement": "victim"}])
def test_nothing_is_claimed_of_a_year_without_records(
    begun: Installation, values: dict[str, str]
) -> None:
    view = page(begun, year="2022", **values)
    assert view.finding.ko.endswith(f"전년{BEFORE}")
    assert found(view, "regions").chart.finding.ko.endswith(f"전년{BEFORE}")
    assert "no records of the year before" in view.finding.en
    tile = found(view, "now").tiles[0]
    assert (tile.compared.ko, tile.base.ko, tile.direction) == (f"전년{BEFORE}", "", "")
    assert "2022년 6월부터" in notes(view)
    assert "0은 기록이 없다는 뜻" in notes(view)


def test_months_of_such_a_year_are_compared_with_nothing(begun: Installation) -> None:
    chart = found(page(begun, "region", year="2022"), "months").chart
    assert chart.finding.ko.endswith(f"전년 같은 달{BEFORE}")


def test_a_year_of_which_a_part_is_recorded_says_so(begun: Installation) -> None:
    view = page(begun, year="2023")
    assert "적다" in view.finding.ko
    assert "그 앞의 수가 들어 있지 않습니다" in notes(view)


def test_where_records_had_begun_nothing_is_none(begun: Installation) -> None:
    view = page(begun, year="2024", part="m2")
    assert notes(view) == ""
    assert page(begun, year="2023", part="q3").finding.ko.endswith("없다")
    assert page(begun, year="2024", part="q2").notes == ()


def test_a_period_before_the_first_record_says_so(begun: Installation) -> None:
    assert "이 기간의 0은 기록이 없다는 뜻" in notes(page(begun, year="2020"))


def test_the_open_stock_is_not_compared_with_a_time_without_cases(begun: Installation) -> None:
    for year, compared in (("2022", False), ("2023", True)):
        finding = found(page(begun, "timeliness", year=year), "stock").chart.finding
        assert ("보다" in finding.ko) is compared, finding


def test_a_line_of_years_begins_with_the_first_record(begun: Installation) -> None:
    chart = found(page(begun, year="2024"), "trend").chart
    rows = {row.cells[0].text: row.cells[1].text for row in chart.table.rows}
    assert (rows["2021"], rows["2022"]) == ("기록 없음", "2")
    line = chart.figure["data"][0]
    assert dict(zip(line["x"], line["y"], strict=True))[2021] is None
    told = next(note.ko for note in chart.notes if "발표값과 다른 해" in note.ko)
    assert "2021" not in told
    assert "2022" in told


def test_what_changed_most_is_compared_where_records_had_begun_only(begun: Installation) -> None:
    assert found(page(begun, year="2022"), "countries_changed").why.ko == f"전년{BEFORE}."
    chart = found(page(begun, year="2023"), "countries_changed").chart
    assert [cell.text for cell in chart.table.rows[0].cells[1:]] == ["1", "2", "−1", "–"]
    assert chart.finding.ko == "전년보다 뚜렷하게 늘거나 줄어든 국가·지역은 없다"


def test_whether_there_were_cases_a_year_before_is_asked_without_counting_them(
    begun: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int | None] = []
    count = case_list.count_cases

    def note(*args: Any, at_most: int | None = None) -> int:
        asked.extend([at_most] if args[2].to_day and not args[2].from_day else [])
        return count(*args, at_most=at_most)

    monkeypatch.setattr(case_list, "count_cases", note)
    page(begun)
    assert asked
    assert set(asked) == {0}

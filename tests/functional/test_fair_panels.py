"""Panels of published series and of rates on a dashboard: declared, drawn, and honest about gaps."""

from __future__ import annotations

from pathlib import Path

import pytest

from safety_center.domain.access import Actor, Role
from safety_center.services.context import reading
from safety_center.services.dashboards import DashboardError, DashboardView, build_dashboard
from safety_center.services.dashboards.declaration import load_dashboards
from safety_center.services.dashboards.kinds import PublishedName
from safety_center.services.installation import Installation
from safety_center.services.published import SERIES
from safety_center.services.statistics import refresh_cube
from tests.factories import make_actor, submit
from tests.functional.desk import Visitor

PAGE = """
audience = ["analyst"]
parameters = ["year", "region", "basis"]
[title]
ko = "공정한 비교"
en = "Fair comparison"
[[panels]]
id = "travellers"
kind = "published"
series = "departures"
title = {ko = "해외여행 출국자(발표)", en = "Departures (published)"}
[[panels]]
id = "world"
kind = "rate"
denominator = "world"
title = {ko = "출국자 10만 명당 당사자", en = "Persons per 100,000 departures"}
[[panels]]
id = "residents"
kind = "rate"
denominator = "residents"
title = {ko = "재외국민 10만 명당 당사자", en = "Persons per 100,000 nationals"}
"""
_WHY = "지역·지역국·공관별로는 같은 범위의 분모가 없어 비율을 내지 않습니다"


@pytest.fixture
def analyst(sqlite_installation: Installation) -> Actor:
    officer = make_actor(sqlite_installation, Role.OFFICER)
    day = "2023-05-01T09:00:00+09:00"
    for country, sojourn in (("US", "resident"), ("KH", "resident"), ("US", "visitor")):
        persons = [{"sojourn": sojourn, "headcount": 3}]
        submit(
            sqlite_installation,
            officer,
            country_code=country,
            received_at=day,
            occurred_from="2023-05-01",
            persons=persons,
        )
    refresh_cube(sqlite_installation)
    return make_actor(sqlite_installation, Role.ANALYST)


def use(installation: Installation, folder: Path, text: str) -> None:
    (folder / "fair.toml").write_text(text, encoding="utf-8")
    settings = installation.settings.model_copy(update={"dashboards_folder": folder})
    installation.settings = settings


def show(installation: Installation, actor: Actor, **values: str) -> DashboardView:
    with reading(installation, actor) as ctx:
        return build_dashboard(ctx, "fair", values)


def notes(view: DashboardView, panel: str) -> list[str]:
    found = view.find_panel(panel)
    assert found is not None
    assert found.chart is not None
    return [note.ko for note in found.chart.notes]


def test_a_page_of_the_world_has_rates_and_a_page_of_a_region_says_why_not(
    sqlite_installation: Installation, analyst: Actor, tmp_path: Path
) -> None:
    world = PAGE.replace('"region", ', "")
    use(sqlite_installation, tmp_path, world)
    view = show(sqlite_installation, analyst, year="2023", basis="occurred")
    panel = view.find_panel("world")
    assert panel is not None
    assert panel.chart is not None
    row = next(row for row in panel.chart.table.rows if row.cells[0].text == "2023년")
    texts = [cell.text for cell in row.cells]
    assert texts[1:4] == ["9", "22,715,841", "0.04"]
    assert texts[-1] == "불안정(20명 미만)"
    assert "한국관광공사(승무원 포함), travie.com 52066" in texts
    assert ("분모", "해외여행 출국자") in [(term.ko, text.ko) for term, text in panel.basis]


def test_a_page_about_a_region_says_why_it_has_no_rate(
    sqlite_installation: Installation, analyst: Actor, tmp_path: Path
) -> None:
    use(sqlite_installation, tmp_path, PAGE)
    view = show(sqlite_installation, analyst, year="2023")
    for name in ("world", "residents"):
        panel = view.find_panel(name)
        assert panel is not None
        assert panel.chart is not None
        assert (panel.chart.figure, panel.chart.finding.ko) == (None, _WHY)
    text = Visitor(sqlite_installation).enter(analyst).get("/dashboards/fair?year=2023").text
    assert _WHY in text
    assert "이 기간에 집계된 당사자가 없습니다." not in text


def test_residents_have_rates_where_nationals_are_known(
    sqlite_installation: Installation, analyst: Actor, tmp_path: Path
) -> None:
    use(sqlite_installation, tmp_path, PAGE.replace('"region", ', ""))
    view = show(sqlite_installation, analyst, year="2023", basis="occurred")
    panel = view.find_panel("residents")
    assert panel is not None
    assert panel.chart is not None
    (row,) = panel.chart.table.rows
    assert [cell.text for cell in row.cells][:3] == ["미국", "3", "1,091,596"]
    assert "2022. 12. 31. (1년 전)" in [cell.text for cell in row.cells]
    assert any("비율이 없는 1개 국가·지역의 3명" in note for note in notes(view, "residents"))


def test_a_published_panel_is_real_also_where_the_page_is_not(
    sqlite_installation: Installation, analyst: Actor, tmp_path: Path
) -> None:
    use(sqlite_installation, tmp_path, PAGE.replace('"region", ', ""))
    sqlite_installation.holds_synthetic_data = True
    view = show(sqlite_installation, analyst)
    assert "가상 분자 · 실제 분모" in notes(view, "world")
    panel = view.find_panel("travellers")
    assert panel is not None
    assert ("집계 주체", "이 시스템이 아님") in [(term.ko, text.ko) for term, text in panel.basis]
    page = Visitor(sqlite_installation).enter(analyst).get("/dashboards/fair").text
    card = page.partition('id="travellers"')[2].partition("</figure>")[0]
    assert "실제 발표 자료" in card
    assert "시연용 가상 데이터" not in card


def test_published_victims_by_departures_are_real_on_both_sides(
    sqlite_installation: Installation, analyst: Actor, tmp_path: Path
) -> None:
    real = PAGE.replace('"region", ', "")
    use(
        sqlite_installation,
        tmp_path,
        real.replace('denominator = "world"', 'denominator = "world"\nseries = "persons_by_year"'),
    )
    sqlite_installation.holds_synthetic_data = True
    view = show(sqlite_installation, analyst)
    panel = view.find_panel("world")
    assert panel is not None
    assert panel.chart is not None
    assert panel.chart.is_published
    assert panel.chart.finding.ko.startswith(
        "해외여행 출국자 10만 명당 피해자(발표)는 2009년 37.0명에서 2023년 69.4명으로 87% 높아졌다"
    )
    years = [row.cells[0].text for row in panel.chart.table.rows]
    assert (years[0], years[-1]) == ("2009년", "2024년")
    assert "가상 분자 · 실제 분모" not in notes(view, "world")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ('kind = "published"\nseries = "moon"', "series"),
        ('kind = "published"', "series: a panel of kind published names one"),
        ('kind = "rate"', "denominator: a panel of kind rate names one"),
        ('kind = "months"\nseries = "departures"', "series: only kind published"),
        ('kind = "rate"\ndenominator = "world"\nseries = "prisoners"', "series: only kind"),
    ],
)
def test_a_mistake_in_such_a_panel_stops_the_start(tmp_path: Path, wrong: str, reason: str) -> None:
    text = PAGE.replace('kind = "published"\nseries = "departures"', wrong)
    (tmp_path / "fair.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DashboardError, match=reason):
        load_dashboards(tmp_path)


def test_every_series_can_be_declared() -> None:
    assert {name.value for name in PublishedName} == set(SERIES)

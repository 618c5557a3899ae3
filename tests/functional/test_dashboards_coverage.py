"""What was not counted apart in a period is 미기재 on dashboards, never 0."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from safety_center.domain.access import Role
from safety_center.services.context import reading
from safety_center.services.dashboards import build_dashboard
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from tests.factories import make_actor, submit

LOST = "분실(피해자)"


@pytest.fixture
def told(sqlite_installation: Installation) -> Iterator[Installation]:
    """A lost passport in 2019, the first year that lost property was counted apart, and a theft in 2018."""
    officer = make_actor(sqlite_installation, Role.OFFICER)
    for year, kind in ((2019, "lost_property"), (2018, "theft")):
        at = datetime(year, 5, 5, 3, tzinfo=UTC).isoformat()
        person = {"involvement": "victim", "incident_type": kind}
        submit(sqlite_installation, officer, received_at=at, incident_type=kind, persons=[person])
    refresh_cube(sqlite_installation)
    return sqlite_installation


def types(installation: Installation, **values: str) -> Any:
    with reading(installation, make_actor(installation, Role.ANALYST)) as ctx:
        panel = build_dashboard(ctx, "overview", {"year": "2019", **values}).find_panel("types")
    assert panel
    return panel.chart


@pytest.mark.parametrize("values", [{}, {"part": "q2"}])
def test_a_type_not_counted_apart_last_year_is_not_stated(
    told: Installation, values: dict[str, str]
) -> None:
    chart = types(told, **values)
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:4]] for row in chart.table.rows}
    assert rows[LOST] == ["1", "미기재", "–"]
    assert rows["절도(피해자)"] == ["0", "1", "−1"]
    assert "미기재" in chart.figure["data"][1]["text"]
    assert chart.finding.ko.endswith("은 미기재")
    assert any("분실(피해자)" in note.ko and "0이 아님" in note.ko for note in chart.notes)


def test_of_cases_too(told: Installation) -> None:
    chart = types(told, unit="cases")
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:4]] for row in chart.table.rows}
    assert rows["분실"] == ["1", "미기재", "–"]


OWN = """
audience = ["analyst"]
parameters = ["year"]
title = { ko = "분실", en = "Lost property" }
"""
PANEL = """
[[panels]]
id = "%s"
kind = "%s"
filters = { involvement = ["victim"], type = ["lost_property"] }
title = { ko = "분실", en = "Lost property" }
"""


def test_over_time_a_gap_is_no_zero(told: Installation, tmp_path: Path) -> None:
    kinds = ("trend", "months", "multiples")
    (tmp_path / "lost.toml").write_text(OWN + "".join(PANEL % (kind, kind) for kind in kinds))
    told.settings = told.settings.model_copy(update={"dashboards_folder": tmp_path})
    with reading(told, make_actor(told, Role.ANALYST)) as ctx:
        view = build_dashboard(ctx, "lost", {"year": "2019"})
    found = {item.panel.id: item.chart for item in view.panels}
    rows = {
        name: {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in chart.table.rows}
        for name, chart in found.items()
        if chart
    }
    assert rows["months"]["5월"] == ["1", "미기재", "–"]
    assert rows["months"]["6월"] == ["0", "미기재", "–"]
    assert rows["trend"]["2019"][0] == "1"
    assert rows["multiples"]["캄보디아"] == ["1"]
    assert "0이 아님" in found["months"].notes[-1].ko
    assert "빗금은 미기재" in found["months"].key.ko


def test_a_gap_within_the_years_is_hatched_in_small_multiples(
    told: Installation, tmp_path: Path
) -> None:
    """불법체류 was counted apart until 2019."""
    officer = make_actor(told, Role.OFFICER, "THA-BANGKOK")
    at = datetime(2019, 5, 5, 3, tzinfo=UTC).isoformat()
    person = {"involvement": "perpetrator", "incident_type": "overstay"}
    submit(told, officer, received_at=at, incident_type="overstay", persons=[person])
    refresh_cube(told)
    panel = (PANEL % ("years", "multiples")).replace("victim", "perpetrator")
    (tmp_path / "own.toml").write_text(OWN + panel.replace("lost_property", "overstay"))
    told.settings = told.settings.model_copy(update={"dashboards_folder": tmp_path})
    with reading(told, make_actor(told, Role.ANALYST)) as ctx:
        view = build_dashboard(ctx, "own", {"year": "2021"}).find_panel("years")
    assert view
    bands, bars = view.multiples[0].figure["data"]
    assert (bands["x"], bars["y"]) == ([2020, 2021], [1, None, None])
    assert view.chart
    assert "빗금은 미기재" in view.chart.key.ko
    assert any("불법체류(가해자)" in note.ko for note in view.chart.notes)


def test_gaps_of_both_periods_are_told_once(told: Installation) -> None:
    notes = [note.ko for note in types(told).notes if "0이 아님" in note.ko]
    assert len(notes) == 1

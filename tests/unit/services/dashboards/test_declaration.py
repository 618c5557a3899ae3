"""A declared dashboard is checked before the service starts, and mistakes are told by file and key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from safety_center.services.dashboards import DashboardError, load_dashboards
from safety_center.services.dashboards.filter_codes import check_filter_codes
from tests.guards.tree import TOP

GOOD = """
audience = ["analyst"]
parameters = ["year"]
[title]
ko = "연령"
en = "Age"
[[panels]]
id = "ages"
kind = "breakdown"
breakdown = "age_band"
filters = { involvement = ["victim"] }
title = { ko = "연령대별 인원", en = "Persons by age band" }
"""


def _fault(folder: Path, text: str) -> str:
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DashboardError) as refused:
        load_dashboards(folder)
    return str(refused.value)


def test_a_file_is_a_dashboard_under_its_name(tmp_path: Path) -> None:
    (tmp_path / "ages.toml").write_text(GOOD, encoding="utf-8")
    found = load_dashboards(tmp_path)
    assert list(found) == ["ages"]
    assert found["ages"].declaration.panels[0].title.en == "Persons by age band"


def test_the_shipped_dashboards_are_in_order() -> None:
    assert {"overview", "region"} <= set(load_dashboards(TOP / "dashboards"))


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ('kind = "pie"', 'kind = "breakdown"', "mine.toml: panels.ages.kind: Input should be"),
        ('"shoe_size"', '"age_band"', "mine.toml: panels.ages.breakdown: Input should be"),
        ('breakdown = "year"', 'breakdown = "age_band"', "kind breakdown needs one of region, "),
        ('["sufferer"]', '["victim"]', "filters.involvement: unknown code sufferer"),
        ('"auditor"', '"analyst"', "audience: auditor may not see dashboards"),
        ("colour = 1\nid", "id", "mine.toml: panels.ages.colour: Extra inputs are not permitted"),
        ("title = {", "titel = {", "mine.toml: panels.ages.title: Field required"),
        ('["year", "year"]', '["year"]', "mine.toml: parameters: one is named twice"),
        ('unit = "cases"\n[title]', "[title]", "panels.ages: age_band, involvement is of persons"),
        (
            'finding = "age"\n[title]',
            "[title]",
            "mine.toml: finding: age is no panel with a finding",
        ),
        ("[[panel]]", "[[panels]]", "mine.toml: panels: Field required"),
        ('en = ""', 'en = "Age"', "mine.toml: title.en: String should have at least 1"),
        ("audience = [", 'audience = ["', "mine.toml: not TOML"),
    ],
)
def test_a_mistake_is_told_with_file_key_and_reason(
    tmp_path: Path, wrong: str, right: str, told: str
) -> None:
    text = GOOD.replace(right, wrong) if right in GOOD else GOOD.replace(wrong, right)
    assert told in _fault(tmp_path, text)


def test_a_mistake_in_a_panel_is_told_once(tmp_path: Path) -> None:
    told = _fault(tmp_path, GOOD.replace("age_band", "shoe_size"))
    assert len(told.splitlines()) == 1


def test_a_page_of_cases_alone_offers_no_choice_of_involvement(tmp_path: Path) -> None:
    cases = GOOD.replace('["year"]', '["involvement"]\nunit = "cases"')
    assert "parameters: involvement is of persons" in _fault(tmp_path, cases)


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ('country = ["KH", "XX"]', "mine.toml: panels.ages.filters.country: unknown code XX"),
        ('mission = ["MARS"]', "mine.toml: panels.ages.filters.mission: unknown code MARS"),
        ('mission = ["none"]', ""),
    ],
)
def test_places_of_filters_are_those_of_the_reference_files(
    tmp_path: Path, codes: str, told: str
) -> None:
    text = GOOD.replace('involvement = ["victim"]', codes)
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    found = load_dashboards(tmp_path)
    if not told:
        check_filter_codes(found, TOP / "data")
        return
    with pytest.raises(DashboardError, match=re.escape(told)):
        check_filter_codes(found, TOP / "data")


def test_two_panels_of_one_id_are_refused(tmp_path: Path) -> None:
    panel = GOOD[GOOD.index("[[panels]]") :]
    assert "the id ages is used twice" in _fault(tmp_path, GOOD + panel)


def test_every_mistake_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "first.toml").write_text(GOOD.replace("analyst", "cook"), encoding="utf-8")
    told = _fault(tmp_path, GOOD.replace("age_band", "shoe"))
    assert "first.toml: audience.0" in told
    assert "mine.toml: panels.ages.breakdown" in told


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DashboardError, match="does not exist"):
        load_dashboards(tmp_path / "nowhere")

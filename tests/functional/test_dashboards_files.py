"""Dashboards as files: for themselves, for inside, and for those who may see dashboards."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from safety_center.domain.access import Actor, Role
from safety_center.services.accounts import find_actor
from safety_center.services.context import reading
from safety_center.services.dashboards import write_dashboard_files
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from tests.databases import copy_sqlite_database
from tests.factories import make_actor, make_installation, submit
from tests.visitor import Visitor


@pytest.fixture(scope="module")
def house(
    sqlite_loaded_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation with a report, its files written once: writing takes seconds."""
    folder = tmp_path_factory.mktemp("files")
    url = copy_sqlite_database(sqlite_loaded_template, folder / "files.sqlite3")
    installation = make_installation(url, folder)
    submit(installation, make_actor(installation, Role.OFFICER), persons=[{"headcount": 3}])
    make_actor(installation, Role.ANALYST)
    refresh_cube(installation)
    write_dashboard_files(installation)
    yield installation
    installation.database.close()


@pytest.fixture
def written(house: Installation) -> Path:
    return house.settings.files_folder / "dashboards"


@pytest.fixture
def analyst(house: Installation) -> Visitor:
    return Visitor(house).enter(analyst_of(house))


def analyst_of(house: Installation) -> Actor:
    """The analyst, who is there already."""
    with reading(house, None) as ctx:
        found = find_actor(ctx, "analyst.safety-center")
    assert found
    return found


def test_overview_and_each_region_are_written_in_both_languages(written: Path) -> None:
    names = {path.name for path in written.iterdir()}
    assert {"overview.ko.html", "overview.en.html", "region.asia_pacific.ko.html"} <= names
    assert {"session.ko.html", "session.en.html"} <= names
    assert not [name for name in names if name.startswith(("country", "mission", "call_center"))]
    assert len(names) == 2 * (2 + 4)


@pytest.mark.parametrize("name", ["overview.ko", "session.ko", "session.en", "region.americas.en"])
def test_a_file_asks_for_nothing(written: Path, name: str) -> None:
    text = (written / f"{name}.html").read_text(encoding="utf-8")
    markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", text, flags=re.DOTALL)
    assert not re.search(r"\s(src=|href=(?!\"#))", markup)
    styles = re.findall(r"<style[^>]*>(.*?)</style>", text, re.DOTALL)
    assert not re.search(r"url\((?!['\"]?data:)|@import", "".join(styles))
    assert "default-src &#39;none&#39;" in text


def test_the_policy_of_a_file_knows_its_own_scripts_and_styles(written: Path) -> None:
    text = (written / "region.europe.en.html").read_text(encoding="utf-8")
    inside = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    inside += re.findall(r"<style[^>]*>(.*?)</style>", text, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    known = policy[1].replace("&#39;", "'")
    for part in inside:
        assert f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'" in known


def test_a_file_says_for_whom_it_is_and_names_no_case(written: Path) -> None:
    text = (written / "overview.ko.html").read_text(encoding="utf-8")
    assert "내부용" in text
    assert "기준 시각" in text
    assert not re.search(r"\d{4}-KHM-\d{6}", text)
    assert "/cases" not in text


def test_writing_again_replaces_and_takes_away_what_is_no_more(
    house: Installation, written: Path
) -> None:
    (written / "old.ko.html").write_text("old", encoding="utf-8")
    write_dashboard_files(house)
    names = {path.name for path in written.iterdir()}
    assert "old.ko.html" not in names
    assert not [name for name in names if name.endswith(".part")]


def test_files_are_fetched_by_those_who_see_dashboards(analyst: Visitor, written: Path) -> None:
    page = analyst.get("/dashboards/files").text
    assert "overview.ko.html" in page
    assert (
        f'받을 수 있는 파일 <span class="count">{len(list(written.glob("*.html")))}</span>' in page
    )
    answer = analyst.get("/dashboards/files/overview.ko.html")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="overview.ko.html"'
    kept = (written / "overview.ko.html").read_text(encoding="utf-8")
    before, _, after = kept.partition("<!-- taken out by -->")
    taken = answer.text.removeprefix(before).removesuffix(after)
    assert len(taken) == len(answer.text) - len(before) - len(after)
    assert "내려받은 사람 analyst" in taken
    assert "시스템 작업" in before


@pytest.mark.parametrize("name", ["keys.json", "..%2Fkeys.json", "other.ko.html"])
def test_nothing_else_can_be_fetched(analyst: Visitor, name: str) -> None:
    assert analyst.get(f"/dashboards/files/{name}").status_code == 404


def test_before_the_first_run_the_page_says_how_files_come(
    sqlite_installation: Installation,
) -> None:
    visitor = Visitor(sqlite_installation).enter(make_actor(sqlite_installation, Role.ANALYST))
    assert "아직 만든 파일이 없습니다." in visitor.get("/dashboards/files").text

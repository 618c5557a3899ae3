"""Choices over a whole dashboard page: one place, cases instead of persons, an earlier instant."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import InputRefused
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.services.context import reading
from safety_center.services.dashboards import (
    DashboardError,
    DashboardView,
    build_dashboard,
    load_dashboards,
)
from safety_center.services.dashboards.kinds import Parameter
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from tests.factories import make_actor, submit
from tests.guards.tree import TOP
from tests.visitor import Visitor, heading

SHIPPED = ["call_center", "country", "mission", "overview", "region", "session", "timeliness"]
BANGKOK = "THA-BANGKOK"


@pytest.fixture
def analyst(sqlite_installation: Installation) -> Actor:
    return make_actor(sqlite_installation, Role.ANALYST)


@pytest.fixture
def counted(sqlite_installation: Installation) -> Installation:
    """Two cases in Cambodia with three victims and a perpetrator, one in Germany with two victims."""
    officer = make_actor(sqlite_installation, Role.OFFICER)
    submit(sqlite_installation, officer, persons=[{"headcount": 3}])
    submit(sqlite_installation, officer, persons=[{"involvement": "perpetrator"}])
    submit(sqlite_installation, officer, country_code="DE", persons=[{}, {}])
    refresh_cube(sqlite_installation)
    return sqlite_installation


def show(installation: Installation, actor: Actor, name: str, **values: str) -> DashboardView:
    with reading(installation, actor) as ctx:
        return build_dashboard(ctx, name, values)


def test_the_seven_dashboards_are_shipped() -> None:
    assert sorted(load_dashboards(TOP / "dashboards")) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("choice", ["", "?unit=cases", "?as_of=today"])
def test_every_dashboard_stands_under_every_choice(
    counted: Installation, analyst: Actor, name: str, choice: str
) -> None:
    choice = choice.replace("today", seoul_date(utc_now()).isoformat())
    page = Visitor(counted).enter(analyst).get(f"/dashboards/{name}{choice}")
    assert page.status_code == 200
    text = re.sub(r"<script.*?</script>", "", page.text, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|\bNone\b", text)


def test_a_page_of_a_country_counts_that_country(counted: Installation, analyst: Actor) -> None:
    page = Visitor(counted).enter(analyst).get("/dashboards/country?country=DE")
    assert heading(page).startswith("독일에서")
    assert "접수된 당사자는 2명" in heading(page)
    assert re.search(r'<option value="DE" selected', page.text)
    assert "캄보디아에서" not in page.text


def test_without_a_choice_the_country_with_most_persons_is_shown(
    counted: Installation, analyst: Actor
) -> None:
    assert show(counted, analyst, "country").chosen.country == "KH"


def test_a_mission_head_finds_the_own_mission(counted: Installation) -> None:
    head = make_actor(counted, Role.MISSION_HEAD, BANGKOK)
    view = show(counted, head, "mission")
    assert view.chosen.mission == BANGKOK
    assert view.finding.ko.startswith("주태국대사관 관할에서")
    assert show(counted, head, "country").chosen.country == "TH"


def test_names_to_choose_from_come_from_the_tables(counted: Installation, analyst: Actor) -> None:
    view = show(counted, analyst, "country")
    (choice,) = (choice for choice in view.choices if choice.name == "country")
    with reading(counted, analyst) as ctx:
        known = {(code, place.ko, place.en) for code, place in ctx.places.countries.items()}
    assert set(choice.options) == known


def test_a_page_of_cases_counts_cases_and_opens_their_list(
    counted: Installation, analyst: Actor
) -> None:
    visitor = Visitor(counted).enter(analyst)
    page = visitor.get("/dashboards/overview?unit=cases")
    assert "접수된 사건·사고는 3건" in heading(page)
    regions = page.text[page.text.index('id="regions"') :]
    link = re.search(r'href="(/cases\?[^"]*region=asia_pacific[^"]*)">2<', regions)
    assert link
    listed = visitor.get(link[1].replace("&amp;", "&"))
    assert listed.status_code == 200
    assert len(set(re.findall(r'href="/cases/(\d{4}-KHM-\d{6})"', listed.text))) == 2


def test_every_figure_of_a_page_of_cases_says_cases(counted: Installation, analyst: Actor) -> None:
    view = show(counted, analyst, "country", country="KH", unit="cases")
    shown = [panel for panel in view.panels if panel.chart]
    assert {panel.chart.unit.ko for panel in shown if panel.chart} == {"건"}
    told = {text.ko for panel in shown for term, text in panel.basis if term.ko == "집계 규칙"}
    assert all("cases-1" in text for text in told)
    assert told


def test_what_makes_sense_of_persons_only_says_so(counted: Installation, analyst: Actor) -> None:
    view = show(counted, analyst, "country", country="KH", unit="cases")
    for name in ("sojourn", "ages", "residents"):
        panel = view.find_panel(name)
        assert panel
        assert panel.why
        assert "단위를 명으로 바꾸면 볼 수 있습니다" in panel.why.ko
    page = Visitor(counted).enter(analyst).get("/dashboards/country?country=KH&unit=cases").text
    assert "당사자마다 달라 건수로는 나눌 수 없습니다" in page


def test_involvement_of_cases_is_refused_at_its_field(
    counted: Installation, analyst: Actor
) -> None:
    page = Visitor(counted).enter(analyst).get("/dashboards/overview?unit=cases&involvement=victim")
    assert page.status_code == 422
    assert "당사자 구분은 당사자마다 달라 건수와 함께 고를 수 없습니다" in page.text
    assert "접수된 사건·사고는 3건" in heading(page)


def test_a_page_as_of_an_earlier_day_knows_nothing_later(
    counted: Installation, analyst: Actor
) -> None:
    day = seoul_date(utc_now()) - timedelta(days=1)
    page = Visitor(counted).enter(analyst).get(f"/dashboards/overview?as_of={day}")
    assert page.status_code == 200
    assert "시스템이 알고 있던 대로입니다" in page.text
    assert re.search(r'<a href="/dashboards/overview">지금 수치로 돌아가기', page.text)
    assert heading(page).endswith("접수된 당사자는 없다")
    assert "그때의 값은 기록에 남아 있지 않음" in page.text


def test_a_page_as_of_now_equals_the_page_of_now(counted: Installation, analyst: Actor) -> None:
    now = show(counted, analyst, "overview")
    then = show(counted, analyst, "overview", as_of=seoul_date(utc_now()).isoformat())
    assert then.finding == now.finding
    for name in ("regions", "types", "map", "trend"):
        one, other = now.find_panel(name), then.find_panel(name)
        assert one
        assert other
        assert one.chart
        assert other.chart
        texts = [[cell.text for cell in row.cells] for row in one.chart.table.rows]
        assert [[cell.text for cell in row.cells] for row in other.chart.table.rows] == texts


def test_a_page_as_of_a_day_leads_to_no_list_of_now(counted: Installation, analyst: Actor) -> None:
    day = seoul_date(utc_now()).isoformat()
    page = Visitor(counted).enter(analyst).get(f"/dashboards/overview?as_of={day}").text
    assert "/cases?" not in page[page.index('class="figures') :]


@pytest.mark.parametrize("wrong", ["2999-01-01", "yesterday"])
def test_a_day_that_cannot_be_asked_is_told_at_its_field(
    counted: Installation, analyst: Actor, wrong: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        show(counted, analyst, "overview", as_of=wrong)
    assert [error.field for error in refused.value.errors] == ["as_of"]
    assert (
        Visitor(counted).enter(analyst).get(f"/dashboards/overview?as_of={wrong}").status_code
        == 422
    )


def test_the_session_tells_its_chapters_in_order(counted: Installation, analyst: Actor) -> None:
    page = Visitor(counted).enter(analyst).get("/dashboards/session").text
    chapters = re.findall(r'<h2 class="chapter span-12"[^>]*>(.*?)</h2>', page)
    assert [chapter[0] for chapter in chapters] == list("1234567")
    assert 'class="figures is-session"' in page
    assert "실제 발표 자료" in page


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('parameters = ["region", "country"]', "parameters: only one of region, country"),
        ('file = true\nparameters = ["mission"]', "file: one with mission is not written"),
        ('unit = "people"', "unit: "),
        ('style = "poster"', "style: "),
    ],
)
def test_a_declaration_that_cannot_be_is_told_with_its_key(
    tmp_path: Path, line: str, reason: str
) -> None:
    (tmp_path / "wrong.toml").write_text(
        f'audience = ["analyst"]\n{line}\ntitle = {{ ko = "틀림", en = "Wrong" }}\n'
        '[[panels]]\nid = "map"\nkind = "map"\ntitle = { ko = "지도", en = "Map" }\n',
        encoding="utf-8",
    )
    with pytest.raises(DashboardError, match=rf"wrong\.toml: {reason}"):
        load_dashboards(tmp_path)


def test_shipped_dashboards_of_figures_take_a_basis_and_a_unit() -> None:
    found = load_dashboards(TOP / "dashboards")
    for name in ("overview", "region", "country", "mission", "session"):
        assert {Parameter.UNIT, Parameter.BASIS, Parameter.INVOLVEMENT} <= set(
            found[name].declaration.parameters
        )

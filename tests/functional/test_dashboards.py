"""Dashboards through the door: numbers that agree, that open their lists, and that say what they are."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from safety_center.domain.access import Actor, Role
from safety_center.domain.periods import utc_now
from safety_center.services.context import reading
from safety_center.services.dashboards import DashboardError, build_dashboard
from safety_center.services.dashboards.published import published_persons
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from tests.factories import make_actor, make_installation, submit
from tests.visitor import Visitor, heading

OVERVIEW, CAMBODIA = "/dashboards/overview", "/dashboards/region?region=asia_pacific"


@pytest.fixture
def analyst(sqlite_installation: Installation) -> Actor:
    return make_actor(sqlite_installation, Role.ANALYST)


@pytest.fixture
def counted(sqlite_installation: Installation) -> Installation:
    return _count(sqlite_installation)


def _count(installation: Installation) -> Installation:
    """This year: 3 victims and 1 perpetrator in Cambodia, 2 victims in Germany."""
    officer = make_actor(installation, Role.OFFICER)
    submit(installation, officer, persons=[{"headcount": 3}])
    submit(installation, officer, persons=[{"involvement": "perpetrator"}])
    submit(installation, officer, country_code="DE", persons=[{}, {}])
    refresh_cube(installation)
    return installation


def _payloads(page: str) -> list[dict]:
    found = re.findall(r"data-figure>(.*?)</script>", page, re.DOTALL)
    return [json.loads(text) for text in found]


def _rows(page: str, panel: str) -> dict[str, list[str]]:
    """Numbers of a panel's first table by the head of their row."""
    part = page[page.index(f'id="{panel}"') :]
    body = part[part.index("<tbody>") : part.index("</tbody>")]
    rows = re.findall(r"<th scope=\"row\">(.*?)</th>(.*?)</tr>", body, re.DOTALL)
    strip = re.compile(r"<[^>]+>")
    return {name: strip.sub(" ", cells).split() for name, cells in rows}


def test_the_title_is_the_finding(counted: Installation, analyst: Actor) -> None:
    page = Visitor(counted).enter(analyst).get(OVERVIEW)
    assert page.status_code == 200
    assert re.fullmatch(
        r"\d{4}\. 1\. 1\.–\d+\. \d+\. 접수된 당사자는 6명으로 전년 같은 기간은 이 시스템의 기록이 시작되기 전이다",
        heading(page),
    )
    assert "피해자 5명 · 가해자 1명 · 기타 0명" in page.text


def test_a_number_opens_the_list_that_counts_the_same(
    counted: Installation, analyst: Actor
) -> None:
    visitor = Visitor(counted).enter(analyst)
    page = visitor.get(OVERVIEW).text
    regions = page[page.index('id="regions"') :]
    link = re.search(r'href="(/cases\?[^"]*region=asia_pacific[^"]*)">4<', regions)
    assert link
    answer = visitor.get(link[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert len(set(re.findall(r'href="/cases/(\d{4}-KHM-\d{6})"', answer.text))) == 2


def test_a_mark_of_the_chart_opens_the_same_list(counted: Installation, analyst: Actor) -> None:
    page = Visitor(counted).enter(analyst).get(OVERVIEW).text
    bars = next(p for p in _payloads(page) if p["data"][0].get("orientation") == "h")
    href = bars["data"][0]["customdata"][0]["href"]
    assert href.startswith("/cases?")
    assert href.replace("&", "&amp;") in page


def test_panels_of_a_page_agree(installation: Installation) -> None:
    visitor = Visitor(_count(installation)).enter(make_actor(installation, Role.ANALYST))
    page = visitor.get(OVERVIEW).text
    year = str(utc_now().year)
    years = next(v for k, v in _rows(page, "trend").items() if k.startswith(year))
    assert years[0] == "5"
    assert _rows(page, "regions")["아시아·태평양"][:2] == ["4", "0"]
    assert sum(int(cells[0]) for cells in _rows(page, "map").values()) == 6
    assert _rows(page, "types")["절도(피해자)"][0] == "5"


def test_the_region_page_counts_its_countries(counted: Installation, analyst: Actor) -> None:
    page = Visitor(counted).enter(analyst).get(CAMBODIA)
    assert heading(page).startswith("아시아·태평양에서")
    assert _rows(page.text, "countries")["캄보디아"][0] == "4"
    assert "독일" not in page.text


def test_a_choice_stands_in_the_address_and_reaches_every_panel(
    counted: Installation, analyst: Actor
) -> None:
    page = Visitor(counted).enter(analyst).get(f"{OVERVIEW}?involvement=perpetrator&scheme=bureau")
    assert "접수된 가해자는 1명" in heading(page)
    assert _rows(page.text, "regions")["아세안국"][0] == "1"
    assert re.search(r'<option value="perpetrator" selected', page.text)


def test_an_unknown_choice_is_told_at_its_field(counted: Installation, analyst: Actor) -> None:
    page = Visitor(counted).enter(analyst).get(f"{OVERVIEW}?year=1850&involvement=victim")
    assert page.status_code == 422
    assert "1850" in page.text
    assert "접수된 피해자는 5명" in heading(page)


def test_changing_the_scheme_does_not_leave_an_old_region_behind(
    counted: Installation, analyst: Actor
) -> None:
    page = Visitor(counted).enter(analyst).get(f"{CAMBODIA}&scheme=bureau")
    assert page.status_code == 200


def test_who_has_no_lists_gets_numbers_without_links(counted: Installation, analyst: Actor) -> None:
    with reading(counted, analyst) as ctx:
        view = build_dashboard(ctx, "overview", {})
    panel = view.find_panel("regions")
    assert panel
    assert panel.chart
    assert all(cell.href is None for row in panel.chart.table.rows for cell in row.cells)


def test_the_administrator_sees_no_dashboard(sqlite_installation: Installation) -> None:
    administrator = make_actor(sqlite_installation, Role.ADMINISTRATOR)
    assert Visitor(sqlite_installation).enter(administrator).get(OVERVIEW).status_code == 403


def test_the_work_tiles_count_what_the_reader_may_list(counted: Installation) -> None:
    head = make_actor(counted, Role.MISSION_HEAD, "THA-BANGKOK")
    page = Visitor(counted).enter(head).get(OVERVIEW).text
    assert "주태국대사관 관련 건" in page
    tile = page[page.index("처리 중인 사건·사고") :]
    assert re.search(r"stat-figure\"><a[^>]*>(\d+)<", tile)[1] == "0"


def test_without_a_cube_the_page_says_what_to_do(
    sqlite_installation: Installation, analyst: Actor
) -> None:
    page = Visitor(sqlite_installation).enter(analyst).get(OVERVIEW)
    assert page.status_code == 409
    assert "통계를 아직 만들지 않았습니다" in page.text


def test_nobody_counted_is_said_instead_of_an_empty_table(
    sqlite_installation: Installation, analyst: Actor
) -> None:
    refresh_cube(sqlite_installation)
    page = Visitor(sqlite_installation).enter(analyst).get(f"{CAMBODIA}&year={utc_now().year - 10}")
    assert heading(page).endswith("접수된 당사자는 없다")
    assert "이 기간에 집계된 당사자가 없습니다." in page.text
    assert not re.search(r"<tbody>\s*</tbody>", page.text)
    assert "nan" not in page.text.lower().replace("finance", "")


def test_the_demonstration_says_so_in_every_figure_and_file(
    counted: Installation, analyst: Actor, tmp_path: Path
) -> None:
    shown = make_installation(counted.database.url, tmp_path, demonstration=True)
    visitor = Visitor(shown).enter(analyst)
    page = visitor.get(OVERVIEW).text
    label = "시연용 가상 데이터 · 실제 사건이 아닙니다"
    assert all(p["layout"]["title"]["text"] == label for p in _payloads(page))
    assert label in visitor.get(f"{OVERVIEW}/figures/regions.csv").text
    mark = f'<p class="multiples-mark">{label}</p>'
    assert visitor.get(CAMBODIA).text.count(mark) == 1
    shown.database.close()


def test_a_long_table_shows_ten_rows_and_folds_the_others(
    sqlite_installation: Installation, analyst: Actor
) -> None:
    officer = make_actor(sqlite_installation, Role.OFFICER)
    for country in "KH DE US FR GB JP CN VN TH PH IT ES AU ID".split():
        submit(sqlite_installation, officer, country_code=country)
    refresh_cube(sqlite_installation)
    page = Visitor(sqlite_installation).enter(analyst).get(OVERVIEW).text
    assert len(_rows(page, "map")) == 10
    assert "나머지 4개 보기" in page


def test_a_csv_says_what_its_numbers_are(counted: Installation, analyst: Actor) -> None:
    answer = Visitor(counted).enter(analyst).get(f"{OVERVIEW}/figures/regions.csv?year=2026")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    told = {row[0]: row[1] for row in rows if len(row) == 2}
    assert {"단위", "날짜 기준", "집계 규칙", "지역 구분", "기준 시각"} <= set(told)
    assert (told["이용 범위"], analyst.username in told["작성"]) == ("내부용", True)
    table = rows[rows.index([]) + 1 :]
    assert table[-1][0] == "합계"
    assert sum(int(row[1]) for row in table[1:-1]) == int(table[-1][1])


def test_a_panel_that_does_not_exist_is_not_found(counted: Installation, analyst: Actor) -> None:
    visitor = Visitor(counted).enter(analyst)
    assert visitor.get(f"{OVERVIEW}/figures/secret.csv").status_code == 404
    assert visitor.get(f"{OVERVIEW}/figures/latest.csv").status_code == 404
    assert visitor.get("/dashboards/secret").status_code == 404


def test_a_new_file_is_a_new_dashboard(
    counted: Installation, analyst: Actor, tmp_path: Path
) -> None:
    folder = tmp_path / "declared"
    folder.mkdir()
    (folder / "sexes.toml").write_text(
        'audience = ["analyst"]\ntitle = { ko = "성별", en = "Sex" }\n[[panels]]\nid = "sexes"\n'
        'kind = "breakdown"\nbreakdown = "sex"\nfilters = { involvement = ["victim"] }\n'
        'title = { ko = "성별 피해자", en = "Victims by sex" }\n',
        encoding="utf-8",
    )
    shown = make_installation(counted.database.url, tmp_path, dashboards_folder=folder)
    page = Visitor(shown).enter(analyst).get("/dashboards/sexes")
    assert _rows(page.text, "sexes")["미상"][0] == "5"
    shown.database.close()


def test_a_wrong_declaration_stops_the_start(
    sqlite_installation: Installation, tmp_path: Path
) -> None:
    (tmp_path / "wrong.toml").write_text("audience = []", encoding="utf-8")
    settings = sqlite_installation.settings.model_copy(update={"dashboards_folder": tmp_path})
    sqlite_installation.settings = settings
    with pytest.raises(DashboardError, match=r"wrong\.toml: title: Field required"):
        Visitor(sqlite_installation)


def test_all_panels_stand_for_the_same_instant(counted: Installation, analyst: Actor) -> None:
    with reading(counted, analyst) as ctx:
        view = build_dashboard(ctx, "overview", {})
    assert utc_now() - view.as_of < timedelta(minutes=5)
    stamps = {
        text.ko for panel in view.panels for term, text in panel.basis if term.ko == "기준 시각"
    }
    assert len(stamps) == 1


def test_the_published_series_takes_the_value_without_a_remark(
    sqlite_installation: Installation,
) -> None:
    with reading(sqlite_installation, None) as ctx:
        frame = published_persons(ctx, "persons_by_year")
    values = frame.set_index(["involvement", "year"])["count"].to_dict()
    assert values["victim", 2015] == 8_298  # and not 8,297, see data/published/conflicts.csv
    assert values["other", 2017] == 4_189
    assert ("victim", 2002) not in values  # an old series, not comparable

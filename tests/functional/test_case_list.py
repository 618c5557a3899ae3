"""The list of cases: filters of an address, counts within scope, pages by key."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from safety_center.domain.access import CaseScope, Role
from safety_center.services.cases import listing, saved_filters
from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.services.reference import country_region_map
from safety_center.store import case_list
from safety_center.store.case_list import CaseFilter, Page
from tests.factories import BANGKOK, YEAR, submit
from tests.functional.desk import Desk, acts, sit_down


@pytest.fixture
def officer(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


def test_cases_and_persons_are_counted(officer: Desk) -> None:
    submit(officer.installation, officer.actor, persons=[{"headcount": 3}])
    submit(officer.installation, officer.actor)
    assert "사건 2건 · 당사자 4명" in officer.text("/cases")
    assert [row.rows for row in acts(officer.installation, "case.list")] == [2]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=KH", 1),
        ("country=TH", 0),
        ("involvement=victim&type=kidnapping", 1),
        ("involvement=perpetrator", 0),
        ("severity=critical&source=mission", 1),
        ("basis=occurred&day=unknown", 1),
        ("basis=occurred&from=2026-01-01", 0),
        ("status=open", 1),
        ("status=closed", 0),
        ("overdue=1", 1),
        ("mission=KHM-PHNOMPENH&owner=KHM-PHNOMPENH", 1),
        ("mission=none", 0),
        ("mission=none,KHM-PHNOMPENH", 1),
        ("country=KH,TH&involvement=victim,other", 1),
        ("sex=female&age_band=20-29&sojourn=visitor", 1),
        ("sex=male", 0),
        ("outcome=missing", 1),
        ("outcome=dead,injured", 0),
        ("order=due", 1),
        ("scheme=open_data&region=asia_pacific&country=TH", 0),
    ],
)
def test_each_filter_of_the_contract_finds_what_it_says(
    officer: Desk, query: str, found: int
) -> None:
    due = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    who = {"sex": "female", "age_band": "20-29", "sojourn": "visitor", "outcome": "missing"}
    told = {"situation": "kidnapping", "next_action_due_at": due, "persons": [who]}
    submit(officer.installation, officer.actor, **told)
    assert f"사건 {found}건" in officer.text(f"/cases?{query}")


def test_a_region_means_its_countries_under_its_scheme(officer: Desk) -> None:
    submit(officer.installation, officer.actor)
    assert "사건 1건" in officer.text("/cases?region=asia_pacific&scheme=statistics")
    assert "사건 0건" in officer.text("/cases?region=europe&scheme=statistics")


@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "sex=x",
        "mission=nowhere",
        "order=up",
        "search=x",
        "bureau=moon",
        "country=XX",
        "from=gestern",
        "region=atlantis",
        "severity=4",
        "cursor=x",
    ],
)
def test_a_bogus_filter_is_refused_by_name(officer: Desk, query: str) -> None:
    answer = officer.get(f"/cases?{query}")
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_an_unknown_filter_is_named_and_leads_nowhere(officer: Desk) -> None:
    page = officer.text("/cases?planet=mars", status=422)
    assert "알 수 없는 조건입니다: planet" in page
    assert 'href="#planet"' not in page


def test_a_number_that_covers_more_than_the_scope_says_so(officer: Desk) -> None:
    submit(officer.installation, officer.actor)
    bangkok = sit_down(officer.installation, Role.OFFICER, unit_code=BANGKOK)
    page = bangkok.text("/cases?basis=reported&involvement=victim")
    assert "모두 1명이며, 담당 범위의 건만 보입니다" in page
    assert "사건 0건" in page
    assert "담당 범위" not in bangkok.text("/cases")


def test_pages_follow_one_another_without_gap_or_repetition(officer: Desk) -> None:
    for _ in range(53):
        submit(officer.installation, officer.actor)
    first = officer.text("/cases")
    cursor = first.split("cursor=")[1].split('"')[0]
    second = officer.text(f"/cases?cursor={cursor}")
    numbers = {f"{YEAR}-KHM-{n:06d}" for n in range(1, 54)}
    on_first = {n for n in numbers if f'/cases/{n}"' in first}
    on_second = {n for n in numbers if f'/cases/{n}"' in second}
    assert (len(on_first), len(on_second), on_first | on_second) == (50, 3, numbers)


def test_chips_take_one_filter_off(officer: Desk) -> None:
    page = officer.text("/cases?country=KH&status=open")
    assert 'href="/cases?country=KH"' in page
    assert 'href="/cases?status=open"' in page


def test_a_bureau_means_its_countries(officer: Desk) -> None:
    submit(officer.installation, officer.actor)
    with reading(officer.installation, officer.actor) as ctx:
        bureaus = country_region_map(ctx.session, "bureau", ctx.today)
    other = next(code for code in bureaus.values() if code != bureaus["KH"])
    assert "사건 1건" in officer.text(f"/cases?bureau={bureaus['KH']}")
    assert "사건 0건" in officer.text(f"/cases?bureau={other}")


def test_what_is_due_first_comes_first_and_pages_follow(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_PAGE_ROWS", 2)
    officer = sit_down(installation, Role.OFFICER)
    now = datetime.now(UTC)
    for hours in (3, 1, 1, 2):
        due = (now + timedelta(hours=hours)).replace(microsecond=0).isoformat()
        submit(installation, officer.actor, next_action_due_at=due)
    submit(installation, officer.actor)
    numbers, address = [], "/cases?order=due"
    while address:
        page = officer.text(address)
        numbers += re.findall(r'/cases/(\d{4}-KHM-\d{6})"', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1] if found else ""
    assert [int(number[-6:]) for number in numbers] == [2, 3, 4, 1]


def test_pages_walk_the_index_of_their_order(sqlite_installation: Installation) -> None:
    scope, page = CaseScope(True, None), Page(before=(datetime.now(UTC), 5))
    with sqlite_installation.database.reading() as session:
        statements: list[str] = []
        bind = session.connection()
        event.listen(bind, "before_cursor_execute", lambda *a: statements.append((a[2], a[3])))
        case_list.list_cases(session, scope, CaseFilter(), page)
        sql, values = statements[-1]
        plan = " ".join(row[3] for row in bind.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "USING INDEX ix_case_received (received_at<?)" in plan
    assert "TEMP B-TREE" not in plan


def test_counting_stops_where_it_would_cost_more_than_the_page(
    officer: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_COUNTED", 2)
    for _ in range(3):
        submit(officer.installation, officer.actor)
    assert "사건 2건 이상" in officer.text("/cases")
    assert "사건 3건 · 당사자 3명" in officer.text("/cases?basis=reported&country=KH")


def test_columns_are_each_persons_own(officer: Desk) -> None:
    submit(officer.installation, officer.actor, summary="여권 분실")
    assert (
        officer.post("/cases/columns?country=KH", {"columns": ["summary"]}).headers["Location"]
        == "/cases?country=KH"
    )
    page = officer.text("/cases")
    assert "여권 분실" in page
    assert '<th scope="col">경과 시간</th>' not in page
    other = sit_down(officer.installation, Role.MISSION_HEAD)
    assert '<th scope="col">경과 시간</th>' in other.text("/cases")


def test_no_column_at_all_is_refused_at_the_field_and_changes_nothing(officer: Desk) -> None:
    officer.post("/cases/columns", {"columns": ["summary"]})
    answer = officer.post("/cases/columns?country=KH", {})
    assert answer.status_code == 422
    assert '<a href="#columns">표시할 항목을 하나 이상 골라 주십시오.</a>' in answer.text
    assert 'id="columns-error"' in answer.text
    assert '<option value="KH" selected>' in answer.text
    assert 'id="column-summary" name="columns" value="summary">' in answer.text  # as it was left
    assert 'value="summary" checked' in officer.text("/cases")


def test_filters_are_folded_with_their_number_beside(officer: Desk) -> None:
    fold = re.compile(r'<details class="filter-fold"( open)?><summary>조회 조건(.*?)</summary>')
    assert fold.findall(officer.text("/cases")) == [("", "")]
    assert ">2</span>" in fold.findall(officer.text("/cases?country=KH&status=open"))[0][1]
    assert fold.findall(officer.text("/cases?sex=x", status=422))[0][0] == " open"


def test_a_filter_is_saved_under_a_name_for_its_owner(officer: Desk) -> None:
    officer.post("/cases/filters?country=KH&severity=critical", {"name": "캄보디아 위급"})
    page = officer.text("/cases")
    assert "조건을 저장했습니다: 캄보디아 위급. ‘저장한 조건’에서 다시 볼 수 있습니다." in page
    assert '<a href="/cases?country=KH&severity=critical">캄보디아 위급</a>' in page
    other = sit_down(officer.installation, Role.MISSION_HEAD)
    assert "캄보디아 위급" not in other.text("/cases")
    number = re.search(r"/cases/filters/(\d+)/delete", page)
    assert number
    assert other.post(f"/cases/filters/{number[1]}/delete", {}).status_code == 404
    assert officer.post("/cases/filters?country=KH", {"name": " "}).status_code == 422


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2026-12-31&to=2026-01-01", "기간의 종료일: 끝 날짜가 시작 날짜보다 앞섭니다."),
        ("closed_from=2026-12-31&closed_to=2026-01-01", "앞섭니다."),
        ("sent_from=2026-12-31&sent_to=2026-01-01", "앞섭니다."),
        ("country=XX", "국가·지역: 목록에 없는 값입니다: XX"),
    ],
)
def test_what_is_wrong_with_a_filter_names_it(officer: Desk, query: str, said: str) -> None:
    page = officer.text(f"/cases?{query}", 422)
    assert said in page
    assert ">여러 값<" not in page


def test_reports_and_the_trail_refuse_a_span_that_runs_backwards(officer: Desk) -> None:
    days = "from=2026-12-31&to=2026-01-01"
    assert "앞섭니다" in officer.text(f"/reports?{days}", 422)
    auditor = sit_down(officer.installation, Role.AUDITOR)
    assert "종료일(한국시간): 끝 날짜가" in auditor.text(f"/trail?{days}", 422)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"from": "2016-01-01"}, "received"),
        ({"to": "2016-01-01", "basis": "occurred"}, "occurred"),
        ({"from": "2016-01-01", "basis": "entered"}, "entered"),
        ({"closed_to": "2016-01-01"}, "closed"),
        ({"open_on": "2016-01-01"}, "received"),
    ],
)
def test_a_list_by_a_day_shows_that_day_instead_of_a_running_time(
    officer: Desk, values: dict[str, str], column: str
) -> None:
    with reading(officer.installation, officer.actor) as ctx:
        seen = saved_filters.columns_for_days(ctx, values)
        assert seen.count(column) == 1
        assert "age" not in seen
        assert "age" in saved_filters.columns_for_days(ctx, {"country": "KH"})


def test_a_closed_case_has_no_running_time(officer: Desk) -> None:
    submit(officer.installation, officer.actor, closed_at=datetime.now(UTC).isoformat())
    assert re.search(r'data-label="경과 시간"[^>]*>–<', officer.text("/cases?status=closed"))

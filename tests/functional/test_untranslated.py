"""No page speaks Korean to someone who chose English; only `lang="ko"` may hold Hangul.

Names of accounts and everything typed are in Latin letters here, so that nothing need be excepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from safety_center.domain.access import Actor, Role
from safety_center.services.installation import Installation
from safety_center.web.request import LANGUAGE_COOKIE
from tests.databases import copy_sqlite_database
from tests.factories import make_installation
from tests.functional.desk import Desk, all_cases
from tests.functional.hangul import find_hangul
from tests.functional.in_english import live_in, people_at_work, sit_down_in_english
from tests.visitor import Visitor

_FILTERS = (
    "country=KH&involvement=victim&type=theft&severity=minor&status=open&source=mission&overdue=1"
    "&region=asia_pacific&scheme=statistics&mission=KHM-PHNOMPENH&owner=CALL-CENTER"
)
#: What links lead to that is not a page.
_NO_PAGE = re.compile(r"^/static/|\.csv$|^/dashboards/files/.")
#: Pages no link leads to, refusals among them.
_UNLINKED: dict[Role, tuple[str, ...]] = {
    Role.OFFICER: (
        f"/cases?{_FILTERS}&basis=occurred&day=unknown",
        "/cases?basis=entered&from=2020-01-01&to=2020-02-01",
        "/cases?from=yesterday&severity=odd&odd=1",
        "/cases/2026-KHM-999999",
        "/reports/new/place?country_code=KH",
        "/reports/new/place?country_code=XZ",
        *(f"/reports/new/questions?situation={each}" for each in ("detention", "fraud", "death")),
        "/reports?disposition=advice_only",
    ),
    Role.ANALYST: (
        "/dashboards/overview?year=2001",
        "/dashboards/overview?year=soon&involvement=odd",
        "/reference/countries?q=nowhere",
    ),
    Role.ADMINISTRATOR: ("/accounts?q=nobody", "/cases", "/nowhere"),
    Role.AUDITOR: ("/trail?username=nobody",),
}

Working = tuple[Installation, dict[Role, Actor]]


@pytest.fixture(scope="module")
def working(
    sqlite_loaded_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Working]:
    folder = tmp_path_factory.mktemp("english")
    url = copy_sqlite_database(sqlite_loaded_template, folder / "english.sqlite3")
    installation = make_installation(url, folder, demonstration=True)
    people = people_at_work(installation)
    live_in(installation, people)
    yield installation, people
    installation.database.close()


def test_what_is_taken_away_in_english_is_in_english(working: Working) -> None:
    installation, people = working
    desk = sit_down_in_english(installation, people[Role.ANALYST])
    for panel in ("regions", "trend", "types"):
        figures = desk.get(f"/dashboards/overview/figures/{panel}.csv")
        assert figures.status_code == 200
        assert find_hangul(figures.text) == []
    file = desk.get("/dashboards/files/region.asia_pacific.en.html").text
    assert "data-figure" in file
    shown = re.sub(r"<(script|style)>.*?</\1>", "", file, flags=re.DOTALL)
    assert find_hangul(shown) == []


@pytest.fixture
def officer(working: Working) -> Desk:
    installation, people = working
    return sit_down_in_english(installation, people[Role.OFFICER])


def _links(page: str) -> Iterator[str]:
    """Addresses without their arguments: the first of each page is enough."""
    for href in re.findall(r'<a [^>]*href="([^"#?]+)', page):
        address = urlsplit(href)
        if not address.netloc and address.path.startswith("/") and not _NO_PAGE.search(href):
            yield address.path


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_every_page_a_role_can_reach_is_in_english(working: Working, role: Role) -> None:
    installation, people = working
    desk = sit_down_in_english(installation, people[role])
    waiting, seen, found = ["/", "/password", *_UNLINKED.get(role, ())], set(), {}
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = desk.get(path, follow_redirects=True)
        if answer.mimetype != "text/html":  # a template, a file
            continue
        if left := find_hangul(answer.text):
            found[path] = left
        waiting += _links(answer.text)
    assert found == {}
    assert len(seen) > 4


def test_the_pages_before_signing_in_are_in_english(working: Working) -> None:
    visitor = Visitor(working[0])
    visitor.client.set_cookie(LANGUAGE_COOKIE, "en")
    for path in ("/sign-in", "/sign-in?ended=1", "/about", "/cases"):
        assert find_hangul(visitor.get(path, follow_redirects=True).text) == [], path
    assert find_hangul(visitor.sign_in("nobody", "wrong").text) == []


def _refused(answer: TestResponse, *fields: str) -> None:
    assert answer.status_code == 422, answer.status
    assert find_hangul(answer.text) == []
    for field in fields:
        assert f'id="{field}-error"' in answer.text


def test_errors_at_the_fields_of_a_report_are_in_english(officer: Desk) -> None:
    values = officer.open_form(
        country_code="Nowhere",
        situation="odd",
        narrative="",
        caller_name="Caller",
        occurred_from="yesterday",
        occurred_time="25:00",
        received_at="2099-01-01T00:00",
        disposition="joined_case",
        next_action_due_at="soon",
    )
    persons = {"persons.0.headcount": "many", "persons.0.birth_date": "2099-01-01"}
    answer = officer.post("/reports/new", values | persons | {"persons.1.age_band": "old"})
    _refused(answer, "country_code", "narrative", "persons-0-headcount")


def test_what_only_the_reference_data_can_refuse_is_said_in_english(officer: Desk) -> None:
    for changes in (
        {"country_code": "KR"},
        {"occurred_from": "2099-01-01"},
        {"disposition": "joined_case", "join_case_number": "2026-KHM-999999"},
        {"incident_type": "no_such_type"},
        {"persons.0.birth_date": "2099-01-01"},
        {"persons.0.headcount": "3", "persons.0.name_roman": "SAMPLE"},
    ):
        values = officer.open_form(**{"country_code": "KH", "narrative": "Said", **changes})
        _refused(officer.post("/reports/new", values))


def test_refused_steps_of_a_case_are_said_in_english(officer: Desk) -> None:
    cases = {case.status: case for case in all_cases(officer.installation)}
    pending, detained = cases["handover_pending"].number, "2026-ZZZ-000001"
    _refused(officer.post(f"/cases/{detained}/close"))
    _refused(officer.post(f"/cases/{detained}/notes", {"text": ""}), "text")
    _refused(officer.post(f"/cases/{detained}/handover", {"to_unit": ""}), "to_unit")
    _refused(officer.post(f"/handovers/{pending}/return", {"reason": ""}))
    for changes in ({"severity": "odd"}, {"country_code": "KR"}):
        _refused(officer.post(f"/cases/{detained}/edit", {"version": "1", **changes}), *changes)
    for path in (f"/cases/{detained}/reopen", f"/handovers/{detained}/accept"):
        answer = officer.post(path, {"reason": "More is known"})
        assert answer.status_code >= 400 or answer.status_code == 302
        assert find_hangul(officer.get("/", follow_redirects=True).text + answer.text) == []


def test_errors_about_accounts_are_in_english(working: Working) -> None:
    installation, people = working
    desk = sit_down_in_english(installation, people[Role.ADMINISTRATOR])
    wrong = {"display_name": "", "username": "Öd", "role": "officer", "password": "short"}
    _refused(desk.post("/accounts/new", wrong), "display_name", "username")
    taken = {"display_name": "Sample", "username": "sample.officer", "role": "officer"}
    _refused(desk.post("/accounts/new", taken))
    _refused(desk.post("/accounts/sample.officer/password", {"password": "short"}), "password")
    mine = {"current": "wrong", "password": "Visitor-2027", "again": "Visitor-2028"}
    _refused(desk.post("/password", mine))
    assert find_hangul(desk.post("/accounts/sample.administrator/deactivate").text) == []

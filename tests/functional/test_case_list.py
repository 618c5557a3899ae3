"""The list of cases: filters of an address, counts within scope, pages by key."""

from datetime import UTC, datetime, timedelta

import pytest

from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from tests.factories import BANGKOK, submit
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
        ("scheme=open_data&region=asia_pacific&country=TH", 0),
    ],
)
def test_each_filter_of_the_contract_finds_what_it_says(
    officer: Desk, query: str, found: int
) -> None:
    due = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    submit(officer.installation, officer.actor, situation="kidnapping", next_action_due_at=due)
    assert f"사건 {found}건" in officer.text(f"/cases?{query}")


def test_a_region_means_its_countries_under_its_scheme(officer: Desk) -> None:
    submit(officer.installation, officer.actor)
    assert "사건 1건" in officer.text("/cases?region=asia_pacific&scheme=statistics")
    assert "사건 0건" in officer.text("/cases?region=europe&scheme=statistics")


@pytest.mark.parametrize(
    "query",
    ["colour=red", "country=XX", "from=gestern", "region=atlantis", "severity=4", "cursor=x"],
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
    numbers = {f"2026-KHM-{n:06d}" for n in range(1, 54)}
    on_first = {n for n in numbers if f'/cases/{n}"' in first}
    on_second = {n for n in numbers if f'/cases/{n}"' in second}
    assert (len(on_first), len(on_second), on_first | on_second) == (50, 3, numbers)


def test_chips_take_one_filter_off(officer: Desk) -> None:
    page = officer.text("/cases?country=KH&status=open")
    assert 'href="/cases?country=KH"' in page
    assert 'href="/cases?status=open"' in page

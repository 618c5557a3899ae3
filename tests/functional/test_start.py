"""The start page says what waits, gravest and oldest first."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from safety_center.domain.access import Actor, Role
from safety_center.services.context import reading, writing
from safety_center.services.handovers import send_handover
from safety_center.services.installation import Installation
from safety_center.services.start import WorkKind, desk, end_of_night
from safety_center.services.statistics import rebuild_cube
from safety_center.store.cases import fetch_case
from tests.factories import BANGKOK, PHNOM_PENH, make_actor, submit
from tests.visitor import Visitor

_NOW = datetime.now(UTC)


@pytest.fixture
def officer(sqlite_installation: Installation) -> Actor:
    return make_actor(sqlite_installation, Role.OFFICER)


@pytest.fixture
def counsellor(sqlite_installation: Installation) -> Actor:
    return make_actor(sqlite_installation, Role.COUNSELLOR)


def _submit(installation: Installation, actor: Actor, hours: int = 1, **changes: str) -> str:
    received = (_NOW - timedelta(hours=hours)).isoformat()
    number = submit(installation, actor, received_at=received, **changes).case_number
    assert number
    return number


def _hand_over(installation: Installation, actor: Actor, to_unit: str, **changes: str) -> str:
    number = _submit(installation, actor, source="call_center", **changes)
    with writing(installation, actor) as ctx:
        send_handover(ctx, number, to_unit)
    return number


def _due(installation: Installation, number: str, hours: float) -> None:
    with installation.database.writing() as session:
        case = fetch_case(session, number)
        assert case
        case.next_action, case.next_action_due_at = (
            "가족에게 알림",
            datetime.now(UTC) + timedelta(hours=hours),
        )


def _page(installation: Installation, actor: Actor) -> str:
    return Visitor(installation).enter(actor).get("/").text


def test_what_waits_stands_gravest_then_oldest_first(
    sqlite_installation: Installation, officer: Actor, counsellor: Actor
) -> None:
    young = _submit(sqlite_installation, officer, hours=2)
    old = _submit(sqlite_installation, officer, hours=30)
    grave = _hand_over(sqlite_installation, counsellor, PHNOM_PENH, situation="missing")
    _hand_over(sqlite_installation, counsellor, BANGKOK, country_code="TH")
    with reading(sqlite_installation, officer) as ctx:
        found = desk(ctx)
    assert [work.case.number for work in found.waiting] == [grave, old, young]
    assert [work.kind for work in found.waiting][:2] == [WorkKind.HANDOVER, WorkKind.UNTAKEN]
    assert (found.counts["received"], found.counts["untaken"], found.counts["waiting"]) == (1, 2, 3)


def test_a_case_overdue_and_not_taken_up_waits_once(
    sqlite_installation: Installation, officer: Actor
) -> None:
    number = _submit(sqlite_installation, officer)
    _due(sqlite_installation, number, -2)
    with reading(sqlite_installation, officer) as ctx:
        found = desk(ctx)
    assert [(work.case.number, work.kind) for work in found.waiting] == [(number, WorkKind.OVERDUE)]
    assert found.counts["waiting"] == 1


def test_what_is_due_until_tomorrow_morning_stands_apart(
    sqlite_installation: Installation, officer: Actor
) -> None:
    soon, later = (_submit(sqlite_installation, officer) for _ in range(2))
    _due(sqlite_installation, soon, 0.1)
    _due(sqlite_installation, later, 72)
    with reading(sqlite_installation, officer) as ctx:
        assert [case.number for case in desk(ctx).due] == [soon]


def test_the_night_ends_at_nine_on_the_clock_of_the_mission() -> None:
    evening = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # 23:30 in Phnom Penh, 01:30 in Seoul
    assert end_of_night(evening, "Asia/Phnom_Penh") == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert end_of_night(evening, "Asia/Seoul") == datetime(2026, 11, 24, 0, tzinfo=UTC)


def test_another_mission_s_work_is_not_shown(
    sqlite_installation: Installation, officer: Actor
) -> None:
    bangkok = make_actor(sqlite_installation, Role.OFFICER, BANGKOK)
    number = _submit(sqlite_installation, officer)
    assert number in _page(sqlite_installation, officer)
    assert number not in _page(sqlite_installation, bangkok)


def test_the_counsellor_sees_the_hour_there_and_the_own_reports(
    sqlite_installation: Installation, counsellor: Actor
) -> None:
    number = _hand_over(sqlite_installation, counsellor, PHNOM_PENH)
    page = _page(sqlite_installation, counsellor)
    assert re.search(r"현지 시각 \d\d:\d\d UTC\+7", page)
    assert "오늘 내가 받은 접수" in page
    assert page.count(number) >= 2
    assert f'href="/cases/{number}">{number}</a></span>' in page, "from the report to its case"


def test_a_report_of_yesterday_entered_today_says_its_day(
    sqlite_installation: Installation, counsellor: Actor
) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    submit(sqlite_installation, counsellor, received_at=yesterday)
    assert re.search(r"어제 \d\d:\d\d KST", _page(sqlite_installation, counsellor))


def test_the_center_manager_sees_both_centers_and_the_critical_ones_anywhere(
    sqlite_installation: Installation, officer: Actor, counsellor: Actor
) -> None:
    manager = make_actor(sqlite_installation, Role.CENTER_MANAGER)
    waiting = _submit(sqlite_installation, counsellor, source="call_center")
    critical = _submit(sqlite_installation, officer, situation="missing")
    with reading(sqlite_installation, manager) as ctx:
        found = desk(ctx)
    assert [work.case.number for work in found.waiting] == [waiting]
    assert [case.number for case in found.gravest] == [critical]
    assert critical in _page(sqlite_installation, manager)


def test_the_mission_s_month_stands_beside_the_same_days_a_year_ago(
    sqlite_installation: Installation, officer: Actor
) -> None:
    _submit(sqlite_installation, officer)
    assert "우리 공관 이달 현황" not in _page(sqlite_installation, officer)
    rebuild_cube(sqlite_installation)
    page = _page(sqlite_installation, officer)
    assert "우리 공관 이달 현황" in page
    link = re.search(r'href="(/cases\?basis=reported&amp;from=[^"]+)">1</a>', page)
    assert link
    assert f"mission={PHNOM_PENH}" in link[1]


def test_no_personal_value_stands_on_the_start_page(
    sqlite_installation: Installation, officer: Actor
) -> None:
    person = {"name_hangul": "홍길동", "telephone": "010-9876-5432"}
    submit(sqlite_installation, officer, persons=[person], narrative="여권을 잃었다고 함")
    page = _page(sqlite_installation, officer)
    assert not re.search("홍길동|길동|9876|여권을", page)


@pytest.mark.parametrize(
    ("role", "part"),
    [
        (Role.MISSION_HEAD, "처리 중인 사건, 위급한 것부터"),
        (Role.ANALYST, "종합 현황"),
        (Role.ADMINISTRATOR, "잠긴 계정"),
        (Role.AUDITOR, "오늘의 기록"),
    ],
)
def test_each_role_starts_with_its_own_work(
    sqlite_installation: Installation, role: Role, part: str
) -> None:
    actor = make_actor(sqlite_installation, role)
    assert part in _page(sqlite_installation, actor)


def test_what_a_cut_list_leaves_out_is_one_click_away(
    sqlite_installation: Installation, officer: Actor
) -> None:
    for _ in range(9):
        _due(sqlite_installation, _submit(sqlite_installation, officer), hours=0.1)
    page = _page(sqlite_installation, officer)
    assert "8건 표시 / 모두 9건" in page
    href = re.search(r'href="([^"]+)">기한이 빠른 순으로 모두 보기', page)
    assert href
    listed = Visitor(sqlite_installation).enter(officer).get(href[1].replace("&amp;", "&")).text
    assert "사건 9건" in listed


def test_an_analyst_starts_with_this_year_beside_the_last(
    sqlite_installation: Installation, officer: Actor
) -> None:
    for hours in (1, 2, 3):
        _submit(sqlite_installation, officer, hours=hours)
    rebuild_cube(sqlite_installation)
    page = _page(sqlite_installation, make_actor(sqlite_installation, Role.ANALYST))
    assert "올해 접수된 당사자" in page
    assert "작년 같은 기간" in page
    assert f"from={_NOW.year}-01-01" in page or f"from={_NOW.year + 1}-01-01" in page

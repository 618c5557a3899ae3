"""Promises: taken down, settled by who owes them, moved with a reason; on pages and in the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from safety_center.domain.access import CALL_CENTER, Actor, Role
from safety_center.domain.errors import Conflict, Forbidden, InputRefused
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.domain.promises import (
    PromiseShow,
    parse_outcome,
    parse_postponement,
    parse_promise,
)
from safety_center.services import promises
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from tests.factories import BANGKOK, PHNOM_PENH, make_actor
from tests.functional.desk import acts, sit_down

TODAY = seoul_date(utc_now())
QUESTION = "야간 당직 통역을 언제까지 마련하는가?"


def form(**changes: str) -> dict[str, str]:
    """The form of a promise as it is sent."""
    due = (TODAY + timedelta(days=30)).isoformat()
    return {"question": QUESTION, "owner_unit": PHNOM_PENH, "due_on": due, **changes}


def record(installation: Installation, actor: Actor, days_ago: int = 0, **changes: Any) -> int:
    with writing(installation, actor) as ctx:
        then = replace(ctx, now=ctx.now - timedelta(days=days_ago))
        return promises.record_promise(then, parse_promise(form(**changes)))


@pytest.fixture
def manager(installation: Installation) -> Actor:
    return make_actor(installation, Role.CENTER_MANAGER)


def test_a_question_becomes_a_promise_of_a_unit_and_stands_in_the_trail(
    installation: Installation, manager: Actor
) -> None:
    number = record(installation, manager, asked_by_unit=BANGKOK)
    head = make_actor(installation, Role.MISSION_HEAD)
    with reading(installation, head) as ctx:
        (line,) = promises.list_promises(ctx)
        owed = promises.owed(ctx)
    assert (line.id, line.owner_unit, line.asked_by_unit) == (number, PHNOM_PENH, BANGKOK)
    assert (line.session_year, line.overdue, line.days) == (TODAY.year, False, 30)
    assert (owed.count, owed.overdue) == (1, 0)
    (act,) = acts(installation, "promise.record")
    assert act.subject == f"promise-{number}"
    assert "통역" not in str(act.detail)


def test_identity_numbers_in_a_question_are_masked(
    installation: Installation, manager: Actor
) -> None:
    record(installation, manager, question="여권 M12345678 건은?")
    with reading(installation, manager) as ctx:
        assert promises.list_promises(ctx)[0].question == "여권 M1234**** 건은?"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": " "}, "question"),
        ({"owner_unit": "NOWHERE"}, "owner_unit"),
        ({"asked_by_unit": "NOWHERE"}, "asked_by_unit"),
        ({"due_on": (TODAY - timedelta(days=1)).isoformat()}, "due_on"),
        ({"due_on": "내일"}, "due_on"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    installation: Installation, manager: Actor, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        record(installation, manager, 0, **changes)
    assert [error.field for error in refused.value.errors] == [field]


def test_only_who_owes_it_and_the_center_manager_settle_it(
    installation: Installation, manager: Actor
) -> None:
    number = record(installation, manager)
    other = make_actor(installation, Role.MISSION_HEAD, BANGKOK)
    head = make_actor(installation, Role.MISSION_HEAD)
    for actor in (other, make_actor(installation, Role.OFFICER)):
        with pytest.raises(Forbidden), writing(installation, actor) as ctx:
            promises.settle_promise(ctx, number, parse_outcome({"outcome": "마련함"}))
    with writing(installation, head) as ctx:
        promises.settle_promise(ctx, number, parse_outcome({"outcome": "마련함"}), version=1)
    with pytest.raises(Conflict), writing(installation, manager) as ctx:
        promises.settle_promise(ctx, number, parse_outcome({"outcome": "다시"}))
    with reading(installation, manager) as ctx:
        page = promises.show_promise(ctx, number)
    assert (page.line.state, page.line.outcome, page.may_settle) == ("done", "마련함", False)
    assert page.settled_by == head.display_name


def test_a_day_is_moved_with_its_reason_and_the_day_before_stays(
    installation: Installation, manager: Actor
) -> None:
    number = record(installation, manager)
    later = (TODAY + timedelta(days=60)).isoformat()
    given: dict[str, Any] = {"due_on": later, "reason": "예산 확정이 늦어짐"}
    with writing(installation, manager) as ctx:
        promises.postpone_promise(ctx, number, parse_postponement(given), version=1)
    with pytest.raises(Conflict), writing(installation, manager) as ctx:
        promises.postpone_promise(ctx, number, parse_postponement(given), version=1)
    with pytest.raises(InputRefused), writing(installation, manager) as ctx:
        promises.postpone_promise(ctx, number, parse_postponement(given), version=2)
    with reading(installation, manager) as ctx:
        page = promises.show_promise(ctx, number)
    (move,) = page.moves
    assert page.line.due_on.isoformat() == later
    assert (move.due_before, move.reason) == (TODAY + timedelta(days=30), "예산 확정이 늦어짐")
    (act,) = acts(installation, "promise.postpone")
    assert "예산" not in str(act.detail)


def test_overdue_is_what_is_open_past_its_day(installation: Installation, manager: Actor) -> None:
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    late = record(installation, manager, days_ago=40, due_on=yesterday)
    due_today = record(installation, manager, due_on=TODAY.isoformat(), owner_unit=CALL_CENTER)
    done = record(installation, manager, days_ago=40, due_on=yesterday, owner_unit=BANGKOK)
    with writing(installation, manager) as ctx:
        promises.settle_promise(ctx, done, parse_outcome({"outcome": "끝냄"}))

    def shown(show: PromiseShow | None = None, **narrowed: Any) -> list[int]:
        with reading(installation, manager) as ctx:
            return [line.id for line in promises.list_promises(ctx, show, **narrowed)]

    assert shown() == [late, due_today, done]
    assert shown(PromiseShow.OVERDUE) == [late]
    assert shown(PromiseShow.OPEN) == [late, due_today]
    assert shown(PromiseShow.DONE, owner=BANGKOK, year=TODAY.year) == [done]
    assert shown(PromiseShow.DONE, owner=PHNOM_PENH) == []
    with reading(installation, manager) as ctx:
        assert promises.owed(ctx).count == 1  # of the two centers


def test_a_form_with_a_mistake_comes_back_with_everything_typed(
    sqlite_installation: Installation,
) -> None:
    desk = sit_down(sqlite_installation, Role.CENTER_MANAGER)
    answer = desk.post("/promises/new", form(due_on="2020-01-01", asked_by_unit=BANGKOK))
    assert answer.status_code == 422
    assert QUESTION in answer.text
    assert f'<option value="{BANGKOK}" selected>' in answer.text
    assert 'id="due_on-error"' in answer.text
    stored = desk.post("/promises/new", form(back="/dashboards/session?year=2026"))
    assert stored.headers["Location"] == "/dashboards/session?year=2026#promises"
    elsewhere = desk.post("/promises/new", form(back="https://elsewhere.test/"))
    assert elsewhere.headers["Location"].startswith("/promises/")


def test_the_head_who_owes_it_finds_it_on_the_start_page_and_settles_it(
    sqlite_installation: Installation,
) -> None:
    manager = make_actor(sqlite_installation, Role.CENTER_MANAGER)
    number = record(
        sqlite_installation, manager, 40, due_on=(TODAY - timedelta(days=3)).isoformat()
    )
    head = sit_down(sqlite_installation, Role.MISSION_HEAD)
    start = head.text("/")
    assert QUESTION in start
    assert "기한 3일 지남" in start
    assert (
        head.post(f"/promises/{number}/settle", {"outcome": "", "version": "1"}).status_code == 422
    )
    refused = head.post(
        f"/promises/{number}/postpone", {"due_on": "", "reason": "사유만 적음", "version": "1"}
    )
    assert refused.status_code == 422
    assert "사유만 적음" in refused.text
    late = head.post(f"/promises/{number}/settle", {"outcome": "적은 것", "version": "7"})
    assert (late.status_code, "적은 것" in late.text) == (409, True)
    head.post(f"/promises/{number}/settle", {"outcome": "통역 3명을 배치함", "version": "1"})
    assert "통역 3명을 배치함" in head.text(f"/promises/{number}")
    assert QUESTION not in head.text("/")
    assert QUESTION in head.text("/promises?show=done")
    assert "조건에 맞는 약속이 없습니다." in head.text("/promises?show=overdue")
    other = sit_down(sqlite_installation, Role.MISSION_HEAD, unit_code=BANGKOK)
    assert QUESTION not in other.text("/")
    assert "이행 결과 적기" not in other.text(f"/promises/{number}")

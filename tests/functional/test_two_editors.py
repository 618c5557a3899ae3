"""Several people work on one case at the same moment: nothing is lost, and nothing overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from werkzeug.test import TestResponse

from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from safety_center.store.tables import Case
from tests.factories import BANGKOK, submit
from tests.functional.desk import Desk, acts, all_cases, sit_down
from tests.functional.page_forms import read_form

FIELDS = ("city", "place_detail", "summary", "next_action")


@pytest.fixture
def desks(installation: Installation) -> list[Desk]:
    """Officers of one mission, at one server."""
    first = sit_down(installation, Role.OFFICER, username="officer.0")
    others = (
        sit_down(installation, Role.OFFICER, first.app, username=f"officer.{number}")
        for number in range(1, len(FIELDS))
    )
    return [first, *others]


@pytest.fixture
def number(desks: list[Desk]) -> str:
    made = submit(desks[0].installation, desks[0].actor, persons=[{"name_hangul": "홍길동"}])
    assert made.case_number
    return made.case_number


def opened(desk: Desk, number: str, **changes: str) -> dict[str, str]:
    """The form of a case as it stands, with something typed into it."""
    return {**read_form(desk.text(f"/cases/{number}/edit"), f"/cases/{number}/edit"), **changes}


def at_once(*acts: Callable[[], TestResponse]) -> list[TestResponse]:
    """All of them in the same moment, each in a thread of its own."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], TestResponse]) -> TestResponse:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def stored(desk: Desk) -> Case:
    return all_cases(desk.installation)[0]


def save(desk: Desk, number: str, values: dict[str, str]) -> Callable[[], TestResponse]:
    return lambda: desk.post(f"/cases/{number}/edit", values)


def test_changes_of_one_case_at_once_are_all_kept(desks: list[Desk], number: str) -> None:
    path, version = f"/cases/{number}/edit", stored(desks[0]).version
    waiting = {
        desk: opened(desk, number, **{field: f"{field} 고침"})
        for desk, field in zip(desks, FIELDS, strict=True)
    }
    rounds = 0
    while waiting:
        rounds += 1
        answers = at_once(*(save(desk, number, values) for desk, values in waiting.items()))
        again = {}
        for desk, answer in zip(waiting, answers, strict=True):
            assert answer.status_code in (302, 409), answer.text
            if answer.status_code == 409:
                assert "그사이 있었던 일" in answer.text
                again[desk] = {**read_form(answer.text, path), "do": "decide"}
        assert len(again) == len(waiting) - 1
        waiting = again
    case = stored(desks[0])
    assert [getattr(case, field) for field in FIELDS] == [f"{field} 고침" for field in FIELDS]
    assert case.version - version == rounds == len(acts(desks[0].installation, "case.change"))


def test_of_changes_of_one_field_at_once_the_first_stays_and_the_others_are_asked(
    desks: list[Desk], number: str
) -> None:
    typed = [opened(desk, number, city=f"도시 {place}") for place, desk in enumerate(desks)]
    answers = at_once(
        *(save(desk, number, values) for desk, values in zip(desks, typed, strict=True))
    )
    codes = [answer.status_code for answer in answers]
    assert sorted(codes) == [302, *[409] * (len(desks) - 1)]
    winner = codes.index(302)
    assert stored(desks[0]).city == f"도시 {winner}"
    for place, answer in enumerate(answers):
        if place != winner:
            assert f"도시 {winner}" in answer.text
            assert f"도시 {place}" in answer.text


def _take_up(desk: Desk, number: str, version: int) -> Callable[[], TestResponse]:
    return lambda: desk.post(f"/cases/{number}/take-up", {"version": str(version)})


def _close(desk: Desk, number: str, version: int) -> Callable[[], TestResponse]:
    values = {"version": str(version), "closing_note": "귀국함."}
    return lambda: desk.post(f"/cases/{number}/close", values)


def _hand_over(desk: Desk, number: str, version: int) -> Callable[[], TestResponse]:
    values = {"version": str(version), "to_unit": BANGKOK, "message": "이동함."}
    return lambda: desk.post(f"/cases/{number}/handover", values)


def _edit(desk: Desk, number: str, _version: int) -> Callable[[], TestResponse]:
    return save(desk, number, opened(desk, number, city="시엠립"))


_Act = Callable[[Desk, str, int], Callable[[], TestResponse]]


@pytest.mark.parametrize(
    ("one", "other"),
    [(_close, _close), (_close, _edit), (_hand_over, _edit), (_take_up, _hand_over)],
    ids=["close-close", "close-edit", "handover-edit", "takeup-handover"],
)
def test_of_two_steps_at_once_one_is_done_and_the_other_told(
    desks: list[Desk], number: str, one: _Act, other: _Act
) -> None:
    version = stored(desks[0]).version
    answers = at_once(one(desks[0], number, version), other(desks[1], number, version))
    codes = [answer.status_code for answer in answers]
    assert sorted(codes) == [302, 409], [answer.text for answer in answers]
    second = answers[codes.index(409)].text
    assert "그사이 있었던 일" in second
    assert desks[codes.index(302)].actor.display_name in second
    assert stored(desks[0]).version == version + 1

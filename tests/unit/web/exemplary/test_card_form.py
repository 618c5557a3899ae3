"""The form of a card: steps in their order, and what two people made of it at once."""

from __future__ import annotations

from safety_center.domain.leaks import Leak, LeakKind
from safety_center.web.exemplary import marks
from safety_center.web.exemplary.card_form import merge, move_up

_STEPS = {"steps.0.what": "신고함", "steps.0.after": "곧", "steps.1.what": "면담함"}
_TEXT = "홍길동이 홍길동이라 말함"
_LEAKS = [Leak(0, 3, LeakKind.NAME, "여행자"), Leak(5, 8, LeakKind.NAME, "여행자")]


def test_a_step_moves_above_the_one_before_it_with_its_time() -> None:
    assert move_up(_STEPS, 1) == {
        "steps.1.what": "신고함",
        "steps.1.after": "곧",
        "steps.0.what": "면담함",
    }
    for place in (0, 2):
        assert move_up(_STEPS, place) == _STEPS


def test_parts_that_only_one_changed_are_both_kept() -> None:
    base = {"title": "가", "result": "나"}
    values, theirs = merge(base, base | {"result": "그의 것"}, base | {"title": "내 것"})
    assert (values, theirs) == ({"title": "내 것", "result": "그의 것"}, {})


def test_of_a_part_that_both_changed_ones_own_stays_and_theirs_is_told() -> None:
    base = {"title": "가", **_STEPS}
    values, theirs = merge(
        base, base | {"title": "그의 것"}, base | {"title": "내 것", "steps.0.what": "고침"}
    )
    assert values["title"] == "내 것"
    assert theirs == {"title": "그의 것"}


def test_the_runs_of_a_marked_text_make_up_the_text() -> None:
    runs = marks.segments(_TEXT, _LEAKS)
    assert "".join(run.text for run in runs) == _TEXT
    assert [run.text for run in runs if run.leak] == ["홍길동", "홍길동"]


def test_a_button_replaces_its_own_place_and_none_where_there_is_no_leak() -> None:
    first, second = marks.findings("title", _TEXT, _LEAKS)
    assert marks.replaced(second.button, "title", _TEXT, _LEAKS) == "홍길동이 여행자이라 말함"
    assert marks.replaced("replace:title:1:2", "title", _TEXT, _LEAKS) == _TEXT
    assert marks.replaced(first.button, "result", _TEXT, _LEAKS) == _TEXT
    assert marks.all_replaced(_TEXT, _LEAKS) == "여행자이 여행자이라 말함"

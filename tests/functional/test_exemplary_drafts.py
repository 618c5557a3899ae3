"""What is typed on a card and not saved yet: kept for its writer alone, there again, gone once it is saved."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from safety_center.domain.access import SAFETY_CENTER, Role
from safety_center.services.context import reading, writing
from safety_center.services.erasure import erase_case
from safety_center.services.installation import Installation
from safety_center.store.tables import Case, Draft
from tests.factories import BANGKOK, make_actor
from tests.functional.desk import Desk, sit_down
from tests.functional.page_forms import read_form
from tests.functional.test_exemplary_pages import nominate, opened, sits, step

TYPED = "홍길동이 아직 저장하지 않은 결과"


@pytest.fixture
def officer(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


def type_on(desk: Desk, text: str, **changes: str) -> dict[str, str]:
    """What the script sends while one types."""
    values = opened(desk, text, **changes)
    answer = desk.post(f"{text}/draft", values)
    assert json.loads(answer.text) == {"saved": True}
    return values


def contents(desk: Desk) -> list[tuple[str, bytes]]:
    with reading(desk.installation, None) as ctx:
        return [(row.form, row.content) for row in ctx.session.exec(select(Draft)).all()]


def test_what_was_typed_is_there_when_the_card_is_opened_again(officer: Desk) -> None:
    text = nominate(officer)
    type_on(officer, text, result=TYPED)
    page = officer.text(text)
    assert "저장하지 않은 글을 불러왔습니다" in page
    assert read_form(page, text)["result"] == TYPED
    assert "알아볼 수 있는 표현 1곳" in page
    assert text in officer.text("/drafts")
    assert '작성 중인 접수 <span class="count">0' in officer.text("/")


def test_it_lies_sealed_and_nobody_else_finds_it(officer: Desk) -> None:
    text = nominate(officer)
    values = type_on(officer, text, result=TYPED)
    ((_, content),) = contents(officer)
    assert TYPED.encode() not in content
    other = sits(officer, Role.OFFICER, username="officer.other")
    assert TYPED not in other.text(text)
    assert other.post(f"{text}/draft", values).status_code == 404
    elsewhere = sits(officer, Role.OFFICER, username="officer.bangkok", unit_code=BANGKOK)
    own = {**values, "draft_id": "a-token-of-my-own"}
    assert elsewhere.post(f"{text}/draft", own).status_code == 404


def test_a_button_that_saves_nothing_and_a_refusal_keep_what_was_typed(officer: Desk) -> None:
    text = nominate(officer)
    officer.post(text, opened(officer, text, result=TYPED, do="step"))
    assert read_form(officer.text(text), text)["result"] == TYPED
    long = opened(officer, text, title="가" * 81, do="save")
    assert officer.post(text, long).status_code == 422
    assert read_form(officer.text(text), text)["title"] == "가" * 81


def test_saving_empties_the_draft_and_a_late_keeping_changes_nothing(officer: Desk) -> None:
    text = nominate(officer)
    values = type_on(officer, text, result="처음 적은 결과")
    officer.post(text, {**values, "result": "저장한 결과", "do": "save"})
    assert json.loads(officer.post(f"{text}/draft", values).text) == {"saved": True}
    page = officer.text(text)
    assert "저장하지 않은 글" not in page
    assert read_form(page, text)["result"] == "저장한 결과"
    assert [form for form, _ in contents(officer)] == ["ended"]
    assert text not in officer.text("/drafts")


def test_handing_in_removes_it_and_none_is_kept_afterwards(officer: Desk) -> None:
    text = nominate(officer)
    first = opened(officer, text)
    officer.post(f"{text}/draft", {**first, "draft_id": "another-window"})
    assert officer.post(text, {**first, "do": "submit"}).status_code == 302
    assert [form for form, _ in contents(officer)] == ["ended"]
    assert officer.post(f"{text}/draft", {**first, "draft_id": "third"}).status_code == 409
    assert [form for form, _ in contents(officer)] == ["ended"]


def test_it_can_be_thrown_away(officer: Desk) -> None:
    text = nominate(officer)
    values = type_on(officer, text, result=TYPED)
    gone = officer.post(text, {"draft_id": values["draft_id"], "do": "discard"})
    assert gone.status_code == 302
    assert TYPED not in officer.text(text)


def test_what_somebody_saved_meanwhile_is_merged_or_stands_beside_it(officer: Desk) -> None:
    text = nominate(officer)
    type_on(officer, text, title="나의 제목", lessons="")
    other = sits(officer, Role.OFFICER, username="officer.other")
    other.post(text, opened(other, text, title="다른 제목", lessons="다른 점", do="save"))
    page = officer.text(text)
    assert "그사이 저장된 글과 다르게 적은 곳" in page
    assert "다른 제목" in page
    merged = read_form(page, text)
    assert (merged["title"], merged["lessons"]) == ("나의 제목", "다른 점")
    assert officer.post(text, {**merged, "do": "save"}).status_code == 302
    assert read_form(officer.text(text), text)["title"] == "나의 제목"


def test_what_was_typed_before_somebody_handed_in_is_shown_and_can_be_thrown_away(
    officer: Desk,
) -> None:
    text = nominate(officer)
    other = sits(officer, Role.OFFICER, username="officer.other")
    late = type_on(other, text, title="늦은 제목")
    officer.post(text, opened(officer, text, do="submit"))
    page = other.text(text)
    assert "저장하지 못한 내용" in page
    assert "늦은 제목" in page
    other.post(text, {"draft_id": late["draft_id"], "do": "discard"})
    assert "늦은 제목" not in other.text(text)


def test_a_returned_card_is_written_on_from_what_was_handed_in(officer: Desk) -> None:
    text = nominate(officer)
    officer.post(text, opened(officer, text, do="submit"))
    head = sits(officer, Role.MISSION_HEAD)
    step(head, text.removesuffix("/text"), "return", return_reason="결과를 더 써 주십시오.")
    type_on(officer, text, result="보완한 결과")
    assert read_form(officer.text(text), text)["result"] == "보완한 결과"


def test_erasing_the_case_takes_the_draft_although_it_names_nobody(officer: Desk) -> None:
    text = nominate(officer)
    type_on(officer, text, result="아무도 알아볼 수 없는 결과")
    manager = make_actor(officer.installation, Role.CENTER_MANAGER, SAFETY_CENTER)
    with reading(officer.installation, manager) as ctx:
        number = ctx.session.exec(select(Case.number)).one()
    with writing(officer.installation, manager) as ctx:
        erase_case(ctx, number, "request")
    assert contents(officer) == []

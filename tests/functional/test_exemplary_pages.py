"""Exemplary cases by their pages: nominated, written beside the original, checked, judged; nothing typed is lost."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sqlmodel import select

from safety_center.domain.access import SAFETY_CENTER, Role
from safety_center.domain.exemplary import ExemplaryState
from safety_center.domain.vocabulary import CaseStatus
from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.store.tables import Case, ExemplaryCase
from tests.factories import BANGKOK, submit
from tests.functional.desk import Desk, acts, sit_down
from tests.functional.page_forms import read_form

_NARRATIVE = "홍길동 씨가 2026년 11월 20일 시장에서 가방을 도난당했다고 함."
CARD = {
    "title": "여권을 잃은 여행자의 당일 귀국",
    "situation": "20대 여성이 시장에서 여권이 든 가방을 도난당함.",
    "steps.0.what": "현지 경찰에 함께 신고함.",
    "steps.0.after": "접수 40분 뒤",
    "steps.1.what": "긴급여권을 발급함.",
    "partners": "현지 경찰",
    "result": "다음 날 귀국함.",
    "lessons": "시장 상인회와 연락망을 미리 만들어 둔다.",
    "act_article": "12",
}


@pytest.fixture
def officer(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


def sits(officer: Desk, role: Role, **account: Any) -> Desk:
    """Somebody else at the same server."""
    return sit_down(officer.installation, role, officer.app, **account)


def closed_case(desk: Desk) -> str:
    made = submit(
        desk.installation,
        desk.actor,
        narrative=_NARRATIVE,
        persons=[{"name_hangul": "홍길동", "sex": "female", "age_band": "20-29"}],
    )
    with desk.installation.database.writing() as session:
        case = session.exec(select(Case).where(Case.number == made.case_number)).one()
        case.status = CaseStatus.CLOSED.value
    assert made.case_number
    return made.case_number


def nominate(desk: Desk) -> str:
    """The address of the card's text."""
    answer = desk.post(f"/cases/{closed_case(desk)}/nominate")
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def opened(desk: Desk, text: str, **changes: str) -> dict[str, str]:
    return {**read_form(desk.text(text), text), **CARD, **changes}


def hand_in(desk: Desk) -> str:
    """A whole text handed in; the address of the card."""
    text = nominate(desk)
    answer = desk.post(text, opened(desk, text, do="submit"))
    assert answer.status_code == 302, answer.text
    return text.removesuffix("/text")


def step(desk: Desk, card: str, name: str, **values: str) -> Any:
    """Press a button of the card with the version that the page shows."""
    version = re.search(r'name="version" value="(\d+)"', desk.get(card).text)
    seen = {"version": version[1]} if version else {}
    return desk.post(f"{card}/{name}", {**seen, **values})


def publish(officer: Desk) -> str:
    card = hand_in(officer)
    head = sits(officer, Role.MISSION_HEAD)
    manager = sits(officer, Role.CENTER_MANAGER, unit_code=SAFETY_CENTER)
    assert step(head, card, "endorse").status_code == 302
    assert step(manager, card, "publish").status_code == 302
    return card


def stored(desk: Desk) -> ExemplaryCase:
    with reading(desk.installation, None) as ctx:
        return ctx.session.exec(select(ExemplaryCase)).one()


def test_a_closed_case_is_nominated_by_a_button_on_its_page(officer: Desk) -> None:
    number = closed_case(officer)
    assert f"/cases/{number}/nominate" in officer.text(f"/cases/{number}")
    officer.post(f"/cases/{number}/nominate")
    page = officer.text(f"/cases/{number}")
    assert f"/cases/{number}/nominate" not in page
    assert "이 건의 우수사례" in page


def test_an_open_case_has_no_such_button_and_is_not_nominated(officer: Desk) -> None:
    number = submit(officer.installation, officer.actor).case_number
    assert "/nominate" not in officer.text(f"/cases/{number}")
    answer = officer.post(f"/cases/{number}/nominate", follow_redirects=True)
    assert "한 번 추천할 수 있습니다" in answer.text


def test_what_identifies_is_marked_in_the_original_and_in_the_text(officer: Desk) -> None:
    text = nominate(officer)
    page = officer.post(text, opened(officer, text, situation="홍길동이 당함.", do="check")).text
    original, _, written = page.partition('id="card-form"')
    assert re.search(r'<mark class="leak">홍길동.*?<span class="leak-kind">이름</span>', original)
    assert re.search(r'<mark class="leak">홍길동.*?<span class="leak-kind">이름</span>', written)
    assert "알아볼 수 있는 표현 1곳" in written
    assert stored(officer).version == 1, "looking stores nothing"


def test_a_button_puts_the_proposal_in_the_place_of_what_identifies(officer: Desk) -> None:
    text = nominate(officer)
    page = officer.post(text, opened(officer, text, result="홍길동 귀국함.", do="check")).text
    button = re.search(r'value="(replace:result:\d+:\d+)"', page)
    assert button
    page = officer.post(text, {**read_form(page, text), "do": button[1]}).text
    assert "20대 여성 귀국함." in read_form(page, text)["result"]
    assert "알아볼 수 있는 표현 0곳" in page


def test_every_proposal_is_taken_at_once(officer: Desk) -> None:
    text = nominate(officer)
    values = opened(officer, text, result="홍길동 귀국함.", lessons="홍길동", do="replace-all")
    page = officer.post(text, values).text
    assert "알아볼 수 있는 표현 0곳" in page
    assert read_form(page, text)["lessons"] == "20대 여성"


def test_the_script_is_answered_by_field_and_stores_nothing(officer: Desk) -> None:
    text = nominate(officer)
    answer = officer.post(f"{text}/check", {**CARD, "title": "홍길동 사례"})
    found = json.loads(answer.text)
    assert (found["count"], found["texts"]) == (1, {})
    assert "홍길동" in found["fields"]["title"]
    assert not found["fields"]["result"].strip()
    button = re.search(r"replace:title:\d+:\d+", found["fields"]["title"])
    assert button
    again = officer.post(f"{text}/check", {**CARD, "title": "홍길동 사례", "do": button[0]})
    assert json.loads(again.text)["texts"] == {"title": "20대 여성 사례"}
    assert stored(officer).version == 1


def test_a_text_that_identifies_is_not_handed_in_but_kept(officer: Desk) -> None:
    text = nominate(officer)
    answer = officer.post(text, opened(officer, text, title="홍길동 사례", do="submit"))
    assert answer.status_code == 422
    assert 'href="#title"' in answer.text
    assert "글은 저장했습니다" in answer.text
    assert "홍길동 사례" in officer.text(text)
    assert stored(officer).state == ExemplaryState.NOMINATED.value


def test_what_is_wrong_stands_at_its_field_and_all_that_was_typed_is_there(officer: Desk) -> None:
    text = nominate(officer)
    values = opened(officer, text, title="가" * 81, result="귀국 지원 완료", do="save")
    answer = officer.post(text, values)
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    kept = read_form(answer.text, text)
    assert (kept["title"], kept["result"]) == ("가" * 81, "귀국 지원 완료")


def test_steps_are_added_moved_and_left_out_when_empty(officer: Desk) -> None:
    text = nominate(officer)
    more = officer.post(text, opened(officer, text, do="step")).text
    assert "steps.2.what" in read_form(more, text)
    moved = read_form(officer.post(text, opened(officer, text, do="up:1")).text, text)
    assert moved["steps.0.what"] == "긴급여권을 발급함."
    assert moved["steps.1.after"] == "접수 40분 뒤"
    officer.post(
        text, opened(officer, text, **{"steps.0.what": "", "steps.0.after": "", "do": "save"})
    )
    assert read_form(officer.text(text), text)["steps.0.what"] == "긴급여권을 발급함."


def test_the_second_of_two_writers_is_told_and_keeps_what_was_typed(officer: Desk) -> None:
    text = nominate(officer)
    other = sits(officer, Role.OFFICER, username="officer.other")
    first = opened(officer, text, title="먼저 쓴 제목", lessons="먼저 쓴 점", do="save")
    second = opened(other, text, title="나중에 쓴 제목", lessons="", do="save")
    assert officer.post(text, first).status_code == 302
    answer = other.post(text, second)
    assert answer.status_code == 409
    assert "그사이 다른 사람이 이 글을 저장했습니다" in answer.text
    assert "먼저 쓴 제목" in answer.text
    merged = read_form(answer.text, text)
    assert merged["title"] == "나중에 쓴 제목", "one's own stays where both wrote"
    assert merged["lessons"] == "먼저 쓴 점", "what only the other wrote is taken over"
    taken = other.post(text, {**merged, "do": "theirs:title"}).text
    assert read_form(taken, text)["title"] == "먼저 쓴 제목"
    assert other.post(text, {**merged, "do": "save"}).status_code == 302
    assert read_form(officer.text(text), text)["title"] == "나중에 쓴 제목"


def test_what_was_typed_after_the_text_was_handed_in_is_shown_again(officer: Desk) -> None:
    text = nominate(officer)
    other = sits(officer, Role.OFFICER, username="officer.other")
    late = opened(other, text, title="늦은 제목", do="save")
    officer.post(text, opened(officer, text, do="submit"))
    answer = other.post(text, late)
    assert answer.status_code == 409
    assert "저장하지 못한 내용" in answer.text
    assert "늦은 제목" in answer.text


def test_a_card_goes_from_its_mission_by_the_center_into_the_library(officer: Desk) -> None:
    card = publish(officer)
    elsewhere = sits(officer, Role.OFFICER, username="officer.bangkok", unit_code=BANGKOK)
    page = elsewhere.text("/exemplary")
    assert CARD["title"] in page
    assert CARD["steps.0.what"] in page
    shown = elsewhere.text(card)
    for told in (*CARD.values(), "제12조"):
        assert told in shown or told == "12"
    assert "/text" not in shown
    for action in ("nominate", "write", "submit", "endorse", "publish"):
        assert acts(officer.installation, f"exemplary.{action}"), action


def test_a_card_is_returned_with_a_reason_which_the_writer_reads(officer: Desk) -> None:
    card = hand_in(officer)
    head = sits(officer, Role.MISSION_HEAD)
    empty = step(head, card, "return", return_reason="")
    assert empty.status_code == 422
    assert 'id="return_reason-error"' in empty.text
    assert step(head, card, "return", return_reason="결과를 더 써 주십시오.").status_code == 302
    assert "결과를 더 써 주십시오." in officer.text(f"{card}/text")
    assert "보완하기" in officer.text("/")


def test_the_second_of_two_who_decide_is_told(officer: Desk) -> None:
    card = hand_in(officer)
    head = sits(officer, Role.MISSION_HEAD)
    old = re.search(r'name="version" value="(\d+)"', head.get(card).text)
    assert old
    assert step(head, card, "endorse").status_code == 302
    late = head.post(f"{card}/return", {"version": old[1], "return_reason": "고쳐 주십시오."})
    assert late.status_code == 409
    assert "그사이 다른 사람이 먼저 처리했습니다" in late.text
    assert "고쳐 주십시오." in late.text
    assert stored(officer).state == ExemplaryState.ENDORSED.value


def test_a_withdrawn_card_leaves_the_library(officer: Desk) -> None:
    card = publish(officer)
    manager = sits(officer, Role.CENTER_MANAGER, unit_code=SAFETY_CENTER, username="manager.two")
    assert step(manager, card, "withdraw", withdraw_reason="중복됩니다.").status_code == 302
    assert CARD["title"] not in officer.text("/exemplary")


def test_a_head_of_another_mission_reviews_and_adopts(officer: Desk) -> None:
    card = publish(officer)
    head = sits(officer, Role.MISSION_HEAD, username="head.bangkok", unit_code=BANGKOK)
    scores = {"effect": "5", "speed": "4", "transfer": "5", "care": "4"}
    answer = head.post(f"{card}/review", {**scores, "care": "", "comment": "좋은 사례"})
    assert answer.status_code == 422
    assert 'id="care-error"' in answer.text
    kept = read_form(answer.text, f"{card}/review")
    assert (kept["effect"], kept["comment"]) == ("5", "좋은 사례")
    values = {**scores, "comment": "좋은 사례", "share_in_session": "true"}
    assert head.post(f"{card}/review", values).status_code == 302
    wrong = head.post(f"{card}/adopt", {"note": "연락망을 만듦", "adopted_on": "2999-01-01"})
    assert wrong.status_code == 422
    assert read_form(wrong.text, f"{card}/adopt")["note"] == "연락망을 만듦"
    day = {"note": "연락망을 만듦", "adopted_on": "2026-01-02"}
    assert head.post(f"{card}/adopt", day).status_code == 302
    page = head.text(card)
    assert "4.50" in page
    assert "3건보다 적어 순위에 넣지 않습니다" in page
    assert "적용한 공관 1곳" in head.text("/exemplary")


def test_a_head_is_told_that_the_own_missions_card_is_not_theirs_to_review(officer: Desk) -> None:
    card = publish(officer)
    head = sits(officer, Role.MISSION_HEAD, username="head.own")
    assert "/review" not in head.text(card)
    answer = head.post(
        f"{card}/review", dict.fromkeys(("effect", "speed", "transfer", "care"), "5")
    )
    assert answer.status_code == 409
    assert "자기 공관의 사례는 평가하지 않습니다" in answer.text


def test_the_library_is_narrowed_by_situation_region_and_words(officer: Desk) -> None:
    publish(officer)
    assert CARD["title"] in officer.text(f"/exemplary?situation={stored(officer).situation}")
    assert "조건에 맞는 우수사례가 없습니다" in officer.text("/exemplary?situation=death")
    region = re.search(r'name="region".*?<option value="(\w+)"', officer.text("/exemplary"), re.S)
    assert region
    assert CARD["title"] in officer.text(f"/exemplary?region={region[1]}")
    answer = officer.post("/exemplary/search", {"q": "긴급여권"})
    assert "긴급여권" not in answer.headers["Location"]
    assert CARD["title"] in officer.text(answer.headers["Location"])
    none = officer.post("/exemplary/search", {"q": "헬리콥터"}, follow_redirects=True)
    assert "조건에 맞는 우수사례가 없습니다" in none.text


def test_an_unknown_filter_is_said_at_its_field_with_what_may_stand_there(officer: Desk) -> None:
    publish(officer)
    page = officer.text("/exemplary?situation=thef&region=africa", status=422)
    for field, typed, known in (
        ("situation", "thef", "도난(theft)"),
        ("region", "africa", "아프리카"),
    ):
        said = re.search(rf'id="{field}-error">([^<]*)<', page)
        assert said
        assert said[1].startswith(f"목록에 없는 값입니다: {typed}. 쓸 수 있는 값: ")
        assert known in said[1]
    assert 'class="chip"' not in page
    assert "조건에 맞는 우수사례가 없습니다" not in page


def test_an_empty_library_says_how_to_begin(officer: Desk) -> None:
    page = officer.text("/exemplary")
    assert "게재된 우수사례가 아직 없습니다" in page
    assert "/cases?status=closed" in page


def test_like_cards_stand_beside_a_new_report_and_on_a_case(officer: Desk) -> None:
    card = publish(officer)
    situation = stored(officer).situation
    asked = f"/reports/new/exemplary?situation={situation}&country_code=캄보디아"
    assert card in officer.text(asked)
    assert card not in officer.text("/reports/new/exemplary?situation=death")
    assert "상황을 고르면" in officer.text("/reports/new/exemplary")
    other = submit(officer.installation, officer.actor).case_number
    assert card in officer.text(f"/cases/{other}")


def test_the_start_page_says_what_waits_for_whom(officer: Desk) -> None:
    card = hand_in(officer)
    head = sits(officer, Role.MISSION_HEAD)
    manager = sits(officer, Role.CENTER_MANAGER, unit_code=SAFETY_CENTER)
    assert card not in manager.text("/")
    assert card in head.text("/")
    step(head, card, "endorse")
    assert card in manager.text("/")
    assert card not in head.text("/")


def test_an_unfinished_card_is_nobody_elses(officer: Desk) -> None:
    text = nominate(officer)
    elsewhere = sits(officer, Role.OFFICER, username="officer.bangkok", unit_code=BANGKOK)
    manager = sits(officer, Role.CENTER_MANAGER, unit_code=SAFETY_CENTER)
    for desk in (elsewhere, manager):
        for path in (text, text.removesuffix("/text")):
            assert desk.get(path).status_code == 404, path
    assert "원문" not in elsewhere.get(text).text


def test_no_page_and_no_row_of_the_trail_tells_whom_a_text_named(officer: Desk) -> None:
    text = nominate(officer)
    officer.post(text, opened(officer, text, title="홍길동 사례", do="save"))
    with reading(officer.installation, None) as ctx:
        card = ctx.session.exec(select(ExemplaryCase)).one()
        assert (card.title, card.card, card.words) == (None, None, None)
    for action in ("exemplary.write", "exemplary.nominate"):
        for act in acts(officer.installation, action):
            assert "홍길동" not in str(act.detail)

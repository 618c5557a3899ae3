"""A form is open while its case is merged into another or goes to another unit: nothing typed is lost."""

from __future__ import annotations

import html

import pytest
from werkzeug.test import TestResponse

from safety_center.domain.access import Role
from safety_center.services.cases.merge import merge_case
from safety_center.services.cases.view import show_case
from safety_center.services.context import reading, writing
from safety_center.services.handovers import accept_handover, send_handover
from safety_center.services.installation import Installation
from tests.factories import BANGKOK, make_actor, submit
from tests.functional.desk import Desk, all_cases, sit_down
from tests.functional.page_forms import read_form

#: While somebody is missing a case cannot be closed.
PERSONS = [{"name_hangul": "홍길동", "outcome": "missing"}, {"name_hangul": "김철수"}]


@pytest.fixture
def desk(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


@pytest.fixture
def pair(desk: Desk) -> tuple[str, str]:
    """A case and the one that it will be merged into."""
    made = [
        submit(desk.installation, desk.actor, persons=persons, city="프놈펜").case_number or ""
        for persons in (PERSONS, PERSONS[:1])
    ]
    return made[0], made[1]


def opened(desk: Desk, number: str) -> dict[str, str]:
    path = f"/cases/{number}/edit"
    return read_form(desk.text(path), path)


def merge(desk: Desk, number: str, into: str) -> None:
    """The first person is the same as there, the second another."""
    with reading(desk.installation, desk.actor) as ctx:
        here, there = (show_case(ctx, each).persons for each in (number, into))
    same = {here[0].id: there[0].id, here[1].id: None}
    with writing(desk.installation, desk.actor) as ctx:
        merge_case(ctx, number, into, same, "같은 사건")


def text(answer: TestResponse, status: int = 409) -> str:
    assert answer.status_code == status, answer.text
    return html.unescape(answer.text)


def carry(desk: Desk, page: str, address: str) -> str:
    """Press the button of the page, which leads to the form of the other case."""
    return text(desk.post(address, {**read_form(page, address), "do": "carry"}), 200)


def test_a_change_of_a_case_merged_meanwhile_is_carried_to_the_surviving_one(
    desk: Desk, pair: tuple[str, str]
) -> None:
    number, into = pair
    typed = opened(desk, number) | {
        "city": "시엠립",
        "summary": "지갑 도난",
        "persons.0.telephone": "010-1111-2222",
        "persons.1.telephone": "010-3333-4444",
        "persons.2.name_hangul": "새사람",
    }
    merge(desk, number, into)
    told = text(desk.post(f"/cases/{number}/edit", typed))
    for shown in (f'href="/cases/{into}"', "시엠립", "지갑 도난", "010-1111-2222", "새사람"):
        assert shown in told
    form = carry(desk, told, f"/cases/{into}/edit")
    values = read_form(form, f"/cases/{into}/edit")
    assert (values["city"], values["summary"]) == ("시엠립", "지갑 도난")
    names = [values[f"persons.{place}.name_hangul"] for place in range(3)]
    assert names == ["홍길동", "김철수", "새사람"]
    assert values["persons.0.telephone"] == ""
    assert values["persons.1.telephone"] == "010-3333-4444"
    assert "010-1111-2222" in form.partition("옮기지 못한 내용")[2]
    assert [case.city for case in all_cases(desk.installation)] == ["프놈펜", "프놈펜"]
    saved = desk.post(f"/cases/{into}/edit", {**values, "do": "save"})
    assert saved.status_code == 302, saved.text
    assert [case.city for case in all_cases(desk.installation)] == ["프놈펜", "시엠립"]
    with reading(desk.installation, desk.actor) as ctx:
        assert len(show_case(ctx, into).persons) == 3


@pytest.mark.parametrize(
    ("step", "field"), [("notes", "text"), ("close", "closing_note"), ("handover", "message")]
)
def test_the_text_of_a_step_is_carried_to_the_surviving_case(
    desk: Desk, pair: tuple[str, str], step: str, field: str
) -> None:
    number, into = pair
    merge(desk, number, into)
    typed = {field: "병원에서 확인함", "to_unit": BANGKOK, "version": "1"}
    told = text(desk.post(f"/cases/{number}/{step}", typed))
    assert "병원에서 확인함" in told
    target = "notes" if step == "close" else step  # the other cannot be closed yet: as a note
    form = carry(desk, told, f"/cases/{into}/{target}")
    shown = "text" if step == "close" else field
    assert read_form(form, f"/cases/{into}/{target}")[shown].strip() == "병원에서 확인함"
    assert "아직 저장하지 않았으니" in form


def test_a_change_of_a_case_that_went_to_another_unit_is_shown_again(
    desk: Desk, pair: tuple[str, str]
) -> None:
    number, _ = pair
    typed = opened(desk, number) | {"city": "시엠립"}
    receiver = make_actor(desk.installation, Role.OFFICER, BANGKOK)
    with writing(desk.installation, desk.actor) as ctx:
        send_handover(ctx, number, BANGKOK)
    with writing(desk.installation, receiver) as ctx:
        accept_handover(ctx, number)
    told = text(desk.post(f"/cases/{number}/edit", typed), 403)
    assert "다른 기관이 담당" in told
    assert "시엠립" in told
    assert "이관을 인수함" in told


def test_what_was_typed_for_a_case_out_of_reach_is_shown_without_a_word_about_it(
    desk: Desk,
) -> None:
    there = make_actor(desk.installation, Role.OFFICER, BANGKOK)
    hidden = submit(desk.installation, there, country_code="TH", city="방콕").case_number
    for number in (hidden, "2026-THA-999999"):
        told = text(desk.post(f"/cases/{number}/notes", {"text": "늦은 기록"}), 404)
        assert "늦은 기록" in told
        assert "방콕" not in told


def test_a_day_that_is_none_is_shown_as_it_was_typed(desk: Desk) -> None:
    there = make_actor(desk.installation, Role.OFFICER, BANGKOK)
    hidden = submit(desk.installation, there, country_code="TH").case_number
    sent = {"opened.occurred_from": "", "occurred_from": "어제쯤"}
    assert "어제쯤" in text(desk.post(f"/cases/{hidden}/edit", sent), 404)


@pytest.mark.parametrize("address", ["/cases/{}/edit?draft=token-of-the-draft", "/cases/{}/edit"])
def test_a_draft_of_a_case_merged_since_is_carried_to_the_surviving_one(
    desk: Desk, pair: tuple[str, str], address: str
) -> None:
    number, into = pair
    typed = opened(desk, number) | {"summary": "지갑 도난", "draft_id": "token-of-the-draft"}
    desk.post("/drafts/token-of-the-draft", typed)
    merge(desk, number, into)
    told = text(desk.get(address.format(number)))
    assert "지갑 도난" in told
    assert "그사이 있었던 일" in told
    form = carry(desk, told, f"/cases/{into}/edit")
    values = read_form(form, f"/cases/{into}/edit")
    assert (values["summary"], values["draft_id"]) == ("지갑 도난", "token-of-the-draft")
    assert desk.post(f"/cases/{into}/edit", {**values, "do": "save"}).status_code == 302
    assert all_cases(desk.installation)[1].summary == "지갑 도난"
    assert text(desk.get(address.format(number))).count("지갑 도난") == 0


def test_a_draft_of_somebody_else_is_not_shown_at_a_merged_case(
    desk: Desk, pair: tuple[str, str]
) -> None:
    number, into = pair
    typed = opened(desk, number) | {"summary": "지갑 도난"}
    desk.post("/drafts/token-of-the-draft", typed)
    merge(desk, number, into)
    colleague = sit_down(desk.installation, Role.OFFICER, username="colleague")
    answer = colleague.get(f"/cases/{number}/edit?draft=token-of-the-draft")
    assert answer.status_code == 409
    assert "지갑 도난" not in answer.text

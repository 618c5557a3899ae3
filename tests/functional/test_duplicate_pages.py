"""Likely duplicates on the pages: beside the form with and without scripts, beside a case, merging."""

from __future__ import annotations

import html
import re

import pytest

from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from tests.factories import BANGKOK, make_actor, submit
from tests.functional.desk import Desk, acts, all_cases, sit_down

HONG = {"persons.0.name_hangul": "홍길동", "persons.0.passport_number": "M12345678"}


@pytest.fixture
def desk(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


def _number(desk: Desk) -> str:
    return all_cases(desk.installation)[-1].number


def test_the_panel_finds_while_typing_and_names_are_in_no_address(desk: Desk) -> None:
    desk.take_report(**HONG)
    typed = {"country_code": "캄보디아", "persons.0.name_hangul": "홍길둥"}
    answer = desk.post("/reports/new/similar", typed)
    text = html.unescape(answer.text)
    assert answer.status_code == 200
    assert _number(desk) in text
    assert "비슷한 성명" in text
    assert "홍길동" not in text
    assert desk.get("/reports/new/similar").status_code == 302


def test_nothing_is_looked_for_before_something_telling_is_typed(desk: Desk) -> None:
    desk.take_report()
    answer = desk.post("/reports/new/similar", {"country_code": "캄보디아"})
    assert "찾아 보여 줍니다" in answer.text
    assert acts(desk.installation, "duplicate.look") == []


def test_wrong_fields_do_not_stop_the_look(desk: Desk) -> None:
    desk.take_report(**HONG)
    typed = {
        "country_code": "캄보디아",
        "situation": "nonsense",
        "occurred_from": "2026-99-99",
        "persons.0.birth_date": "gestern",
        "persons.0.passport_number": "m12345678",
    }
    answer = desk.post("/reports/new/similar", typed)
    assert "같은 여권번호" in answer.text


def test_without_scripts_a_button_looks_and_another_joins_and_nothing_typed_is_lost(
    desk: Desk,
) -> None:
    desk.take_report(**HONG)
    number = _number(desk)
    form = desk.open_form(**HONG, city="프놈펜")
    looked = desk.post("/reports/new", {**form, "do": "look"})
    assert number in looked.text
    joined = desk.post("/reports/new", {**form, "do": f"join:{number}"})
    assert joined.status_code == 200
    text = html.unescape(joined.text)
    assert f'name="join_case_number" type="text" value="{number}"' in text
    assert re.search(r'value="joined_case" checked', text)
    assert 'value="프놈펜"' in text
    saved = {**form, "disposition": "joined_case", "join_case_number": number}
    assert desk.post("/reports/new", saved).status_code == 302
    assert len(all_cases(desk.installation)) == 1
    back = html.unescape(desk.post("/reports/new", {**form, "do": "join:"}).text)
    assert re.search(r'value="opened_case" checked', back)


def test_another_missions_case_shows_four_things_and_no_button(desk: Desk) -> None:
    there = make_actor(desk.installation, Role.OFFICER, BANGKOK)
    known = submit(
        desk.installation,
        there,
        country_code="TH",
        city="방콕",
        situation="fraud",
        persons=[{"name_hangul": "홍길동", "passport_number": "M12345678"}],
    )
    answer = desk.post("/reports/new/similar", {"country_code": "캄보디아", **HONG})
    text = html.unescape(answer.text)
    assert known.case_number
    assert known.case_number in text
    assert "사기" in text
    assert "방콕" not in text.replace("주태국대사관", "")
    assert "여권번호" not in text
    assert "join:" not in text


def test_what_is_kept_back_of_other_missions_cases_is_said_once(desk: Desk) -> None:
    there = make_actor(desk.installation, Role.OFFICER, BANGKOK)
    told = {
        "country_code": "TH",
        "situation": "fraud",
        "persons": [{"name_hangul": "홍길동", "passport_number": "M12345678"}],
    }
    numbers = [submit(desk.installation, there, **told).case_number for _ in range(2)]
    answer = desk.post("/reports/new/similar", {"country_code": "캄보디아", **HONG})
    text = html.unescape(answer.text)
    assert [number for number in numbers if number and number not in text] == []
    assert text.count("다른 기관의 건은 관리번호, 유형, 날짜, 관할 공관만 표시합니다.") == 1


def test_the_day_shown_is_the_day_compared(desk: Desk) -> None:
    desk.take_report(**HONG, occurred_from="2026-05-02")
    first = _number(desk)
    desk.take_report(**HONG)
    page = desk.text(f"/cases/{_number(desk)}/similar")
    assert "발생 2026. 5. 2." in page
    assert re.search(r"접수 \d{4}\. ", desk.text(f"/cases/{first}/similar"))


def test_a_pair_set_aside_is_shown_no_more_until_it_is_taken_back(desk: Desk) -> None:
    desk.take_report(**HONG)
    first = _number(desk)
    desk.take_report(**HONG)
    second = _number(desk)
    assert first in desk.text(f"/cases/{second}/similar")
    rail = desk.get(f"/cases/{second}/similar", headers={"HX-Request": "true"})
    assert first in rail.text
    assert "<html" not in rail.text
    assert desk.post(f"/cases/{second}/not-duplicate", {"other": first}).status_code == 302
    for one, other in ((first, second), (second, first)):
        text = desk.text(f"/cases/{one}/similar")
        assert "비슷한 건이 없습니다." in text
        assert other in text.partition("중복이 아닌 건")[2]
    desk.post(f"/cases/{first}/maybe-duplicate", {"other": second})
    assert "같은 여권번호" in desk.text(f"/cases/{second}/similar")
    assert [len(acts(desk.installation, f"duplicate.{act}")) for act in ("reject", "undo")] == [
        1,
        1,
    ]


def test_a_case_changed_to_another_type_is_compared_anew(desk: Desk) -> None:
    desk.take_report(city="프놈펜", situation="fraud")
    first = _number(desk)
    desk.take_report(city="프놈펜")
    second = _number(desk)
    assert first not in desk.text(f"/cases/{second}/similar")
    page = desk.text(f"/cases/{second}/edit")
    version = re.search(r'name="version" value="(\d+)"', page)
    person = re.search(r'name="persons.0.id" value="(\d+)"', page)
    assert version
    assert person
    changed = {
        "version": version[1],
        "country_code": "캄보디아",
        "city": "프놈펜",
        "incident_type": "fraud",
        "severity": "minor",
        "persons.0.id": person[1],
    }
    assert desk.post(f"/cases/{second}/edit", changed).status_code == 302
    assert first in desk.text(f"/cases/{second}/similar")


def test_two_cases_are_merged_from_their_page_and_parted_again(desk: Desk) -> None:
    desk.take_report(**HONG)
    into = _number(desk)
    desk.take_report(**HONG)
    number = _number(desk)
    assert f"/cases/{number}/merge" in desk.text(f"/cases/{number}")
    page = desk.text(f"/cases/{number}/merge?with={into}")
    choice = re.search(r'name="(person\.\d+)".*?<option value="(\d+)" selected', page, re.DOTALL)
    assert choice, "the same passport proposes the same person"
    refused = desk.post(f"/cases/{number}/merge", {"into": into, choice[1]: "another"})
    assert refused.status_code == 422
    assert "병합하는 사유를 적어 주십시오." in refused.text
    given = {"into": into, choice[1]: choice[2], "reason": "같은 사람의 두 신고"}
    assert desk.post(f"/cases/{number}/merge", given).headers["Location"].endswith(into)
    assert "병합되었습니다" in desk.text(f"/cases/{number}")
    survivor = desk.text(f"/cases/{into}")
    assert survivor.count("접수 보기") == 2
    assert "같은 사람의 두 신고" in survivor
    late = desk.post(f"/cases/{number}/notes", {"text": "늦은 기록"})
    assert "그 건에서 처리해 주십시오" in late.text
    assert "늦은 기록" in late.text
    assert "병합을 취소하는 사유를 적어" in desk.post(f"/cases/{number}/unmerge").text
    assert desk.post(f"/cases/{number}/unmerge", {"reason": "다른 사람임"}).status_code == 302
    assert "다른 사람임" in desk.text(f"/cases/{into}")
    assert "처리 시작" in desk.text(f"/cases/{number}")


def test_an_unknown_number_to_merge_with_is_said_at_its_field(desk: Desk) -> None:
    desk.take_report()
    text = desk.text(f"/cases/{_number(desk)}/merge?with=2026-KHM-999999", 422)
    assert "해당 관리번호가 없거나 볼 권한이 없습니다." in text

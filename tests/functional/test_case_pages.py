"""The pages of cases: masked, within scope, refused with reasons, never overwritten silently."""

import re
from typing import Any

import pytest

from safety_center.domain.access import Role
from safety_center.services.context import writing
from safety_center.services.handovers import send_handover
from safety_center.services.installation import Installation
from tests.factories import BANGKOK, PHNOM_PENH, submit
from tests.functional.desk import Desk, acts, all_cases, sit_down

HONG = {
    "name_hangul": "홍길동",
    "birth_date": "2001-02-03",
    "telephone": "010-1234-5678",
    "sex": "male",
}


@pytest.fixture
def officer(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


def _case(desk: Desk, **changes: Any) -> str:
    number = submit(desk.installation, desk.actor, **{"persons": [HONG], **changes}).case_number
    assert number
    return number


def _form(desk: Desk, number: str, **changes: str) -> dict[str, str]:
    """What a browser sends when nothing but the given fields was changed."""
    case = next(c for c in all_cases(desk.installation) if c.number == number)
    stored = {
        "version": str(case.version),
        "incident_type": case.incident_type,
        "severity": case.severity,
        "country_code": "캄보디아",
        "mission_code": case.mission_code or "",
        "persons.0.id": "1",
        "persons.0.involvement": "victim",
        "persons.0.outcome": "none",
        "persons.0.sex": "male",
        "persons.0.name_hangul": "홍길동",
        "persons.0.birth_date": "2001-02-03",
        "persons.0.telephone": "010-1234-5678",
    }
    return {**stored, **changes}


@pytest.mark.parametrize(
    ("page", "here"),
    [("edit", "수정"), ("handover", "이관 요청"), ("similar", "비슷한 건"), ("merge", "병합")],
)
def test_the_way_to_a_page_of_a_case_names_its_number_once(
    officer: Desk, page: str, here: str
) -> None:
    number = _case(officer)
    crumbs = re.search(r'class="crumbs".*?</nav>', officer.text(f"/cases/{number}/{page}"), re.S)
    assert crumbs
    assert re.findall(r">([^<>]+)</(?:a|span)>", crumbs[0]) == ["사건·사고", number, here]


def test_a_page_shows_no_name_in_full_and_leaves_one_row(officer: Desk) -> None:
    number = _case(officer)
    page = officer.text(f"/cases/{number}")
    assert "홍○동" in page
    for secret in ("홍길동", "2001-02-03", "010-1234-5678"):
        assert secret not in page
    assert [row.rows for row in acts(officer.installation, "case.view")] == [1]


def test_revealing_shows_everything_and_is_an_event_of_its_own(officer: Desk) -> None:
    number = _case(officer)
    page = officer.post(f"/cases/{number}/reveal").text
    assert "홍길동" in page
    assert "010-1234-5678" in page
    assert [row.subject for row in acts(officer.installation, "case.reveal")] == [number]


def test_an_analyst_may_not_reveal(officer: Desk) -> None:
    number = _case(officer)
    analyst = sit_down(officer.installation, Role.ANALYST)
    assert "홍○동" in analyst.text(f"/cases/{number}")
    assert analyst.post(f"/cases/{number}/reveal").status_code == 403


def test_another_missions_case_does_not_exist(officer: Desk) -> None:
    number = _case(officer)
    bangkok = sit_down(officer.installation, Role.OFFICER, unit_code=BANGKOK)
    for path in ("", "/edit", "/handover"):
        assert bangkok.get(f"/cases/{number}{path}").status_code == 404
    for step in ("reveal", "take-up", "close", "reopen", "notes", "edit", "handover"):
        assert bangkok.post(f"/cases/{number}/{step}").status_code == 404
    assert number not in bangkok.text("/cases")


def test_a_script_as_a_name_is_shown_as_text(officer: Desk) -> None:
    name = "<script>alert(1)</script> 홍"
    number = _case(officer, persons=[{"name_hangul": name}], city="<b>도시</b>")
    for answer in (
        officer.post(f"/cases/{number}/reveal"),
        officer.get(f"/cases/{number}/edit"),
        officer.get("/cases"),
    ):
        assert "<script>alert" not in answer.text
        assert "<b>도시" not in answer.text
    assert "&lt;script&gt;alert(1)" in officer.post(f"/cases/{number}/reveal").text


def test_the_sentence_says_the_case_in_both_languages(officer: Desk) -> None:
    number = _case(officer, situation="kidnapping", city="프놈펜", occurred_from="2026-11-20")
    assert (
        "2026. 11. 20. 프놈펜에서 20대 남성 1명 납치·감금, 주캄보디아대사관 접수"
        in officer.text(f"/cases/{number}")
    )
    officer.client.set_cookie("language", "en")
    assert '20 November 2026, <span lang="ko">프놈펜</span>, ' in officer.text(f"/cases/{number}")
    assert "1 man aged 20-29, kidnapping and confinement" in officer.text(f"/cases/{number}")


def test_closing_in_custody_is_refused_and_says_why(officer: Desk) -> None:
    number = _case(officer, situation="detention", persons=[])
    answer = officer.post(f"/cases/{number}/close")
    assert answer.status_code == 422
    assert "구금" in answer.text
    assert 'href="#persons-0-outcome"' in answer.text
    assert all_cases(officer.installation)[0].status == "received"


def test_an_unsettled_person_leaves_reasons_instead_of_a_button(officer: Desk) -> None:
    number = _case(officer, situation="detention", persons=[])
    page = officer.text(f"/cases/{number}")
    assert "당사자 1의 상태 확인" in page
    assert f"/cases/{number}/close" not in page


def test_closing_takes_its_result_into_the_time_line(officer: Desk) -> None:
    number = _case(officer)
    assert 'name="closing_note"' in officer.text(f"/cases/{number}")
    officer.post(f"/cases/{number}/close", {"closing_note": "여행증명서를 받아 귀국함."})
    assert "여행증명서를 받아 귀국함." in officer.text(f"/cases/{number}")
    assert all_cases(officer.installation)[0].status == "closed"


def test_a_result_too_long_closes_nothing(officer: Desk) -> None:
    number = _case(officer)
    answer = officer.post(f"/cases/{number}/close", {"closing_note": "가" * 30_000})
    assert answer.status_code == 422
    assert 'id="closing_note-error"' in answer.text
    assert all_cases(officer.installation)[0].status == "received"


@pytest.mark.parametrize(
    "path",
    [
        *(f"/cases/{{}}/{step}" for step in ("reveal", "take-up", "close", "reopen", "notes")),
        *(f"/handovers/{{}}/{step}" for step in ("accept", "return", "withdraw")),
    ],
)
def test_a_buttons_address_opened_as_a_page_leads_to_the_case(officer: Desk, path: str) -> None:
    number = _case(officer)
    answer = officer.get(path.format(number))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{number}")


def test_a_case_is_taken_up_closed_and_reopened_with_a_reason(officer: Desk) -> None:
    number = _case(officer)
    officer.post(f"/cases/{number}/take-up")
    officer.post(f"/cases/{number}/close")
    assert all_cases(officer.installation)[0].status == "closed"
    assert officer.post(f"/cases/{number}/reopen", {"reason": " "}).status_code == 422
    officer.post(f"/cases/{number}/reopen", {"reason": "추가 피해 확인"})
    page = officer.text(f"/cases/{number}")
    assert "추가 피해 확인" in page
    assert all_cases(officer.installation)[0].status == "reopened"


def test_a_note_stands_in_the_time_line_and_an_empty_one_is_refused(officer: Desk) -> None:
    number = _case(officer)
    assert officer.post(f"/cases/{number}/notes", {"text": ""}).status_code == 422
    officer.post(f"/cases/{number}/notes", {"text": "병원에 연락함."})
    assert "병원에 연락함." in officer.text(f"/cases/{number}")


def test_changing_a_case_keeps_the_rest_and_tells_the_difference(officer: Desk) -> None:
    number = _case(officer, city="프놈펜")
    answer = officer.post(f"/cases/{number}/edit", _form(officer, number, city="시엠립"))
    assert answer.status_code == 302, answer.text
    page = officer.text(f"/cases/{number}")
    assert '<span class="was">프놈펜</span> → <span class="now">시엠립</span>' in page
    assert "홍길동" in officer.post(f"/cases/{number}/reveal").text


def test_persons_are_added_and_taken_off(officer: Desk) -> None:
    number = _case(officer)
    new = {"persons.1.involvement": "perpetrator", "persons.1.headcount": "2"}
    officer.post(f"/cases/{number}/edit", _form(officer, number, **new))
    assert "가해자" in officer.text(f"/cases/{number}")
    values = _form(officer, number, **{"persons.0.removed": "true"})
    assert officer.post(f"/cases/{number}/edit", values).status_code == 302
    assert "홍○동" not in officer.text(f"/cases/{number}")


def test_a_change_that_came_second_overwrites_nothing_and_loses_nothing(officer: Desk) -> None:
    number = _case(officer)
    stale = _form(officer, number, city="내가 적은 도시")
    officer.post(f"/cases/{number}/edit", _form(officer, number, city="먼저 저장한 도시"))
    answer = officer.post(f"/cases/{number}/edit", stale)
    assert answer.status_code == 409
    assert "내가 적은 도시" in answer.text
    assert "먼저 저장한 도시" in answer.text
    assert all_cases(officer.installation)[0].city == "먼저 저장한 도시"
    again = {**stale, "version": str(all_cases(officer.installation)[0].version)}
    assert officer.post(f"/cases/{number}/edit", again).status_code == 302
    assert all_cases(officer.installation)[0].city == "내가 적은 도시"


def test_wrong_changes_are_said_at_their_fields(officer: Desk) -> None:
    number = _case(officer)
    wrong = _form(officer, number, **{"country_code": "없는나라", "persons.0.birth_date": "어제"})
    answer = officer.post(f"/cases/{number}/edit", wrong)
    assert answer.status_code == 422
    assert 'id="persons-0-birth_date-error"' in answer.text
    assert 'value="없는나라"' in answer.text


def test_a_unit_that_does_not_own_the_case_sees_no_form(officer: Desk) -> None:
    counsellor = sit_down(officer.installation, Role.COUNSELLOR)
    number = submit(officer.installation, counsellor.actor, source="call_center").case_number
    assert number
    assert officer.get(f"/cases/{number}").status_code == 200
    assert officer.get(f"/cases/{number}/edit").status_code == 403


def test_a_destroyed_key_is_said_and_the_rest_stays(officer: Desk) -> None:
    number = _case(officer)
    from safety_center.store.tables import DataKey

    with writing(officer.installation, officer.actor) as ctx:
        key = ctx.session.get_one(DataKey, all_cases(officer.installation)[0].data_key_id)
        key.wrapped, key.destroyed_at = None, ctx.now
        ctx.session.add(key)
    page = officer.text(f"/cases/{number}")
    assert "보존기간 경과로 파기됨" in page
    assert "남성" in page
    assert officer.get(f"/cases/{number}/edit").status_code == 200


def test_handing_over_asks_for_a_unit(officer: Desk) -> None:
    number = _case(officer)
    assert officer.post(f"/cases/{number}/handover", {"to_unit": ""}).status_code == 422
    officer.post(f"/cases/{number}/handover", {"to_unit": BANGKOK, "message": "방콕으로 이동함."})
    assert all_cases(officer.installation)[0].handover_to_unit == BANGKOK


def test_what_may_be_done_follows_the_hand_over(officer: Desk) -> None:
    number = _case(officer)
    with writing(officer.installation, officer.actor) as ctx:
        send_handover(ctx, number, BANGKOK)
    page = officer.text(f"/cases/{number}")
    assert f"/handovers/{number}/withdraw" in page
    assert f"/cases/{number}/close" not in page
    assert all_cases(officer.installation)[0].owner_unit == PHNOM_PENH

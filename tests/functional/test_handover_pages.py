"""Hand-overs on the web: waiting lists at both ends, accepted, returned with a reason, taken back."""

import re

import pytest

from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from tests.factories import BANGKOK, YEAR
from tests.functional.desk import Desk, all_cases, sit_down
from tests.functional.page_forms import read_form


@pytest.fixture
def counsellor(sqlite_installation: Installation) -> Desk:
    desk = sit_down(sqlite_installation, Role.COUNSELLOR)
    desk.take_report(do="handover", situation="kidnapping")
    return desk


@pytest.fixture
def officer(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


NUMBER = f"{YEAR}-KHM-000001"


def test_both_ends_see_it_waiting_with_the_clock_of_the_other(
    counsellor: Desk, officer: Desk
) -> None:
    assert "영사안전콜센터 현재" in officer.text("/handovers")
    assert "주캄보디아대사관 현재" in counsellor.text("/handovers")
    assert NUMBER in officer.text("/handovers")
    assert NUMBER in counsellor.text("/handovers")


def test_a_line_names_the_country_and_the_city(officer: Desk, counsellor: Desk) -> None:
    counsellor.take_report(do="handover", situation="kidnapping", city="시아누크빌")
    lines = re.findall(r'class="work-what"><a[^>]*>([^·]+) ·', officer.text("/handovers"))
    assert sorted(lines) == ["캄보디아", "캄보디아 시아누크빌"]


def test_the_sender_chooses_with_the_hour_there_in_view(officer: Desk) -> None:
    officer.take_report()
    (case,) = all_cases(officer.installation)
    page = officer.text(f"/cases/{case.number}/handover")
    for unit in (BANGKOK, "CALL-CENTER"):
        assert re.search(rf'value="{unit}"[^>]*>[^<]+ · 현지 \d\d:\d\d<', page), unit


def test_a_case_that_waits_shows_the_hour_of_the_receiver(counsellor: Desk) -> None:
    assert re.search(r"받는 기관 현지 \d\d:\d\d", counsellor.text(f"/cases/{NUMBER}"))


def test_accepting_makes_the_receiver_answerable(counsellor: Desk, officer: Desk) -> None:
    officer.post(f"/handovers/{NUMBER}/accept")
    (case,) = all_cases(officer.installation)
    assert (case.owner_unit, case.status) == ("KHM-PHNOMPENH", "in_progress")
    page = counsellor.text(f"/cases/{NUMBER}")
    assert "인수" in page
    assert f"/cases/{NUMBER}/edit" not in page


def test_the_time_line_says_whose_unit_answered_or_took_back(
    counsellor: Desk, officer: Desk
) -> None:
    counsellor.post(f"/handovers/{NUMBER}/withdraw")
    counsellor.post(f"/cases/{NUMBER}/handover", {"to_unit": "KHM-PHNOMPENH"})
    officer.post(f"/handovers/{NUMBER}/accept")
    page = officer.text(f"/cases/{NUMBER}")
    for said, unit in (("회수함", "영사안전콜센터 · "), ("인수함", "주캄보디아대사관 · ")):
        line = page.partition(f"이관을 {said}</p>")[2].partition("</li>")[0]
        assert unit in line


def test_a_reason_that_is_too_long_is_told_and_comes_back(counsellor: Desk, officer: Desk) -> None:
    long = "가" * 501
    refused = officer.post(f"/handovers/{NUMBER}/return", {"reason": long})
    assert refused.status_code == 422
    assert "500자까지" in refused.text
    assert long in refused.text
    officer.post(f"/handovers/{NUMBER}/accept")
    sent = {"to_unit": "THA-BANGKOK", "message": long}
    refused = officer.post(f"/cases/{NUMBER}/handover", sent)
    assert refused.status_code == 422
    assert long in refused.text
    both = officer.post(f"/cases/{NUMBER}/handover", {"to_unit": "NOWHERE", "message": long})
    assert both.status_code == 422
    assert "500자까지" in both.text
    assert "이관받을 기관을 골라" in both.text


def test_returning_needs_a_reason_and_the_sender_reads_it(counsellor: Desk, officer: Desk) -> None:
    refused = officer.post(f"/handovers/{NUMBER}/return", {"reason": ""})
    assert refused.status_code == 422
    assert f'id="reason-{NUMBER}-error"' in refused.text
    officer.post(f"/handovers/{NUMBER}/return", {"reason": "관할이 아님"})
    assert "관할이 아님" in counsellor.text(f"/cases/{NUMBER}")
    assert all_cases(officer.installation)[0].owner_unit == "CALL-CENTER"


def test_the_sender_takes_it_back_and_the_receiver_cannot_accept_any_more(
    counsellor: Desk, officer: Desk
) -> None:
    assert officer.post(f"/handovers/{NUMBER}/withdraw").status_code == 403
    counsellor.post(f"/handovers/{NUMBER}/withdraw")
    officer.post(f"/handovers/{NUMBER}/accept")
    (case,) = all_cases(officer.installation)
    assert (case.owner_unit, case.status) == ("CALL-CENTER", "received")


def _return_form(officer: Desk) -> dict[str, str]:
    path = f"/handovers/{NUMBER}/return"
    return read_form(officer.text("/handovers"), path) | {"reason": "관할은 태국임"}


def test_a_reason_typed_while_the_sender_took_it_back_is_shown_again_with_what_happened(
    counsellor: Desk, officer: Desk
) -> None:
    form = _return_form(officer)
    counsellor.post(f"/handovers/{NUMBER}/withdraw")
    told = officer.post(f"/handovers/{NUMBER}/return", form)
    assert told.status_code == 409
    assert "관할은 태국임" in told.text
    assert "이관을 회수함" in told.text
    assert "옮겨 적기" not in told.text  # no longer theirs to write on
    empty = officer.post(f"/handovers/{NUMBER}/return", {**form, "reason": " "})
    assert empty.status_code == 422


def test_a_reason_typed_after_a_colleague_accepted_is_offered_as_a_note(
    counsellor: Desk, officer: Desk
) -> None:
    form = _return_form(officer)
    officer.post(f"/handovers/{NUMBER}/accept")
    told = officer.post(f"/handovers/{NUMBER}/return", form)
    assert told.status_code == 409
    note = f"/cases/{NUMBER}/notes"
    carried = officer.post(note, read_form(told.text, note) | {"do": "carry"})
    assert read_form(carried.text, note)["text"].strip() == "관할은 태국임"


def test_a_reason_for_a_case_out_of_reach_comes_back_without_a_word_about_the_case(
    counsellor: Desk,
) -> None:
    elsewhere = sit_down(counsellor.installation, Role.OFFICER, unit_code=BANGKOK)
    for number in (NUMBER, f"{YEAR}-KHM-999999"):
        told = elsewhere.post(f"/handovers/{number}/return", {"reason": "관할은 태국임"})
        assert told.status_code == 404
        assert "관할은 태국임" in told.text
        assert "회수되었거나 이미 처리되어" in told.text
        assert "프놈펜" not in told.text

"""Hand-overs on the web: waiting lists at both ends, accepted, returned with a reason, taken back."""

import pytest

from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from tests.factories import YEAR
from tests.functional.desk import Desk, all_cases, sit_down


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

"""Taking a report by the form: four fields suffice, nothing typed is lost, nothing is stored twice."""

import html
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from safety_center.domain.access import Role
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_once
from safety_center.services.reports import list_reports
from tests.factories import PHNOM_PENH, make_actor, make_report
from tests.functional.desk import FOUR_FIELDS, Desk, all_cases, sit_down


@pytest.fixture
def counsellor(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.COUNSELLOR)


@pytest.fixture
def officer(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


def test_four_fields_suffice_and_the_receipt_is_there_to_read_out(officer: Desk) -> None:
    receipt = officer.take_report()
    assert receipt in officer.text(f"/reports/{receipt}")
    (case,) = all_cases(officer.installation)
    assert (case.mission_code, case.owner_unit, case.incident_type) == (
        PHNOM_PENH,
        PHNOM_PENH,
        "theft",
    )


@pytest.mark.parametrize(("situation", "kind"), [("theft", "theft"), ("loss", "lost_property")])
def test_a_theft_and_a_loss_are_two_buttons_and_two_types(
    officer: Desk, situation: str, kind: str
) -> None:
    offered = re.findall(r'name="situation" value="(\w+)"', officer.text("/reports/new?draft=t"))
    assert situation in offered
    assert "theft_loss" not in offered
    officer.take_report(situation=situation)
    assert [case.incident_type for case in all_cases(officer.installation)] == [kind]


def test_everything_missing_is_said_at_its_field_and_in_the_summary(counsellor: Desk) -> None:
    answer = counsellor.post("/reports/new", {"draft_id": "t"})
    assert answer.status_code == 422
    for field in ("situation", "country_code", "caller_name", "narrative"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-error"' in answer.text
    assert all_cases(counsellor.installation) == []


def test_a_form_error_does_not_hide_a_future_day(counsellor: Desk) -> None:
    wrong = counsellor.open_form(city="가" * 300, occurred_from="2999-01-01")
    answer = counsellor.post("/reports/new", wrong)
    assert 'id="city-error"' in answer.text
    assert 'id="occurred_from-error"' in answer.text


def test_what_was_typed_comes_back_with_the_errors(counsellor: Desk) -> None:
    typed = {
        "narrative": "<script>alert(1)</script> 라고 적힌 쪽지",
        "city": "프놈펜",
        "country_code": "없는나라",
        "occurred_from": "2026-13-45",
        "persons.1.name_hangul": "홍가상",
        "persons.1.birth_date": "어제",
    }
    answer = counsellor.post("/reports/new", {"draft_id": "t", **FOUR_FIELDS, **typed})
    text = html.unescape(answer.text)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert all(value in text for value in typed.values())
    # The empty first block is dropped, and the error stands at the block that is shown.
    assert 'id="persons-0-birth_date-error"' in answer.text


def test_a_wrong_form_is_kept_as_a_draft(counsellor: Desk) -> None:
    values = counsellor.open_form(country_code="없는나라", narrative="여권 분실")
    counsellor.post("/reports/new", values)
    assert "여권 분실" in counsellor.text(f"/reports/new?draft={values['draft_id']}")


def test_a_country_may_be_typed_in_either_language_or_as_a_code(counsellor: Desk) -> None:
    for typed in ("캄보디아", "cambodia", "kh"):
        counsellor.take_report(country_code=typed)
    assert {case.country_code for case in all_cases(counsellor.installation)} == {"KH"}


def test_a_beginning_of_one_name_is_enough(counsellor: Desk) -> None:
    for typed in ("캄보", "Cambod"):
        counsellor.take_report(country_code=typed)
    assert {case.country_code for case in all_cases(counsellor.installation)} == {"KH"}


def test_a_beginning_of_several_names_lists_them(counsellor: Desk) -> None:
    answer = counsellor.post("/reports/new", counsellor.open_form(country_code="아르"))
    assert answer.status_code == 422
    assert "아르메니아, 아르헨티나" in html.unescape(answer.text)


def test_the_same_form_sent_twice_makes_one_case(counsellor: Desk) -> None:
    values = counsellor.open_form()
    first = counsellor.post("/reports/new", values)
    second = counsellor.post("/reports/new", values)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(all_cases(counsellor.installation)) == 1
    assert counsellor.get(f"/reports/new?draft={values['draft_id']}").status_code == 302


def test_one_form_is_stored_once_on_either_database(installation: Installation) -> None:
    actor = make_actor(installation, Role.OFFICER)
    receipts = set()
    for _ in range(2):
        with writing(installation, actor) as ctx:
            receipts.add(submit_once(ctx, make_report(), "a-token").receipt_number)
    assert len(receipts) == len(all_cases(installation)) == 1


def test_one_form_sent_by_several_at_once_is_stored_once(installation: Installation) -> None:
    actor = make_actor(installation, Role.OFFICER)

    def send(_: int) -> str | None:
        with writing(installation, actor) as ctx:
            return submit_once(ctx, make_report(), "a-token").receipt_number

    with ThreadPoolExecutor(4) as senders:
        receipts = set(senders.map(send, range(4)))
    assert len(receipts) == len(all_cases(installation)) == 1


def test_save_and_next_keeps_the_place_and_nothing_else(counsellor: Desk) -> None:
    values = counsellor.open_form(city="프놈펜", do="next")
    answer = counsellor.post("/reports/new", values)
    page = counsellor.text(answer.headers["Location"])
    assert 'value="캄보디아"' in page
    assert 'value="프놈펜"' in page
    assert FOUR_FIELDS["narrative"] not in page
    assert re.search(r'class="receipt">R-\d{4}-0000001', page)


def test_save_and_hand_over_sends_the_case_to_the_answerable_mission(counsellor: Desk) -> None:
    counsellor.take_report(do="handover")
    (case,) = all_cases(counsellor.installation)
    assert (case.status, case.handover_to_unit) == ("handover_pending", PHNOM_PENH)


def test_after_handing_over_the_pages_say_to_whom(counsellor: Desk) -> None:
    receipt = counsellor.take_report(do="handover")
    page = counsellor.text(f"/reports/{receipt}")
    assert re.search(r"접수하고 주캄보디아대사관에 이관을 요청했습니다\(현지 \d\d:\d\d\)", page)
    assert re.search(r"이관 대기.*→ 주캄보디아대사관", page, re.DOTALL)


def test_save_and_hand_over_without_a_known_mission_stores_nothing(counsellor: Desk) -> None:
    answer = counsellor.post("/reports/new", counsellor.open_form(country_code="XZ", do="handover"))
    assert answer.status_code == 422
    assert 'href="#mission_code"' in answer.text
    assert all_cases(counsellor.installation) == []


def test_the_place_fragment_names_the_mission_or_says_there_is_none(counsellor: Desk) -> None:
    assert "주캄보디아대사관" in counsellor.text("/reports/new/place?country_code=캄보디아")
    assert "확인된 관할 공관 없음" in counsellor.text("/reports/new/place?country_code=XZ")


def test_a_local_receipt_time_is_read_from_the_clock_of_the_place(counsellor: Desk) -> None:
    counsellor.take_report(received_at="2026-01-05T23:30", received_at_zone="place")
    (case,) = all_cases(counsellor.installation)
    assert case.received_at.isoformat() == "2026-01-05T16:30:00+00:00"


def test_another_person_is_added_without_scripts_and_without_saving(counsellor: Desk) -> None:
    values = counsellor.open_form(**{"persons.0.name_hangul": "홍가상", "do": "person"})
    page = counsellor.post("/reports/new", values).text
    assert 'name="persons.1.name_hangul"' in page
    assert 'value="홍가상"' in page
    assert all_cases(counsellor.installation) == []


def test_advice_only_leaves_a_report_and_no_case(counsellor: Desk) -> None:
    receipt = counsellor.take_report(disposition="advice_only")
    assert all_cases(counsellor.installation) == []
    assert receipt in counsellor.text("/reports?disposition=advice_only")


def test_reports_of_other_units_are_not_listed_or_shown(counsellor: Desk, officer: Desk) -> None:
    receipt = counsellor.take_report(country_code="태국")
    assert receipt not in officer.text("/reports")
    assert officer.get(f"/reports/{receipt}").status_code == 404


def test_a_caller_is_masked_until_revealed(counsellor: Desk) -> None:
    receipt = counsellor.take_report(
        caller_none="", caller_name="홍판서", caller_telephone="010-1234-5678"
    )
    page = counsellor.text(f"/reports/{receipt}")
    assert "홍○서" in page
    assert "홍판서" not in page
    assert "홍판서" in counsellor.post(f"/reports/{receipt}/reveal").text


def test_the_address_of_revealing_opened_as_a_page_leads_to_the_report(counsellor: Desk) -> None:
    receipt = counsellor.take_report()
    answer = counsellor.get(f"/reports/{receipt}/reveal")
    assert answer.headers["Location"] == f"/reports/{receipt}"


def test_the_page_stays_under_its_weight(counsellor: Desk) -> None:
    packed = {"Accept-Encoding": "gzip"}
    page = counsellor.get("/reports/new?draft=t")
    weight = len(counsellor.get("/reports/new?draft=t", headers=packed).data)
    for path in re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"', page.text):
        weight += len(counsellor.get(path, headers=packed).data)
    assert weight < 150_000


def test_the_list_can_be_read_by_service_too(
    sqlite_installation: Installation, counsellor: Desk
) -> None:
    counsellor.take_report()
    with reading(sqlite_installation, counsellor.actor) as ctx:
        assert [row.country_code for row in list_reports(ctx).rows] == ["KH"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("태구", "태구"), ("콩고", "하나를 골라 주십시오"), ("대한민국", "국내"), ("태국", "")],
)
def test_a_mistyped_country_is_told_on_leaving_the_field(
    officer: Desk, typed: str, said: str
) -> None:
    fragment = officer.text(f"/reports/new/place?country_code={typed}")
    assert ('id="country-problem"' in fragment) is bool(said)
    assert said in fragment


def test_a_question_is_not_followed_by_a_colon(officer: Desk) -> None:
    page = officer.post("/reports/new", {"draft_id": "t"}).text
    assert "?:" not in html.unescape(page)

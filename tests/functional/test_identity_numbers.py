"""Identity numbers typed into texts: settled before anything is stored. Every number is made up."""

import html
from dataclasses import replace

import pytest
from sqlmodel import SQLModel, select

from safety_center.domain.access import Role
from safety_center.domain.cases import parse_change, parse_note
from safety_center.domain.errors import FieldError, InputRefused
from safety_center.services.cases.change import add_note, change_case
from safety_center.services.cases.status import close_case, reopen_case
from safety_center.services.cases.view import reveal_case
from safety_center.services.context import Context, reading, writing
from safety_center.services.drafts import load_draft
from safety_center.services.handovers import return_handover, send_handover
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_report
from safety_center.store.tables import CaseNote, Handover, Report
from tests.factories import BANGKOK, make_actor, make_report, submit
from tests.functional.desk import Desk, all_cases, sit_down

PASSPORT, RESIDENT = "M12345678", "850101-2123456"
MASKED = "identity_number_masked"
MOVED = "identity_number_moved"


@pytest.fixture
def officer(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


def said(warnings: tuple[FieldError, ...] | list[FieldError]) -> list[tuple[str, str]]:
    return [(warning.field, warning.code) for warning in warnings]


def passports(desk: Desk, number: str) -> list[str | None]:
    with writing(desk.installation, desk.actor) as ctx:
        return [person.passport_number for person in reveal_case(ctx, number).persons]


def stored_text(installation: Installation) -> str:
    """Every row of every table."""
    with installation.database.reading() as session:
        tables = SQLModel.metadata.sorted_tables
        return "".join(str(row) for table in tables for row in session.execute(select(table)))


def test_a_passport_number_goes_to_its_field_and_the_rest_is_masked(
    installation: Installation,
) -> None:
    desk = Desk(installation, make_actor(installation, Role.OFFICER))
    told = f"여권 {PASSPORT} 분실, 주민등록번호 {RESIDENT}"
    outcome = submit(installation, desk.actor, narrative=told, persons=[{"name_hangul": "김가상"}])
    assert said(outcome.warnings) == [("narrative", MOVED), ("narrative", MASKED)]
    assert passports(desk, outcome.case_number or "") == [PASSPORT]
    with reading(installation, None) as ctx:
        report = ctx.session.exec(select(Report)).one()
    assert report.narrative == "여권 M1234**** 분실, 주민등록번호 850101-2******"
    assert "2123456" not in stored_text(installation)


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({}, [PASSPORT]),
        ({"persons": [{}, {}]}, [None, None]),
        ({"persons": [{"headcount": "3"}]}, [None]),
        ({"persons": [{"passport_number": "S87654321"}]}, ["S87654321"]),
        ({"narrative": f"{PASSPORT} 또는 M87654321"}, [None]),
        ({"narrative": f"{PASSPORT}, 다시 m 1234 5678"}, [PASSPORT]),
    ],
)
def test_a_passport_number_goes_only_to_the_sole_person_who_has_none(
    officer: Desk, changes: dict[str, object], kept: list[str | None]
) -> None:
    values = {"narrative": f"여권 {PASSPORT}", **changes}
    outcome = submit(officer.installation, officer.actor, **values)
    assert passports(officer, outcome.case_number or "") == kept
    assert PASSPORT not in stored_text(officer.installation)


def test_without_a_case_there_is_no_field_to_move_to(officer: Desk) -> None:
    outcome = submit(
        officer.installation, officer.actor, disposition="advice_only", narrative=PASSPORT
    )
    assert said(outcome.warnings) == [("narrative", MASKED)]


@pytest.mark.parametrize(
    "field", ["summary", "next_action", "city", "place_detail", "caller_name", "disposition_reason"]
)
def test_every_text_of_a_report_is_watched(officer: Desk, field: str) -> None:
    changes = {field: f"가 {RESIDENT}", "caller_none": "" if field == "caller_name" else "true"}
    outcome = submit(officer.installation, officer.actor, **changes)
    assert said(outcome.warnings) == [(field, MASKED)]
    assert RESIDENT not in stored_text(officer.installation)


@pytest.mark.parametrize("field", ["name_hangul", "name_roman", "telephone", "passport_number"])
def test_no_field_of_a_person_keeps_a_resident_number(officer: Desk, field: str) -> None:
    outcome = submit(officer.installation, officer.actor, persons=[{field: RESIDENT}])
    assert said(outcome.warnings) == [(f"persons.0.{field}", MASKED)]
    with writing(officer.installation, officer.actor) as ctx:
        (person,) = reveal_case(ctx, outcome.case_number or "").persons
    assert getattr(person, field) == "850101-2******"


def test_a_reference_is_never_changed_and_so_may_not_hold_a_resident_number(officer: Desk) -> None:
    with pytest.raises(InputRefused) as refused:
        submit(officer.installation, officer.actor, external_reference=RESIDENT)
    assert said(refused.value.errors) == [("external_reference", "identity_number_in_reference")]


def test_a_number_in_a_note_goes_to_the_field_or_is_masked(officer: Desk) -> None:
    number = submit(officer.installation, officer.actor).case_number or ""
    with writing(officer.installation, officer.actor) as ctx:
        note = add_note(ctx, number, parse_note({"text": f"{PASSPORT} / {RESIDENT}"}))
        assert (note.text, said(ctx.warnings)) == (
            "M1234**** / 850101-2******",
            [("text", MOVED), ("text", MASKED)],
        )
    assert passports(officer, number) == [PASSPORT]
    (case,) = all_cases(officer.installation)
    assert case.version == 2


def test_a_number_in_a_change_goes_to_the_field_or_is_masked(officer: Desk) -> None:
    number = submit(officer.installation, officer.actor).case_number or ""
    change = {"version": 1, "summary": f"여권 {PASSPORT}", "next_action": "카드 4111111111111111"}
    with writing(officer.installation, officer.actor) as ctx:
        case = change_case(ctx, number, parse_change(change))
        assert case.summary == "여권 M1234****"
        assert said(ctx.warnings) == [("summary", MOVED), ("next_action", MASKED)]
    assert passports(officer, number) == [PASSPORT]


def _close_and_reopen(ctx: Context, number: str) -> None:
    case = change_case(ctx, number, parse_change({"version": 1}))
    close_case(ctx, number, case.version, parse_note({"text": f"결과 {RESIDENT}"}))
    reopen_case(ctx, number, f"다시 {RESIDENT}")
    send_handover(ctx, number, BANGKOK, f"부탁 {RESIDENT}")


def test_closing_notes_reasons_and_messages_are_masked(officer: Desk) -> None:
    persons = [{"outcome": "none"}]
    number = submit(officer.installation, officer.actor, persons=persons).case_number or ""
    with writing(officer.installation, officer.actor) as ctx:
        _close_and_reopen(ctx, number)
    other = make_actor(officer.installation, Role.OFFICER, unit_code=BANGKOK)
    with writing(officer.installation, other) as ctx:
        return_handover(ctx, number, f"반려 {RESIDENT} {PASSPORT}")
    with reading(officer.installation, None) as ctx:
        notes = [note.text for note in ctx.session.exec(select(CaseNote)).all()]
        handover = ctx.session.exec(select(Handover)).one()
    assert notes == ["결과 850101-2******", "다시 850101-2******"]
    assert (handover.message, handover.reason) == (
        "부탁 850101-2******",
        "반려 850101-2****** M1234****",
    )
    assert RESIDENT not in stored_text(officer.installation)


def test_after_saving_the_form_says_what_was_done_and_the_draft_is_gone(officer: Desk) -> None:
    values = officer.open_form(narrative=f"여권 {PASSPORT}, {RESIDENT}", draft_form="report")
    officer.post(f"/drafts/{values['draft_id']}", values)
    answer = officer.post("/reports/new", values)
    page = officer.text(answer.headers["Location"])
    assert "여권번호로 보이는 번호를 당사자의 여권번호 칸으로 옮기고" in page
    assert "주민등록번호로 보이는 번호는 가려서 저장합니다: 850101-2******" in page
    assert RESIDENT not in page
    with reading(officer.installation, officer.actor) as ctx:
        assert RESIDENT not in str(load_draft(ctx, values["draft_id"]).values)


def test_what_was_typed_stays_in_the_draft_until_it_is_saved(officer: Desk) -> None:
    values = officer.open_form(narrative=RESIDENT, country_code="없는나라")
    assert officer.post("/reports/new", values).status_code == 422
    with reading(officer.installation, officer.actor) as ctx:
        assert load_draft(ctx, values["draft_id"]).values["narrative"] == [RESIDENT]
    assert RESIDENT not in stored_text(officer.installation)


def test_the_form_offers_to_move_or_mask_while_one_types(officer: Desk) -> None:
    values = officer.open_form(narrative=f"여권 {PASSPORT}")
    offered = officer.post("/reports/new/numbers", values).text
    assert "여권번호 칸으로 옮기기" in offered
    assert PASSPORT not in offered
    moved = html.unescape(
        officer.post("/reports/new/numbers/settle", {**values, "settle": "move"}).text
    )
    assert "여권 M1234****" in moved
    assert 'name="persons.0.passport_number" type="text" value="M12345678"' in moved
    masked = officer.post("/reports/new/numbers/settle", {**values, "settle": "mask"}).text
    assert PASSPORT not in masked


def test_the_form_offers_no_moving_where_it_is_not_clear_whose_it_is(officer: Desk) -> None:
    several = officer.open_form(
        narrative=PASSPORT, **{"persons.0.name_hangul": "김가상", "persons.1.name_hangul": "이가상"}
    )
    offered = officer.post("/reports/new/numbers", several).text
    assert "옮기기" not in offered
    assert "가리기" in offered


def test_a_note_on_the_page_says_what_was_masked(officer: Desk) -> None:
    officer.take_report()
    (case,) = all_cases(officer.installation)
    answer = officer.post(f"/cases/{case.number}/notes", {"text": f"카드 {RESIDENT}"})
    assert "850101-2******" in officer.text(answer.headers["Location"])


def test_settling_leaves_a_report_without_numbers_untouched(officer: Desk) -> None:
    report = make_report(narrative="연락처 010-1234-5678, 접수 R-2026-0000042, KE689편")
    with writing(officer.installation, replace(officer.actor)) as ctx:
        assert submit_report(ctx, report).warnings == ()

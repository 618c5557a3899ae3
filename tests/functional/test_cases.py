"""Changing, closing and reopening cases; the line list follows every change."""

import pytest
from sqlmodel import select

from safety_center.domain.access import Actor, Role
from safety_center.domain.cases import parse_change, parse_note
from safety_center.domain.errors import Conflict, Forbidden, InputRefused, NotFound
from safety_center.domain.input_types import LONGEST_NARRATIVE
from safety_center.services.cases.change import add_note, change_case
from safety_center.services.cases.status import close_case, reopen_case, take_up_case
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.services.personal_values import data_key, open_value
from safety_center.store.tables import Case, LookupKey, Person, PersonFact, TrailEntry
from tests.factories import BANGKOK, make_actor, submit


@pytest.fixture
def officer(installation: Installation) -> Actor:
    return make_actor(installation, Role.OFFICER)


def case_and_person(installation: Installation) -> tuple[Case, Person]:
    """The only case and its first person."""
    with reading(installation, None) as ctx:
        case = ctx.session.exec(select(Case)).one()
        person = ctx.session.exec(select(Person).order_by(Person.position)).first()
    assert person is not None
    return case, person


def change(installation: Installation, actor: Actor, **values: object) -> Case:
    """Change the only case as it stands."""
    case, _ = case_and_person(installation)
    with writing(installation, actor) as ctx:
        return change_case(ctx, case.number, parse_change({"version": case.version, **values}))


def facts(installation: Installation) -> list[PersonFact]:
    """Every version of the line list, oldest first."""
    with reading(installation, None) as ctx:
        return list(ctx.session.exec(select(PersonFact).order_by(PersonFact.id)).all())


def test_another_type_is_a_new_version_called_reclassified(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer)
    change(installation, officer, incident_type="fraud")
    old, new = facts(installation)
    assert (old.incident_type, new.incident_type) == ("theft", "fraud")
    assert old.recorded_to == new.recorded_from
    assert new.reason == "reclassified"


def test_a_change_that_touches_no_number_leaves_the_line_list_alone(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer)
    change(installation, officer, summary="시장 소매치기", next_action="경찰 신고 동행")
    assert len(facts(installation)) == 1


def test_a_person_taken_off_counts_no_longer_and_stays_on_record(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer)
    _, person = case_and_person(installation)
    change(installation, officer, persons=[{"id": person.id, "removed": "true"}])
    assert [fact.counted for fact in facts(installation)] == [True, False]


def test_a_person_added_later_counts_from_then(installation: Installation, officer: Actor) -> None:
    submit(installation, officer)
    change(installation, officer, persons=[{"involvement": "perpetrator", "outcome": "detained"}])
    assert [(f.involvement, f.incident_type) for f in facts(installation)] == [
        ("victim", "theft"),
        ("perpetrator", "theft"),
    ]


def test_only_what_is_sent_changes(installation: Installation, officer: Actor) -> None:
    submit(installation, officer, city="프놈펜", persons=[{"name_hangul": "홍가상"}])
    _, person = case_and_person(installation)
    change(installation, officer, persons=[{"id": person.id, "outcome": "found"}])
    case, person = case_and_person(installation)
    with reading(installation, officer) as ctx:
        key = data_key(ctx, case.data_key_id)
    assert key is not None
    assert open_value(key, "name_hangul", person.name_hangul) == "홍가상"
    assert (case.city, person.outcome) == ("프놈펜", "found")


def test_a_changed_name_is_found_by_the_new_one_only(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer, persons=[{"name_hangul": "홍가상"}])
    _, person = case_and_person(installation)
    change(installation, officer, persons=[{"id": person.id, "name_hangul": "김가상"}])
    digests = {installation.vault.digest("full", name): name for name in ("홍가상", "김가상")}
    with reading(installation, None) as ctx:
        rows = ctx.session.exec(select(LookupKey.digest).where(LookupKey.kind == "full")).all()
    assert [digests[digest] for digest in rows] == ["김가상"]


def test_the_trail_keeps_personal_values_as_ciphertext_only(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer, persons=[{"name_hangul": "홍가상"}])
    _, person = case_and_person(installation)
    change(installation, officer, persons=[{"id": person.id, "name_hangul": "김가상"}])
    with reading(installation, None) as ctx:
        entry = ctx.session.exec(select(TrailEntry).where(TrailEntry.action == "case.change")).one()
    assert f"person.{person.id}.name_hangul" in entry.detail
    assert "가상" not in entry.detail


def test_the_second_of_two_editors_is_told(installation: Installation, officer: Actor) -> None:
    submit(installation, officer)
    case, _ = case_and_person(installation)
    change(installation, officer, summary="먼저 고침")
    with pytest.raises(Conflict), writing(installation, officer) as ctx:
        change_case(ctx, case.number, parse_change({"version": case.version, "summary": "나중"}))


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"country_code": "KR"}, ("country_code", "home_country")),
        ({"country_code": "대한민국"}, ("country_code", "home_country")),
        ({"mission_code": "X"}, ("mission_code", "unknown_code")),
        ({"incident_type": "moon"}, ("incident_type", "unknown_code")),
        ({"occurred_from": "2999-01-01"}, ("occurred_from", "future_day")),
        ({"officer": "nobody"}, ("officer", "unknown_officer")),
        (
            {"persons": [{"involvement": "victim", "incident_type": "gambling"}]},
            ("persons.0.incident_type", "type_of_other_involvement"),
        ),
    ],
)
def test_a_wrong_change_is_refused_at_its_field(
    installation: Installation, officer: Actor, values: dict[str, object], error: tuple[str, str]
) -> None:
    submit(installation, officer)
    with pytest.raises(InputRefused) as refused:
        change(installation, officer, **values)
    assert [(e.field, e.code) for e in refused.value.errors] == [error]


@pytest.mark.parametrize("outcome", ["missing", "detained", "unknown"])
def test_closing_a_case_with_an_unsettled_person_is_refused(
    installation: Installation, officer: Actor, outcome: str
) -> None:
    number = submit(installation, officer, persons=[{"outcome": outcome}]).case_number or ""
    with pytest.raises(InputRefused) as refused, writing(installation, officer) as ctx:
        close_case(ctx, number)
    assert refused.value.errors[0].field == "persons.0.outcome"


def test_retyping_a_case_never_loses_the_open_custody(
    installation: Installation, officer: Actor
) -> None:
    number = submit(installation, officer, situation="detention").case_number or ""
    change(installation, officer, incident_type="fraud")
    with pytest.raises(InputRefused), writing(installation, officer) as ctx:
        close_case(ctx, number)


def test_a_case_is_taken_up_closed_and_reopened(installation: Installation, officer: Actor) -> None:
    number = submit(installation, officer).case_number or ""
    states = []
    for step in (take_up_case, close_case):
        with writing(installation, officer) as ctx:
            states.append(step(ctx, number).status)
    with writing(installation, officer) as ctx:
        states.append(reopen_case(ctx, number, "가족이 추가 피해를 알려 옴").status)
    assert states == ["in_progress", "closed", "reopened"]


@pytest.mark.parametrize(
    ("reason", "code"),
    [(" ", "missing"), ("가" * (LONGEST_NARRATIVE + 1), "string_too_long")],
)
def test_reopening_needs_a_reason_that_a_note_can_hold(
    installation: Installation, officer: Actor, reason: str, code: str
) -> None:
    number = submit(installation, officer).case_number or ""
    with writing(installation, officer) as ctx:
        close_case(ctx, number)
    with pytest.raises(InputRefused) as refused, writing(installation, officer) as ctx:
        reopen_case(ctx, number, reason)
    assert [(error.field, error.code) for error in refused.value.errors] == [("reason", code)]


def test_a_note_is_a_change_but_no_new_version(installation: Installation, officer: Actor) -> None:
    number = submit(installation, officer).case_number or ""
    before, _ = case_and_person(installation)
    with writing(installation, officer) as ctx:
        note = add_note(ctx, number, parse_note({"text": "병원에 연락함."}))
    after, _ = case_and_person(installation)
    assert after.changed_at == note.written_at > before.changed_at
    assert after.version == before.version


def test_another_missions_case_does_not_exist(installation: Installation, officer: Actor) -> None:
    number = submit(installation, officer).case_number or ""
    stranger = make_actor(installation, Role.OFFICER, unit_code=BANGKOK)
    with pytest.raises(NotFound), writing(installation, stranger) as ctx:
        add_note(ctx, number, parse_note({"text": "남의 건"}))


def test_an_analyst_may_look_but_not_change(installation: Installation, officer: Actor) -> None:
    number = submit(installation, officer).case_number or ""
    analyst = make_actor(installation, Role.ANALYST)
    with pytest.raises(Forbidden), writing(installation, analyst) as ctx:
        close_case(ctx, number)

"""Erasing a case: its person is found nowhere any more, and no total moves."""

from __future__ import annotations

import json
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import LargeBinary, text
from sqlmodel import SQLModel, select

from safety_center.domain.access import Actor, Role
from safety_center.domain.cases import parse_change, parse_note
from safety_center.domain.errors import Conflict, Forbidden, InputRefused
from safety_center.domain.periods import utc_now
from safety_center.domain.statistics import parse_query
from safety_center.services.accounts import enrol_factor, new_candidate, resume_session
from safety_center.services.accounts.confirmation import confirm_actor
from safety_center.services.cases.change import add_note, change_case
from safety_center.services.cases.listing import list_cases
from safety_center.services.cases.merge import merge_case, unmerge_case
from safety_center.services.cases.saved_filters import save_filter
from safety_center.services.cases.status import close_case
from safety_center.services.context import reading, writing
from safety_center.services.drafts import save_draft
from safety_center.services.erasure import erase_case, plan_erasure
from safety_center.services.installation import Installation
from safety_center.services.search import keep_search
from safety_center.services.statistics import count, refresh_cube
from safety_center.services.statistics.differences import diff
from safety_center.store.tables import Case, DataKey, LookupKey, Person, PersonFact
from tests.factories import make_actor, submit
from tests.functional.desk import Desk, acts, sit_down
from tests.visitor import PASSWORD

PLANTED = ("홍표식", "HONG PYOSIK", "010-7766-5544", "M76543210", "남궁표지", "빨간가방")
PERSON = {
    "name_hangul": PLANTED[0],
    "name_roman": PLANTED[1],
    "telephone": PLANTED[2],
    "passport_number": PLANTED[3],
    "involvement": "victim",
    "outcome": "none",
}
TOLD = {"caller_none": False, "caller_name": PLANTED[4], "narrative": f"{PLANTED[5]}을 잃음"}


@pytest.fixture
def manager(installation: Installation) -> Desk:
    return sit_down(installation, Role.CENTER_MANAGER, password=PASSWORD)


@pytest.fixture
def number(installation: Installation, manager: Desk) -> str:
    """A closed case whose every text tells of the person, and what is kept beside it."""
    stored = submit(installation, make_actor(installation, Role.OFFICER), persons=[PERSON], **TOLD)
    found = stored.case_number or ""
    with writing(installation, manager.actor) as ctx:
        change = {"version": 1, "summary": PLANTED[5], "place_detail": PLANTED[5]}
        change_case(ctx, found, parse_change(change))
    with writing(installation, manager.actor) as ctx:
        add_note(ctx, found, parse_note({"text": f"{PLANTED[0]}에게 {PLANTED[5]} 돌려줌"}))
        save_draft(ctx, "report", {"narrative": [PLANTED[0]]})
        save_filter(ctx, PLANTED[0], {"severity": "critical"})
        keep_search(ctx, PLANTED[0])
        close_case(ctx, found)
    return found


def erase(installation: Installation, desk: Desk, number: str, reason: str = "request") -> None:
    with writing(installation, desk.actor) as ctx:
        erase_case(ctx, number, reason)


def at_page(installation: Installation, desk: Desk) -> Actor:
    """The actor as a page has it: with a session."""
    with reading(installation, None) as ctx:
        token = desk.client.get_cookie("session_token")
        state = resume_session(ctx, token.value if token else "")
    assert state
    return state.actor


def everything(installation: Installation) -> str:
    """Every row of every table, whatever is sealed left out."""
    told = []
    with reading(installation, None) as ctx:
        for table in SQLModel.metadata.sorted_tables:
            open_ones = [c for c in table.columns if not isinstance(c.type, LargeBinary)]
            told += [str(tuple(row)) for row in ctx.session.execute(select(*open_ones))]
        if installation.database.is_sqlite:
            found = ctx.session.execute(text("SELECT * FROM case_search('빨간')"))
            told += [str(row) for row in found]
    return "\n".join(told)


def test_what_named_the_person_is_found_nowhere(
    installation: Installation, manager: Desk, number: str
) -> None:
    assert PLANTED[5] in everything(installation), "the test looks where it should"
    erase(installation, manager, number)
    left = everything(installation)
    assert [word for word in PLANTED if word in left] == []
    with reading(installation, manager.actor) as ctx:
        assert ctx.session.exec(select(LookupKey)).all() == []
        keys = ctx.session.exec(select(DataKey)).all()
        assert {(key.wrapped, key.destroyed_at is None) for key in keys} == {(None, False)}
        [person] = ctx.session.exec(select(Person)).all()
        assert person.name_hangul is person.telephone is person.passport_number is None
        assert person.involvement == "victim"
        for kept in ("draft", "kept_search", "saved_filter"):
            assert ctx.session.execute(text(f"SELECT count(*) FROM {kept}")).scalar() == 0
    with writing(installation, manager.actor) as ctx:
        assert list_cases(ctx, {"search": keep_search(ctx, PLANTED[5])}).cases == 0


def test_totals_do_not_move_and_the_line_list_says_why(
    installation: Installation, manager: Desk, number: str
) -> None:
    refresh_cube(installation)
    queries = [parse_query({"by": "country,type,sex", "unit": u}) for u in ("persons",)]
    queries.append(parse_query({"by": "country,type", "unit": "cases"}))
    before = utc_now()
    with reading(installation, manager.actor) as ctx:
        told = [count(ctx, query).frame.to_dict() for query in queries]
    erase(installation, manager, number)
    refresh_cube(installation)
    with reading(installation, manager.actor) as ctx:
        assert [count(ctx, query).frame.to_dict() for query in queries] == told
        found = diff(ctx, queries[0], before, utc_now())
        facts = ctx.session.exec(select(PersonFact).order_by(PersonFact.id)).all()
    assert found.changes["erased"] == 1
    assert found.totals["before"] == found.totals["after"] == 1
    old, new = (
        fact.model_dump(exclude={"id", "recorded_from", "recorded_to", "reason"})
        for fact in facts[-2:]
    )
    assert (old, facts[-1].reason) == (new, "erased")


def test_the_trail_says_that_it_was_erased_without_a_name(
    installation: Installation, manager: Desk, number: str
) -> None:
    erase(installation, manager, number)
    [act] = acts(installation, "case.erase")
    assert (act.subject, act.username) == (number, manager.actor.username)
    assert json.loads(act.detail) == {"reason": "request"}


def test_cases_merged_together_are_erased_together(
    installation: Installation, manager: Desk, number: str
) -> None:
    officer = make_actor(installation, Role.OFFICER, username="second")
    other = submit(installation, officer, persons=[PERSON], **TOLD).case_number or ""
    with writing(installation, manager.actor) as ctx:
        mine, into = (
            ctx.session.exec(select(Person).join(Case).where(Case.number == n)).one()
            for n in (other, number)
        )
        merge_case(ctx, other, number, {mine.id or 0: into.id}, f"{PLANTED[5]} 같은 일")
    with reading(installation, manager.actor) as ctx:
        assert plan_erasure(ctx, other).numbers == (number, other)
    erase(installation, manager, other)
    left = everything(installation)
    assert [word for word in PLANTED if word in left] == []
    assert {act.subject for act in acts(installation, "case.erase")} == {number, other}


def test_only_closed_cases_are_erased_by_the_manager_with_a_reason_and_once(
    installation: Installation, manager: Desk, number: str
) -> None:
    officer = sit_down(installation, Role.OFFICER, username="third")
    with writing(installation, officer.actor) as ctx, pytest.raises(Forbidden):
        erase_case(ctx, number, "request")
    with writing(installation, manager.actor) as ctx:
        with pytest.raises(InputRefused):
            erase_case(ctx, number, "그냥")
        with pytest.raises(Conflict):
            erase_case(ctx, number, "request", version=1)
    opened = submit(installation, officer.actor).case_number or ""
    with writing(installation, manager.actor) as ctx, pytest.raises(Conflict):
        erase_case(ctx, opened, "request")
    erase(installation, manager, number)
    with writing(installation, manager.actor) as ctx:
        with pytest.raises(Conflict):
            erase_case(ctx, number, "request")
        with pytest.raises(Conflict):
            add_note(ctx, number, parse_note({"text": "나중에 알게 된 것"}))


def test_erasing_on_screen_takes_two_steps(manager: Desk, number: str) -> None:
    page = manager.text(f"/cases/{number}")
    assert f"/cases/{number}/erase" in page
    address = f"/cases/{number}/erase"
    first = manager.text(address)
    assert "없어지는 것" in first
    assert "남는 것" in first
    assert manager.post(address, {}).status_code == 422
    second = manager.post(address, {"reason": "request"})
    assert 'name="number"' in second.text
    wrong = manager.post(address, {"reason": "request", "number": "2026-KHM-000999"})
    assert wrong.status_code == 422
    asked = {"reason": "request", "number": number, "version": "3"}
    forgotten = manager.post(address, asked)
    assert (forgotten.status_code, "confirmation-error" in forgotten.text) == (422, True)
    assert f'value="{number}"' in forgotten.text, "what was typed stays"
    done = manager.post(address, {**asked, "confirmation": PASSWORD})
    assert done.status_code == 302, done.text
    after = manager.text(f"/cases/{number}")
    assert "파기됨" in after
    assert "개인정보를 파기함" in after
    assert f"/cases/{number}/edit" not in after
    assert f"/cases/{number}/reopen" not in after
    assert [word for word in PLANTED if word in after] == []


def test_a_wrong_password_erases_nothing_and_too_many_lock_the_account(
    installation: Installation, manager: Desk, number: str
) -> None:
    address, asked = f"/cases/{number}/erase", {"reason": "request", "number": number}
    answers = [manager.post(address, {**asked, "confirmation": "wrong"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [302]
    assert answers[-1].location == "/sign-in"
    assert acts(installation, "case.erase") == []
    assert [act.result for act in acts(installation, "session.confirm")] == ["refused"] * 5
    assert len(acts(installation, "session.lock")) == 1


def test_who_has_a_second_factor_shows_it_again_and_each_code_for_one_act(
    installation: Installation, manager: Desk, number: str
) -> None:
    actor = at_page(installation, manager)
    with writing(installation, actor) as ctx:
        candidate = new_candidate(ctx)
        secret = candidate.key.replace(" ", "")
        enrol_factor(ctx, candidate.sealed, pyotp.TOTP(secret).at(ctx.now))
    address, asked = f"/cases/{number}/erase", {"reason": "request", "number": number}
    assert "인증번호" in manager.post(address, {"reason": "request"}).text
    assert manager.post(address, {**asked, "confirmation": PASSWORD}).status_code == 422
    code = pyotp.TOTP(secret).at(utc_now() + timedelta(seconds=30))
    assert manager.post(address, {**asked, "confirmation": code}).status_code == 302
    assert len(acts(installation, "case.erase")) == 1
    with writing(installation, actor) as ctx:
        assert confirm_actor(ctx, code) is None, "a code counts once"


def test_at_a_page_nothing_is_erased_by_whoever_was_not_confirmed_in_the_same_act(
    installation: Installation, manager: Desk, number: str
) -> None:
    actor = at_page(installation, manager)
    with writing(installation, actor) as ctx, pytest.raises(Forbidden):
        erase_case(ctx, number, "request")
    with writing(installation, actor) as ctx:
        confirmed = confirm_actor(ctx, PASSWORD)
        assert confirmed
    with writing(installation, actor) as ctx, pytest.raises(Forbidden):
        erase_case(ctx, number, "request", confirmed=confirmed)
    with writing(installation, manager.actor) as ctx:
        erase_case(ctx, number, "request")


def test_nothing_is_merged_with_an_erased_case_or_parted_from_it_and_no_report_joins_it(
    installation: Installation, manager: Desk, number: str
) -> None:
    officer = make_actor(installation, Role.OFFICER, username="fourth")
    merged, other = (submit(installation, officer).case_number or "" for _ in range(2))
    with writing(installation, manager.actor) as ctx:
        persons = ctx.session.exec(select(Person).join(Case).where(Case.number == merged))
        merge_case(ctx, merged, number, {each.id or 0: None for each in persons}, "같은 일")
    erase(installation, manager, number)
    for one, into in ((other, number), (number, other)):
        with writing(installation, manager.actor) as ctx, pytest.raises(Conflict) as caught:
            merge_case(ctx, one, into, {}, "같은 일")
        assert caught.value.params == {"number": number}
        assert "파기해 병합할 수 없습니다" in caught.value.message
    with writing(installation, manager.actor) as ctx, pytest.raises(Conflict) as caught:
        unmerge_case(ctx, merged, "다른 일")
    assert "병합을 취소할 수 없습니다" in caught.value.message
    page = manager.text(f"/cases/{other}/merge?with={number}")
    assert 'name="reason"' not in page
    joining = {"disposition": "joined_case", "join_case_number": number}
    with pytest.raises(InputRefused) as refused:
        submit(installation, manager.actor, **joining)
    assert [error.code for error in refused.value.errors] == ["case_erased"]

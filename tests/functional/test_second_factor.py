"""The second factor: enrolled, asked for, used once per step, recovered, reset, and never guessed."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import Forbidden
from safety_center.domain.periods import utc_now
from safety_center.services.accounts import (
    enrol_factor,
    new_candidate,
    prove_factor,
    reset_factor,
    resume_session,
    sign_in,
)
from safety_center.services.context import Context, Origin, reading, writing
from safety_center.services.installation import Installation
from safety_center.store.tables import Account, RecoveryCode
from tests.factories import make_actor, submit
from tests.functional.desk import acts
from tests.functional.page_forms import read_form
from tests.functional.qr_codes import read_qr_code
from tests.visitor import PASSWORD, Visitor, heading

_STEP = timedelta(seconds=30)


def with_settings(installation: Installation, **settings: Any) -> Installation:
    """The same installation under other settings."""
    changed = installation.settings.model_copy(update=settings)
    return replace(installation, settings=changed)


@pytest.fixture
def strict(sqlite_installation: Installation) -> Installation:
    """Administrators show a second factor, as they do by default."""
    roles = frozenset({Role.ADMINISTRATOR})
    return with_settings(sqlite_installation, second_factor_roles=roles)


@pytest.fixture
def administrator(strict: Installation) -> Actor:
    return make_actor(strict, Role.ADMINISTRATOR, password=PASSWORD)


def _form(page: TestResponse) -> dict[str, str]:
    return read_form(page.text, "/second-factor/enrol")


class Session:
    """A signed-in session of one account at the services, at instants of the test's choice."""

    def __init__(self, installation: Installation, actor: Actor) -> None:
        self.installation, self.started = installation, utc_now()
        with writing(installation, None, now=self.started) as ctx:
            token = sign_in(ctx, actor.username, PASSWORD)
            assert token
            state = resume_session(ctx, token)
            assert state
        self.token, self.actor = token, state.actor
        self.secret = ""

    def at(self, steps: int = 0) -> datetime:
        return self.started + steps * _STEP

    def enrol(self) -> list[str]:
        """Enrol with the code of this step; the recovery codes."""
        with writing(self.installation, self.actor, now=self.at()) as ctx:
            candidate = new_candidate(ctx)
            self.secret = candidate.key.replace(" ", "")
            return enrol_factor(ctx, candidate.sealed, self.code())

    def code(self, steps: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(self.at(steps))

    def prove(self, code: str, steps: int = 0) -> bool:
        with writing(self.installation, self.actor, now=self.at(steps)) as ctx:
            return prove_factor(ctx, code)


@pytest.fixture
def enrolled(strict: Installation, administrator: Actor) -> Session:
    session = Session(strict, administrator)
    session.enrol()
    return session


def test_the_first_administrator_enrols_at_the_first_sign_in(
    strict: Installation, administrator: Actor
) -> None:
    visitor = Visitor(strict)
    answer = visitor.sign_in(administrator.username, next="/accounts")
    assert answer.location == "/second-factor?next=/accounts"
    assert visitor.get("/accounts").location == "/second-factor?next=/accounts"
    page = visitor.get("/second-factor/enrol?next=/accounts")
    assert heading(page) == "2단계 인증 등록"
    form = read_form(page.text, "/second-factor/enrol")
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)
    assert key
    wrong = visitor.post("/second-factor/enrol", {**form, "code": "000000"})
    assert wrong.status_code == 422
    assert key[1] in wrong.text
    code = pyotp.TOTP(key[1].replace(" ", "")).now()
    codes = visitor.post("/second-factor/enrol", {**form, "code": code})
    assert len(re.findall(r"<code>[A-Z0-9]{5}-[A-Z0-9]{5}</code>", codes.text)) == 10
    kept = visitor.post("/second-factor/kept", read_form(codes.text, "/second-factor/kept"))
    assert kept.location == "/accounts"
    assert heading(visitor.get("/accounts")) == "계정"


def test_a_telephone_reads_the_same_key_from_the_picture(
    strict: Installation, administrator: Actor
) -> None:
    visitor = Visitor(strict)
    visitor.sign_in(administrator.username)
    page = visitor.get("/second-factor/enrol")
    (key,) = re.findall(r"<code>([A-Z2-7 ]+)</code>", page.text)
    read = pyotp.parse_uri(read_qr_code(page.text))
    assert (read.secret, read.name) == (key.replace(" ", ""), administrator.username)
    assert read.issuer == "Safety Center"
    assert page.headers["Cache-Control"] == "no-store"
    again = visitor.post("/second-factor/enrol", {**_form(page), "code": "000000"})
    assert read_qr_code(again.text) == read_qr_code(page.text)


def test_the_picture_is_drawn_for_nobody_else(strict: Installation, administrator: Actor) -> None:
    first, second = Visitor(strict), Visitor(strict)
    first.sign_in(administrator.username)
    other = make_actor(strict, Role.ADMINISTRATOR, username="other", password=PASSWORD)
    second.sign_in(other.username)
    form = _form(first.get("/second-factor/enrol"))
    shown = second.post("/second-factor/enrol", {**_form(second.get("/second-factor/enrol")),
                        "candidate": form["candidate"], "code": "000000"})  # fmt: skip
    assert pyotp.parse_uri(read_qr_code(shown.text)).name == other.username
    read = {read_qr_code(page.text) for page in (shown, first.post("/second-factor/enrol", form))}
    assert len({pyotp.parse_uri(link).secret for link in read}) == 2
    assert Visitor(strict).get("/second-factor/enrol").status_code == 302


def test_later_sign_ins_ask_for_a_code_and_nothing_opens_without_it(
    strict: Installation, administrator: Actor, enrolled: Session
) -> None:
    visitor = Visitor(strict)
    visitor.sign_in(administrator.username)
    for path in ("/", "/accounts", "/password", "/second-factor/codes"):
        assert visitor.get(path).status_code in (302, 405)
    assert visitor.post("/accounts/new", {"username": "thief"}).status_code == 302
    assert visitor.post("/second-factor", {"code": "12 34 56"}).status_code == 401
    good = pyotp.TOTP(enrolled.secret).at(utc_now() + _STEP)
    assert visitor.post("/second-factor", {"code": good, "next": "/accounts"}).location == (
        "/accounts"
    )
    assert visitor.get("/accounts").status_code == 200


def test_a_code_counts_once_and_a_clock_may_be_one_step_off(enrolled: Session) -> None:
    assert not enrolled.prove(enrolled.code())  # spent on enrolling
    assert not enrolled.prove(enrolled.code(2))
    assert enrolled.prove(enrolled.code(1))
    assert not enrolled.prove(enrolled.code(1), steps=1)
    assert enrolled.prove(enrolled.code(4), steps=5)


def test_a_recovery_code_counts_once_however_it_is_typed(
    strict: Installation, administrator: Actor
) -> None:
    session = Session(strict, administrator)
    codes = session.enrol()
    assert len(set(codes)) == 10
    assert session.prove(codes[3].replace("-", " ").lower())
    assert not session.prove(codes[3])


def test_secret_and_recovery_codes_are_not_stored_readable(
    strict: Installation, administrator: Actor
) -> None:
    session = Session(strict, administrator)
    codes = session.enrol()
    with strict.database.reading() as database:
        sealed = database.exec(select(Account.factor_secret)).one()
        hashes = database.exec(select(RecoveryCode.code_hash)).all()
    assert sealed is not None
    assert session.secret.encode() not in sealed
    assert not set(hashes) & {code.replace("-", "") for code in codes}


def test_an_empty_code_is_asked_for_and_counts_as_no_attempt(
    strict: Installation, administrator: Actor, enrolled: Session
) -> None:
    visitor = Visitor(strict)
    visitor.sign_in(administrator.username)
    for _ in range(6):
        answer = visitor.post("/second-factor", {"code": " "})
        assert answer.status_code == 422
        assert "인증번호를 적어 주십시오." in answer.text
    assert acts(strict, "session.factor") == []


def test_guessing_codes_locks_the_account_and_a_new_password_does_not_lift_the_count(
    strict: Installation, administrator: Actor, enrolled: Session
) -> None:
    visitor = Visitor(strict)
    for _ in range(4):
        visitor.sign_in(administrator.username)
        assert visitor.post("/second-factor", {"code": "000000"}).status_code == 401
    visitor.sign_in(administrator.username)
    assert visitor.post("/second-factor", {"code": "000000"}).location == "/sign-in"
    assert "계정이 잠겼습니다" in visitor.get("/sign-in").text
    assert visitor.sign_in(administrator.username).status_code == 401
    assert len(acts(strict, "session.lock")) == 1
    assert [row.result for row in acts(strict, "session.factor")] == ["refused"] * 5


def test_another_administrator_resets_a_lost_factor_and_nobody_their_own(
    strict: Installation, administrator: Actor, enrolled: Session
) -> None:
    other = make_actor(strict, Role.ADMINISTRATOR, username="other.admin", password=PASSWORD)
    with pytest.raises(Forbidden), writing(strict, enrolled.actor) as ctx:
        reset_factor(ctx, administrator.username)
    with writing(strict, replace(other, session_id=99)) as ctx:
        reset_factor(ctx, administrator.username)
    assert [row.username for row in acts(strict, "account.factor_reset")] == ["other.admin"]
    with reading(strict, None) as ctx:
        assert resume_session(ctx, enrolled.token) is None
        assert ctx.session.exec(select(RecoveryCode)).all() == []
    assert Visitor(strict).sign_in(administrator.username).location == "/second-factor?next=/"


def _enrolled_officer(installation: Installation) -> tuple[Actor, Session]:
    officer = make_actor(installation, Role.OFFICER, password=PASSWORD)
    session = Session(installation, officer)
    session.enrol()
    return officer, session


def test_an_enrolled_officer_is_asked_once_before_the_first_reveal(strict: Installation) -> None:
    officer, session = _enrolled_officer(strict)
    number = submit(strict, officer, persons=[{"name_hangul": "홍길동"}]).case_number
    visitor = Visitor(strict)
    assert visitor.sign_in(officer.username).location == "/"
    assert visitor.get(f"/cases/{number}").status_code == 200
    asked = visitor.post(f"/cases/{number}/reveal")
    assert asked.location.startswith(f"/second-factor?next=/cases/{number}/reveal")
    assert acts(strict, "case.reveal") == []
    form = read_form(visitor.get(html.unescape(asked.location)).text, "/second-factor")
    code = pyotp.TOTP(session.secret).at(utc_now() + _STEP)
    on = visitor.post("/second-factor", {**form, "code": code})
    assert heading(on) == "이어서 진행하기"
    assert f'action="/cases/{number}/reveal"' in on.text
    assert "홍길동" in visitor.post(f"/cases/{number}/reveal").text
    assert visitor.get(f"/cases/{number}/edit").status_code == 200


def test_the_setting_asks_everybody_before_a_reveal(sqlite_installation: Installation) -> None:
    asking = with_settings(sqlite_installation, second_factor_acts=frozenset({"reveal"}))
    officer = make_actor(asking, Role.OFFICER, password=PASSWORD)
    number = submit(asking, officer).case_number
    visitor = Visitor(asking)
    visitor.sign_in(officer.username)
    asked = visitor.get(f"/cases/{number}/edit")
    assert asked.location == f"/second-factor?next=/cases/{number}/edit"
    assert heading(visitor.get("/second-factor/enrol")) == "2단계 인증 등록"


def test_the_demonstration_never_asks(strict: Installation, administrator: Actor) -> None:
    played = with_settings(strict, demonstration=True)
    visitor = Visitor(played)
    visitor.post("/sign-in/demonstration", {"username": administrator.username})
    assert visitor.get("/accounts").status_code == 200


def test_a_command_acts_without_a_code_and_is_named_as_a_command(
    strict: Installation, administrator: Actor
) -> None:
    with writing(strict, administrator, Origin(client="command")) as ctx:
        assert isinstance(ctx, Context)
        reset_factor(ctx, administrator.username)
    assert acts(strict, "account.factor_reset")[0].client == "command"

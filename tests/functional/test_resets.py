"""A password or second factor taken away by an administrator: the person reads it, the auditor decides."""

from __future__ import annotations

import html

import pytest
from werkzeug.test import TestResponse

from safety_center.domain.access import Actor, Role
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.services.accounts import reset_factor, set_password
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.services.review import list_findings, review_access
from tests.factories import make_actor
from tests.functional.desk import sit_down
from tests.visitor import PASSWORD, Visitor

_NEW = "Another-2027!"


@pytest.fixture
def administrator(sqlite_installation: Installation) -> Actor:
    return make_actor(sqlite_installation, Role.ADMINISTRATOR)


@pytest.fixture
def officer(sqlite_installation: Installation) -> Actor:
    return make_actor(sqlite_installation, Role.OFFICER, password=PASSWORD)


def _after_sign_in(installation: Installation, actor: Actor) -> str:
    visitor = Visitor(installation)
    answer: TestResponse = visitor.sign_in(actor.username)
    assert answer.status_code == 302
    return html.unescape(visitor.get("/security").text)


def _reset(installation: Installation, administrator: Actor, officer: Actor) -> None:
    with writing(installation, administrator) as ctx:
        reset_factor(ctx, officer.username)


def test_a_reset_second_factor_is_said_at_every_sign_in_and_kept_on_the_security_page(
    sqlite_installation: Installation, administrator: Actor, officer: Actor
) -> None:
    assert "초기화했습니다" not in _after_sign_in(sqlite_installation, officer)
    _reset(sqlite_installation, administrator, officer)
    for _ in range(2):  # who signs in first may be somebody else
        page = _after_sign_in(sqlite_installation, officer)
        said = "시스템 관리자(시험 시스템 관리자)가 이 계정의 2단계 인증을 초기화했습니다."
        assert page.count(said) == 2, "as a message and in the list"
        assert "감사 담당자에게 바로 알려 주십시오" in page


def test_a_password_set_anew_is_said_but_not_a_first_or_an_own_one(
    sqlite_installation: Installation, administrator: Actor, officer: Actor
) -> None:
    new = make_actor(sqlite_installation, Role.OFFICER, username="new.officer")
    with writing(sqlite_installation, administrator) as ctx:
        set_password(ctx, new.username, PASSWORD)
    assert "다시 설정했습니다" not in _after_sign_in(sqlite_installation, new)
    with writing(sqlite_installation, officer) as ctx:
        set_password(ctx, officer.username, _NEW)
    with writing(sqlite_installation, administrator) as ctx:
        set_password(ctx, officer.username, "Third-2028!")
    visitor = Visitor(sqlite_installation)
    visitor.sign_in(officer.username, "Third-2028!")
    page = html.unescape(visitor.get("/password").text)
    assert page.count("이 계정의 비밀번호를 다시 설정했습니다.") == 1


def test_each_account_that_was_reset_is_a_finding_of_the_review(
    installation: Installation,
) -> None:
    administrator = make_actor(installation, Role.ADMINISTRATOR)
    officer = make_actor(installation, Role.OFFICER, password=PASSWORD)
    new = make_actor(installation, Role.COUNSELLOR)
    _reset(installation, administrator, officer)
    with writing(installation, administrator) as ctx:
        set_password(ctx, officer.username, _NEW)
        set_password(ctx, new.username, _NEW)
    review_access(installation, seoul_date(utc_now()))
    auditor = sit_down(installation, Role.AUDITOR)
    with reading(installation, auditor.actor) as ctx:
        (found,) = list_findings(ctx, waiting=True)
    assert (found.kind.value, found.row.subject, found.row.acts) == ("reset", officer.username, 2)
    assert found.username == administrator.username
    page = html.unescape(auditor.text("/review"))
    assert f"{officer.username} 계정의 비밀번호나 2단계 인증을 2번 초기화했습니다." in page
    assert "2단계 인증 초기화" in html.unescape(auditor.text(f"/review/{found.row.id}"))

"""Getting in, staying, leaving, and losing nothing on the way."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from safety_center.domain.access import Actor, Role
from safety_center.services.accounts import set_password
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from tests.factories import make_actor
from tests.visitor import PASSWORD, Visitor, heading

_TYPED = {"narrative": "가방을 잃었다고 함", "password": "Geheim-1234"}


@pytest.fixture
def officer(sqlite_installation: Installation) -> Actor:
    return make_actor(sqlite_installation, Role.OFFICER, password=PASSWORD)


@pytest.fixture
def visitor(sqlite_installation: Installation) -> Visitor:
    return Visitor(sqlite_installation)


def _idle(installation: Installation, minutes: int) -> None:
    """Let the sessions have been used so long ago."""
    with installation.database.writing() as session:
        at = datetime.now(UTC) - timedelta(minutes=minutes)
        at_text = at.strftime("%Y-%m-%d %H:%M:%S.%f")
        session.connection().execute(
            text("UPDATE login_session SET seen_at = :at"), {"at": at_text}
        )


def _hidden(page: str, name: str) -> str | None:
    """The last one: the frame has a hidden `next` of its own."""
    found = re.findall(rf'<input type="hidden" name="{re.escape(name)}" value="([^"]*)"', page)
    return found[-1] if found else None


def test_a_good_password_leads_to_where_one_wanted_to_go(visitor: Visitor, officer: Actor) -> None:
    assert visitor.get("/password").location == "/sign-in?next=/password"
    answer = visitor.sign_in(officer.username, next="/password")
    assert answer.location == "/password"
    assert heading(visitor.get("/password")) == "비밀번호 변경"


def test_nobody_is_led_to_another_site(visitor: Visitor, officer: Actor) -> None:
    assert visitor.sign_in(officer.username, next="//evil.example/").location == "/"


def test_the_session_cookie_is_strict_and_out_of_reach_of_scripts(
    sqlite_installation: Installation, officer: Actor
) -> None:
    settings = sqlite_installation.settings.model_copy(update={"secure_cookies": True})
    visitor = Visitor(replace(sqlite_installation, settings=settings))
    visitor.client.environ_overrides = {"wsgi.url_scheme": "https"}
    https = {"Origin": "https://localhost", "Referer": "https://localhost/sign-in"}
    values = {"username": officer.username, "password": PASSWORD}
    answer = visitor.post("/sign-in", values, headers=https, base_url="https://localhost")
    cookies = answer.headers.getlist("Set-Cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("__Host-session="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} == set(session.split("; ")[1:])
    assert all("Secure" in cookie and "SameSite=Strict" in cookie for cookie in cookies)


def test_wrong_unknown_and_locked_get_the_same_answer(visitor: Visitor, officer: Actor) -> None:
    def answer(username: str, password: str) -> str:
        page = visitor.sign_in(username, password)
        assert page.status_code == 401
        return re.sub(r'(csrf[-_]token"[^>]+|name="username" value="[^"]*")', "", page.text)

    wrong = answer(officer.username, "Wrong-123456")
    for _ in range(5):
        answer(officer.username, "Wrong-123456")
    assert answer(officer.username, PASSWORD) == wrong
    assert answer("nobody", PASSWORD) == wrong


def test_an_idle_session_ends_and_leads_back(
    sqlite_installation: Installation, visitor: Visitor, officer: Actor
) -> None:
    visitor.sign_in(officer.username)
    _idle(sqlite_installation, 9)
    assert visitor.get("/password").status_code == 200
    _idle(sqlite_installation, 11)
    answer = visitor.get("/password?x=1")
    assert answer.location == "/sign-in?next=/password?x%3D1"
    assert "오랫동안 사용하지 않아" in visitor.get(answer.location).text


def test_a_session_is_extended_from_the_warning(
    sqlite_installation: Installation, visitor: Visitor, officer: Actor
) -> None:
    visitor.sign_in(officer.username)
    page = visitor.get("/").text
    assert 'data-extend-url="/session/extend"' in page
    assert 'data-idle-warn-seconds="90"' in page
    _idle(sqlite_installation, 9)
    token = re.search(r'csrf-token" content="([^"]+)"', page)
    assert token
    headers = {"X-CSRFToken": token[1], "Accept": "application/json"}
    answer = visitor.client.post("/session/extend", headers=headers)
    assert answer.status_code == 200
    _idle_left = re.search(r'data-idle-seconds="(\d+)"', visitor.get("/").text)
    assert _idle_left
    assert int(_idle_left[1]) > 590


def _send_too_late(installation: Installation, visitor: Visitor, officer: Actor) -> str:
    """Send a form when the session has ended; the sign-in page names what waits, and nothing of it."""
    visitor.sign_in(officer.username)
    _idle(installation, 11)
    page = visitor.post("/reports/new?draft=abc", _TYPED)
    assert page.status_code == 401
    assert _TYPED["narrative"] not in page.text
    return _hidden(page.text, "waiting") or ""


def test_a_form_sent_too_late_waits_until_its_owner_is_back(
    sqlite_installation: Installation, visitor: Visitor, officer: Actor
) -> None:
    waiting = _send_too_late(sqlite_installation, visitor, officer)
    target = "/reports/new?draft=abc"
    page = visitor.sign_in(officer.username, waiting=waiting, next=target)
    assert heading(page) == "이어서 저장하기"
    assert f'action="{target}"' in page.text
    assert _hidden(page.text, "narrative") == _TYPED["narrative"]
    assert _TYPED["password"] not in page.text


def test_a_form_that_waits_is_not_shown_to_another_account(
    sqlite_installation: Installation, visitor: Visitor, officer: Actor
) -> None:
    other = make_actor(sqlite_installation, Role.ANALYST, password=PASSWORD)
    waiting = _send_too_late(sqlite_installation, visitor, officer)
    assert visitor.sign_in(other.username, waiting=waiting).status_code == 302


def test_a_form_that_waits_survives_a_mistyped_password(
    sqlite_installation: Installation, visitor: Visitor, officer: Actor
) -> None:
    waiting = _send_too_late(sqlite_installation, visitor, officer)
    page = visitor.sign_in(officer.username, "wrong", waiting=waiting)
    assert _hidden(page.text, "waiting") == waiting


def test_what_another_site_sends_is_not_offered_for_sending_again(visitor: Visitor) -> None:
    for path in ("/reports/new", "/sign-in"):
        headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
        page = visitor.client.post(path, data=_TYPED, headers=headers)
        assert page.status_code in (400, 401)
        assert _hidden(page.text, "waiting") is None
        assert _hidden(page.text, "narrative") is None


def test_a_form_without_its_token_loses_nothing(visitor: Visitor, officer: Actor) -> None:
    visitor.sign_in(officer.username)
    headers = {"Sec-Fetch-Site": "same-origin"}
    page = visitor.client.post("/password", data=_TYPED, headers=headers)
    assert page.status_code == 400
    assert heading(page) == "입력한 내용을 아직 저장하지 않았습니다"
    assert _hidden(page.text, "narrative") == _TYPED["narrative"]
    assert _TYPED["password"] not in page.text


def test_a_form_that_comes_back_tells_its_fields_in_words(visitor: Visitor, officer: Actor) -> None:
    visitor.sign_in(officer.username)
    typed = _TYPED | {
        "draft_form": "report",
        "country_code": "KH",
        "do": "save",
        "channel": "phone",
    }
    typed |= {"received_at_zone": "seoul", "persons.0.city": "프놈펜", "caller_none": "true"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    page = visitor.client.post("/password", data=typed, headers=headers)
    shown = page.text.partition('id="kept"')[2]
    for words in (
        "무슨 일이라고 합니까?",
        "캄보디아",
        "전화",
        "당사자 1 도시",
        "신고인 없음",
        "예",
    ):
        assert words in shown
    assert not {"draft_form", "country_code", "KH", "phone", "seoul", "save"} & set(
        re.findall(r"<d[td]>([^<]*)<", shown)
    )


def test_signing_out_ends_the_session_for_whoever_has_the_token(
    sqlite_installation: Installation, visitor: Visitor, officer: Actor
) -> None:
    visitor.sign_in(officer.username)
    cookie = visitor.client.get_cookie("session_token")
    assert cookie
    assert visitor.post("/sign-out").location == "/sign-in"
    thief = Visitor(sqlite_installation, visitor.app)
    thief.client.set_cookie("session_token", cookie.value)
    assert thief.get("/").location == "/sign-in"


def test_roles_can_be_played_in_the_demonstration_only(
    sqlite_installation: Installation, officer: Actor
) -> None:
    settings = sqlite_installation.settings.model_copy(update={"demonstration": True})
    demonstration = Visitor(replace(sqlite_installation, settings=settings))
    assert f'value="{officer.username}"' in demonstration.get("/sign-in").text
    values = {"username": officer.username}
    assert demonstration.post("/sign-in/demonstration", values).location == "/"
    assert demonstration.get("/").status_code == 200

    operation = Visitor(sqlite_installation)
    assert officer.username not in operation.get("/sign-in").text
    assert operation.post("/sign-in/demonstration", values).status_code == 403
    assert operation.get("/").status_code == 302


def test_the_own_password_is_changed_knowing_the_present_one(
    visitor: Visitor, officer: Actor
) -> None:
    visitor.sign_in(officer.username)
    new = {"password": "Another-2026", "password_again": "Another-2026"}
    refused = visitor.post("/password", {**new, "current_password": "wrong"})
    assert refused.status_code == 422
    assert "현재 비밀번호가 맞지 않습니다." in refused.text
    unequal = {**new, "current_password": PASSWORD, "password_again": "Another-2027"}
    assert "서로 다릅니다" in visitor.post("/password", unequal).text
    assert visitor.post("/password", {**new, "current_password": PASSWORD}).status_code == 302
    visitor.post("/sign-out")
    assert visitor.sign_in(officer.username).status_code == 401
    assert visitor.sign_in(officer.username, "Another-2026").status_code == 302


def test_a_password_set_by_somebody_else_is_changed_first(
    sqlite_installation: Installation, visitor: Visitor, officer: Actor
) -> None:
    administrator = make_actor(sqlite_installation, Role.ADMINISTRATOR)
    with writing(sqlite_installation, administrator) as ctx:
        set_password(ctx, officer.username, "Given-by-2026")
    visitor.sign_in(officer.username, "Given-by-2026")
    assert visitor.get("/").location == "/password"
    own = "Chosen-by-2026"
    new = {"password": own, "password_again": own, "current_password": "Given-by-2026"}
    visitor.post("/password", new)
    assert visitor.get("/").status_code == 200

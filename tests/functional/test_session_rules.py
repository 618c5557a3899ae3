"""One session at a time, why one ended, from where one may come, and which passwords are taken."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import InputRefused
from safety_center.domain.networks import parse_networks
from safety_center.services.accounts import set_password
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from tests.factories import make_actor
from tests.functional.desk import acts
from tests.visitor import PASSWORD, Visitor, heading

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
OFFICE = {"REMOTE_ADDR": "10.1.2.3"}
HOTEL = {"REMOTE_ADDR": "203.0.113.9"}


def under(installation: Installation, **settings: Any) -> Visitor:
    """Somebody at the same installation under other settings."""
    changed = installation.settings.model_copy(update=settings)
    return Visitor(replace(installation, settings=changed))


@pytest.fixture
def officer(sqlite_installation: Installation) -> Actor:
    return make_actor(sqlite_installation, Role.OFFICER, password=PASSWORD)


def sign_in(visitor: Visitor, officer: Actor, **environment: str) -> Visitor:
    visitor.client.environ_base.update(environment)
    assert visitor.sign_in(officer.username).status_code == 302
    return visitor


def test_a_new_sign_in_ends_the_older_session_which_is_told_why(
    sqlite_installation: Installation, officer: Actor
) -> None:
    older = sign_in(Visitor(sqlite_installation), officer, **OFFICE)
    newer = sign_in(Visitor(sqlite_installation, older.app), officer, **HOTEL)
    assert newer.get("/").status_code == 200
    assert older.get("/").location == "/sign-in"
    page = older.get("/sign-in").text
    assert "같은 계정으로 다른 곳에서 로그인하여" in page
    assert "203.0.113.9" in page
    assert [row.rows for row in acts(sqlite_installation, "session.replace")] == [1]


def test_more_sessions_at_once_are_a_setting_and_the_oldest_gives_way(
    sqlite_installation: Installation, officer: Actor
) -> None:
    first = sign_in(under(sqlite_installation, sessions_at_once=2), officer)
    second = sign_in(Visitor(first.installation, first.app), officer)
    assert first.get("/").status_code == 200
    third = sign_in(Visitor(first.installation, first.app), officer)
    codes = [visitor.get("/").status_code for visitor in (first, second, third)]
    assert sorted(codes) == [200, 200, 302]
    assert codes[2] == 200


def test_the_owner_sees_the_sessions_and_ends_the_others(
    sqlite_installation: Installation, officer: Actor
) -> None:
    other = sign_in(under(sqlite_installation, sessions_at_once=3), officer, **HOTEL)
    here = Visitor(other.installation, other.app)
    sign_in(here, officer, **OFFICE, HTTP_USER_AGENT=CHROME)
    page = here.get("/security").text
    assert "203.0.113.9" in page
    assert "Chrome · Windows" in page
    assert page.count("지금 이곳") == 1
    assert here.post("/security/end-others").location == "/security"
    assert here.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert "다른 로그인 모두 끝내기" in other.get("/sign-in").text


def test_a_new_password_ends_the_other_sessions_only(
    sqlite_installation: Installation, officer: Actor
) -> None:
    other = sign_in(under(sqlite_installation, sessions_at_once=3), officer)
    here = sign_in(Visitor(other.installation, other.app), officer)
    new = {"password": "Another-2026", "password_again": "Another-2026"}
    here.post("/password", {**new, "current_password": PASSWORD})
    assert here.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert "비밀번호가 바뀌어" in other.get("/sign-in").text


def test_the_page_says_when_it_ends_at_the_latest_and_what_happens_without_scripts(
    sqlite_installation: Installation, officer: Actor
) -> None:
    page = sign_in(Visitor(sqlite_installation), officer).get("/").text
    found = re.search(r'data-closing-seconds="(\d+)"', page)
    assert found
    assert 8 * 3600 - 60 < int(found[1]) <= 8 * 3600
    assert re.search(r"<noscript>.*10분 동안 .*로그아웃됩니다", page)


NETWORKS = parse_networks("officer=10.0.0.0/8 2001:db8::/32")


def test_a_role_signs_in_from_its_networks_only(
    sqlite_installation: Installation, officer: Actor
) -> None:
    hotel = under(sqlite_installation, allowed_networks=NETWORKS)
    hotel.client.environ_base.update(HOTEL)
    refused = hotel.sign_in(officer.username)
    assert refused.status_code == 403
    assert "이 네트워크(203.0.113.9)에서는 사용할 수 없는 계정입니다." in refused.text
    assert "이 네트워크" not in hotel.sign_in(officer.username, "Wrong-123456").text
    row = acts(sqlite_installation, "session.network")[0]
    assert (row.result, row.username, row.client) == ("refused", officer.username, "203.0.113.9")
    office = sign_in(Visitor(hotel.installation, hotel.app), officer, **OFFICE)
    assert office.get("/").status_code == 200


def test_a_session_carried_to_another_network_ends(
    sqlite_installation: Installation, officer: Actor
) -> None:
    visitor = sign_in(under(sqlite_installation, allowed_networks=NETWORKS), officer, **OFFICE)
    visitor.client.environ_base.update(HOTEL)
    assert heading(visitor.get("/cases")) == "이 화면을 볼 권한이 없습니다"
    visitor.client.environ_base.update(OFFICE)
    assert visitor.get("/cases").status_code == 302
    assert "허용되지 않은 네트워크" in visitor.get("/sign-in").text
    assert len(acts(sqlite_installation, "session.network")) == 1


def test_a_forwarded_address_counts_only_through_trusted_proxies(
    sqlite_installation: Installation, officer: Actor
) -> None:
    forged = {**HOTEL, "HTTP_X_FORWARDED_FOR": "10.1.2.3"}
    direct = under(sqlite_installation, allowed_networks=NETWORKS)
    direct.client.environ_base.update(forged)
    assert direct.sign_in(officer.username).status_code == 403
    behind = under(sqlite_installation, allowed_networks=NETWORKS, trusted_proxies=1)
    behind.client.environ_base.update(forged)
    assert behind.sign_in(officer.username).status_code == 302
    forged["HTTP_X_FORWARDED_FOR"] = "10.1.2.3, 203.0.113.9"
    behind.client.environ_base.update(forged)
    assert behind.get("/").status_code == 403


def test_the_last_five_passwords_are_not_taken_again(
    sqlite_installation: Installation, officer: Actor
) -> None:
    def change(password: str) -> None:
        with writing(sqlite_installation, officer) as ctx:
            set_password(ctx, officer.username, password)

    for number in range(4):
        change(f"Wheat-Field-{number}x")
    with pytest.raises(InputRefused) as refused:
        change(PASSWORD)
    assert refused.value.errors[0].code == "used_before"
    change("Wheat-Field-9x")
    change(PASSWORD)


def test_an_administrator_sees_locked_and_unlocks_on_the_page(
    sqlite_installation: Installation, officer: Actor
) -> None:
    visitor = Visitor(sqlite_installation)
    for _ in range(5):
        visitor.sign_in(officer.username, "Wrong-123456")
    administrator = make_actor(sqlite_installation, Role.ADMINISTRATOR)
    desk = Visitor(sqlite_installation, visitor.app).enter(administrator)
    assert "잠김" in desk.get(f"/accounts/{officer.username}").text
    desk.post(f"/accounts/{officer.username}/unlock")
    assert visitor.sign_in(officer.username).status_code == 302

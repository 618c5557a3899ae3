"""What every page has, and what none shows."""

from __future__ import annotations

import gzip
import json
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import request
from sqlalchemy import text

from safety_center.app import create_app
from safety_center.domain.access import Role
from safety_center.logs import LineFormatter
from safety_center.services.installation import Installation
from safety_center.services.statistics import rebuild_cube
from safety_center.web.protection import CONTENT_SECURITY_POLICY
from tests.factories import make_actor
from tests.visitor import Visitor, heading

_SECRET = "홍길동의 비밀"


@pytest.fixture
def visitor(sqlite_installation: Installation) -> Visitor:
    return Visitor(sqlite_installation)


def _signed_in(installation: Installation, role: Role) -> Visitor:
    return Visitor(installation).enter(make_actor(installation, role))


@pytest.mark.parametrize("path", ["/", "/sign-in", "/about", "/nowhere", "/healthz"])
def test_every_answer_carries_the_policy_and_is_not_kept(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert re.fullmatch("[0-9a-f]{16}", headers["X-Request-Id"])


def test_files_named_with_their_version_are_kept_for_a_year(visitor: Visitor) -> None:
    path = re.search(r'href="(/static/app/app\.css\?v=\w+)"', visitor.get("/about").text)
    assert path
    assert "immutable" in visitor.get(path[1]).headers["Cache-Control"]
    assert "immutable" not in visitor.get("/static/app/app.css").headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/about", "/static/app/app.css"])
def test_text_goes_out_compressed_where_it_is_understood(visitor: Visitor, path: str) -> None:
    packed = visitor.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    plain = visitor.get(path)
    assert "Content-Encoding" not in plain.headers
    tokens = re.compile(rb'csrf[-_]token"[^>]+')
    assert tokens.sub(b"", gzip.decompress(packed.data)) == tokens.sub(b"", plain.data)


@pytest.mark.parametrize("role", Role)
def test_no_link_of_the_navigation_leads_nowhere(
    sqlite_installation: Installation, role: Role
) -> None:
    rebuild_cube(sqlite_installation)
    visitor = _signed_in(sqlite_installation, role)
    navigation = visitor.get("/").text.split('class="sidenav"')[1].split("</nav>")[0]
    links = re.findall(r'href="([^"]+)"', navigation)
    assert links[0] == "/"
    answers = {link: visitor.get(link, follow_redirects=True).status_code for link in links}
    assert answers == dict.fromkeys(links, 200)


_NEW_DASHBOARD = """
audience = ["analyst"]
[title]
ko = "연령"
en = "Age"
[[panels]]
id = "ages"
kind = "breakdown"
breakdown = "age_band"
title = { ko = "연령대별", en = "By age band" }
"""


def test_a_new_dashboard_is_in_the_menu_of_those_who_may_open_it(
    sqlite_installation: Installation, tmp_path: Path
) -> None:
    (tmp_path / "ages.toml").write_text(_NEW_DASHBOARD, encoding="utf-8")
    settings = sqlite_installation.settings.model_copy(update={"dashboards_folder": tmp_path})
    installation = replace(sqlite_installation, settings=settings)
    analyst = _signed_in(installation, Role.ANALYST)
    page = analyst.get("/").text
    # the menu, and the list beside it
    assert page.count('<a href="/dashboards/ages">연령</a>') == 2
    assert "<dd>연령대별</dd>" in page  # what is on it
    assert "/dashboards/overview" not in page  # not declared in this folder
    assert (
        '<a href="/dashboards/ages">Age</a>' in analyst.get("/?lang=en", follow_redirects=True).text
    )
    assert "/dashboards/ages" not in _signed_in(installation, Role.MISSION_HEAD).get("/").text


def test_a_failure_shows_a_number_and_no_trace(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> str:
        raise ValueError(_SECRET)

    visitor.app.view_functions["about.show"] = fail
    answer = visitor.get("/about")
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert "Traceback" not in answer.text
    assert "ValueError" in caplog.text
    assert _SECRET not in answer.text + caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nowhere", 404), ("GET", "/sign-out", 405)]
)
def test_refusals_have_a_page_with_their_code(
    visitor: Visitor, method: str, path: str, status: int
) -> None:
    answer = visitor.client.open(path, method=method)
    assert answer.status_code == status
    assert str(status) in answer.text
    assert heading(answer)


def test_too_much_is_refused_with_a_page(visitor: Visitor) -> None:
    answer = visitor.client.post("/sign-in", data={"username": "x" * 1_100_000})
    assert answer.status_code == 413
    assert heading(answer)


def test_who_asks_for_json_is_refused_in_json(visitor: Visitor) -> None:
    answer = visitor.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.json is not None
    assert answer.json["error"] == 404


def test_the_language_chosen_stays_and_leaves_the_address(visitor: Visitor) -> None:
    answer = visitor.get("/about?lang=en&x=1")
    assert answer.location == "/about?x=1"
    assert '<html lang="en"' in visitor.get("/about").text


def test_korean_comes_first_and_the_account_says_otherwise(
    sqlite_installation: Installation,
) -> None:
    visitor = _signed_in(sqlite_installation, Role.ANALYST)
    assert '<html lang="ko"' in visitor.get("/").text
    with sqlite_installation.database.writing() as session:
        session.connection().execute(text("UPDATE account SET language = 'en'"))
    assert '<html lang="en"' in visitor.get("/").text


def test_contrast_and_text_size_are_kept_and_rendered(visitor: Visitor) -> None:
    answer = visitor.post("/preferences", {"contrast": "high", "next": "/about"})
    assert answer.location == "/about"
    visitor.post("/preferences", {"textsize": "xlarge", "next": "//evil.example"})
    page = visitor.get("/about").text
    assert 'data-krds-mode="high-contrast"' in page
    assert 'data-textsize="xlarge"' in page


def test_the_demonstration_says_so_on_every_page(sqlite_installation: Installation) -> None:
    sentence = "시연용 가상 데이터 · 실제 사건이 아닙니다"
    settings = sqlite_installation.settings.model_copy(update={"demonstration": True})
    demonstration = Visitor(replace(sqlite_installation, settings=settings))
    operation = Visitor(sqlite_installation)
    for path in ("/sign-in", "/about", "/nowhere"):
        assert sentence in demonstration.get(path).text
        assert sentence not in operation.get(path).text


def test_the_log_names_the_rule_and_nobody(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "safety_center.access")
    caplog.handler.setFormatter(LineFormatter(as_json=True))
    answer = visitor.get("/cases/2026-KHM-000123?q=홍길동")
    line = json.loads(caplog.text.splitlines()[-1])
    assert line["rule"] == "/cases/<number>"
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert "000123" not in caplog.text
    assert "홍길동" not in caplog.text


def test_healthz_is_good_when_the_database_is_migrated(visitor: Visitor) -> None:
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "ok", "database": "ok", "migrations": "ok"},
    )


def test_healthz_is_bad_when_migrations_are_missing(sqlite_installation: Installation) -> None:
    with sqlite_installation.database.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = Visitor(sqlite_installation).get("/healthz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["migrations"] == "behind"


def test_forwarded_addresses_count_only_behind_a_trusted_proxy(
    sqlite_installation: Installation,
) -> None:
    def asked_as(proxies: int) -> str:
        settings = sqlite_installation.settings.model_copy(update={"trusted_proxies": proxies})
        app = create_app(installation=replace(sqlite_installation, settings=settings))
        seen = []
        app.before_request(lambda: seen.append(_remote()))
        app.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
        return seen[0]

    assert asked_as(0) == "127.0.0.1"
    assert asked_as(1) == "203.0.113.9"


def _remote() -> str:
    return str(request.remote_addr)

"""The examples of docs/api.md, as they stand there, one after another; and the tokens of its commands."""

from __future__ import annotations

import html
import json
import re
import shlex
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from click.testing import CliRunner

from safety_center.api.operations import OPERATIONS
from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.domain.periods import utc_now
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from safety_center.store.accounts import fetch_account
from tests.factories import make_actor
from tests.functional.caller import Caller, give_token
from tests.functional.desk import acts, sit_down
from tests.guards.tree import TOP

_TEXT = (TOP / "docs" / "api.md").read_text(encoding="utf-8")
_EXAMPLES = re.findall(r"```http\n(.*?)```\n```json (\d+)\n(.*?)```", _TEXT, re.DOTALL)

_NEXT_MONTH = (utc_now().date() + timedelta(days=30)).isoformat()


def test_the_examples_answer_as_written(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation)
    with writing(sqlite_installation, None) as ctx:
        account = fetch_account(ctx.session, caller.username)
        assert account
        account.display_name = "핫라인"
    for asked, status, expected in _EXAMPLES:
        if "/statistics" in asked:
            refresh_cube(sqlite_installation)
        answer = _send(caller, asked)
        assert answer.status_code == int(status), answer.text
        wanted = json.loads(expected)
        assert {name: answer.json[name] for name in wanted} == wanted
    assert len(_EXAMPLES) == 8


def test_the_commands_of_the_page_do_what_they_say_one_after_another(
    sqlite_installation: Installation,
) -> None:
    caller = Caller(sqlite_installation)
    page = sit_down(sqlite_installation, Role.ADMINISTRATOR).text("/api-guide")
    commands = re.findall(
        r'<pre class="mono small" id="curl-(\w+)"[^>]*>(.*?)</pre>', page, re.DOTALL
    )
    for name, command in commands:
        if name in ("count_persons", "compare_figures"):
            refresh_cube(sqlite_installation)
        answer = _type_in(caller, html.unescape(command))
        assert answer.status_code in (200, 201), answer.text
    assert len(commands) == len(OPERATIONS)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_answer_is_described_once_and_named_by_each_operation(
    sqlite_installation: Installation, language: str
) -> None:
    desk = sit_down(sqlite_installation, Role.ADMINISTRATOR)
    desk.client.set_cookie("language", language)
    page = desk.text("/api-guide")
    document = json.loads(desk.text("/api-guide/openapi.json"))
    for methods in document["paths"].values():
        for operation in methods.values():
            card = page.partition(f'id="{operation["operationId"]}"')[2].partition("</section>")[0]
            for status, answer in operation["responses"].items():
                assert status in card
                assert page.count(f"<dd>{answer['description']}</dd>") == 1


def test_the_command_of_the_document_hands_in_a_report(sqlite_installation: Installation) -> None:
    found = re.search(r"```sh\n(curl .*?)```", _TEXT, re.DOTALL)
    assert found
    assert _type_in(Caller(sqlite_installation), found[1]).status_code == 201


def _type_in(caller: Caller, command: str) -> Any:
    """What `curl` would send; the version is that of the case just now, as its reader would know it."""
    program, *words = shlex.split(command.replace("\\\n", "").replace("$TOKEN", caller.secret))
    headers, method, data, address = {}, "GET", "", ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, value = words.pop(0).split(": ", 1)
            headers[name] = value
        elif word in ("-X", "-d"):
            method, data = (words.pop(0), data) if word == "-X" else (method, words.pop(0))
        else:
            address = word
    parts = urlsplit(address)
    path = urlunsplit(("", "", parts.path, parts.query, ""))
    if "If-Match" in headers:
        shown = caller.client.get(
            path.removesuffix("/status"), headers={"Authorization": headers["Authorization"]}
        )
        headers["If-Match"] = shown.headers["ETag"]
    assert program == "curl"
    return caller.client.open(path, method=method, headers=headers, data=data.encode())


def _send(caller: Caller, asked: str) -> Any:
    head, _, body = asked.replace("TOKEN", caller.secret).partition("\n\n")
    first, *lines = head.strip().splitlines()
    method, path = first.split(" ", 1)
    headers = dict(line.split(": ", 1) for line in lines)
    return caller.client.open(path, method=method, headers=headers, data=body.encode())


@pytest.fixture
def command(sqlite_installation: Installation, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    for name in ("database_url", "key_file", "files_folder"):
        value = str(getattr(sqlite_installation.settings, name))
        monkeypatch.setenv(f"SAFETY_CENTER_{name.upper()}", value)
    make_actor(sqlite_installation, Role.ADMINISTRATOR, username="admin")
    return CliRunner()


def test_tokens_are_given_listed_and_ended_by_command(
    sqlite_installation: Installation, command: CliRunner
) -> None:
    given = _documented(r"safety-center (token create .*?2026-12-31)")
    answer = command.invoke(main, [*given, "--unit", "KHM-PHNOMPENH"])
    assert answer.exit_code == 0, answer.output
    secret = answer.stdout.strip()
    assert secret.startswith("sct_")
    caller = Caller(sqlite_installation)
    caller.secret = secret
    assert caller.submit()["case_number"]
    listed = command.invoke(main, ["token", "list", "--as", "admin"]).output
    assert "hotline" in listed
    assert secret not in listed
    assert command.invoke(main, ["token", "end", "--as", "admin", "1"]).exit_code == 0
    assert len(acts(sqlite_installation, "token.end")) == 1


def test_a_token_beyond_the_role_or_for_a_person_is_refused(
    sqlite_installation: Installation, command: CliRunner
) -> None:
    give_token(sqlite_installation, Role.ANALYST, username="figures")
    options = ["--name", "x", "--valid-to", _NEXT_MONTH, "--as", "admin"]
    for username, scope in (("figures", "case:change"), ("admin", "case:view")):
        given = ["token", "create", "--username", username, "--scope", scope, *options]
        answer = command.invoke(main, given)
        assert answer.exit_code == 1
        assert "Error" in answer.output


def _documented(pattern: str) -> list[str]:
    found = re.search(pattern, _TEXT, re.DOTALL)
    assert found
    return found[1].replace("\\\n", " ").replace('"', "").replace("2026-12-31", _NEXT_MONTH).split()

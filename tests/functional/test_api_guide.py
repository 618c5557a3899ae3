"""The examples of docs/api.md, as they stand there, one after another; and the tokens of its commands."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.domain.periods import utc_now
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from safety_center.store.accounts import fetch_account
from tests.factories import make_actor
from tests.functional.caller import Caller, give_token
from tests.functional.desk import acts
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
    assert len(_EXAMPLES) == 7


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

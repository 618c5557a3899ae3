"""Commands act as a named account and stand in the trail under its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlmodel import col, select

from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.services.accounts import find_accounts, find_actor
from safety_center.services.context import reading
from safety_center.services.installation import Installation, open_installation
from safety_center.settings import load_settings
from safety_center.store.tables import TrailEntry
from tests.factories import make_actor

#: What the keeper of the host does before there are accounts, without data, or for the host itself.
OF_THE_HOST = {
    "backup",  # asks for an account, except to make the key of backups
    "demo",
    "init",
    "jobs list",
    "migrate",
    "scheduler",
    "serve",
    "verify-audit",  # asks for an account or, in so many words, for none: `--read-only`
}


def _commands(
    group: click.Group, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*words, name))
        elif command is not None:
            yield " ".join((*words, name)), command


def test_every_command_asks_for_the_account_that_acts() -> None:
    unnamed = {
        name
        for name, command in _commands(main)
        if not any("--as" in option.opts and option.required for option in command.params)
    }
    assert unnamed == OF_THE_HOST


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("load-reference --as {}", "reference.load"),
        ("refresh --as {}", "job.run"),
        ("jobs run refresh-statistics --as {}", "job.run"),
        ("reset-second-factor {} --as {}", "account.factor_reset"),
    ],
)
def test_a_command_stands_in_the_trail_under_the_name_it_was_given(
    sqlite_installation: Installation, monkeypatch: pytest.MonkeyPatch, words: str, action: str
) -> None:
    settings = sqlite_installation.settings
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(settings.key_file))
    name = make_actor(sqlite_installation, Role.ADMINISTRATOR).username
    result = CliRunner().invoke(main, words.format(*[name] * words.count("{}")).split())
    assert result.exit_code == 0, result.output
    with sqlite_installation.database.reading() as session:
        query = select(TrailEntry).where(TrailEntry.action == action)
        row = session.exec(query.order_by(col(TrailEntry.seq).desc())).first()
    assert row is not None
    assert (row.username, row.client) == (name, "command")


def test_the_first_administrator_made_by_init_is_the_only_account_and_signs_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["init", "--username", "first.admin", "--display-name", "첫 관리자", "--password-stdin"]
    assert CliRunner().invoke(main, words, input="password123!\n").exit_code == 1
    assert CliRunner().invoke(main, words, input="Harbour-Light-7\n").exit_code == 0
    made = open_installation(load_settings({}))
    with made.database.reading() as session:
        rows = session.exec(select(TrailEntry.action, TrailEntry.username)).all()
    assert ("account.create", "first.admin") in rows
    assert {name for _, name in rows} == {"first.admin"}
    with reading(made, None) as ctx:
        ctx.actor = find_actor(ctx, "first.admin")
        assert [account.username for account in find_accounts(ctx).accounts] == ["first.admin"]
    made.database.close()

"""The examples of the documents, as they stand there: commands, a dashboard, a mistake in one."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.services.dashboards import DashboardError, load_dashboards
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from tests.factories import make_actor, submit
from tests.guards.tree import TOP, read_texts

_DOCUMENTS = {name: text for name, text in read_texts() if name.endswith(".md")}
_QUOTED = re.compile(r"`((?:\.venv/bin/)?safety-center [^`\n]+)`")
_BLOCK = re.compile(r"^```\n((?:.*\n)*?)```$", re.MULTILINE)
_DECLARED = re.search(r"```toml\n(.*?)```", _DOCUMENTS["docs/dashboards.md"], re.DOTALL)


def _quoted() -> Iterator[str]:
    """Commands written between backticks, with options; `FILE`, `USER` and the like stand for words."""
    for text in _DOCUMENTS.values():
        yield from (command for command in _QUOTED.findall(text) if "…" not in command)


def _misfits(words: list[str]) -> list[str]:
    """Names of commands and options that do not exist."""
    command: click.Command = main
    unknown = []
    for word in words:
        name = word.partition("=")[0]
        if word.startswith("-"):
            options = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
            unknown += [] if name in options or name == "--help" else [word]
        elif isinstance(command, click.Group):
            found = command.get_command(click.Context(command), word)
            command = command if found is None else found
    return unknown


@pytest.mark.parametrize("command", sorted(set(_quoted())))
def test_a_quoted_command_has_only_options_that_exist(command: str) -> None:
    assert _misfits(shlex.split(command)[1:]) == []


def _blocks(document: str) -> list[list[str]]:
    texts = _BLOCK.findall(_DOCUMENTS[document])
    joined = [text.replace("\\\n", " ") for text in texts if text.startswith("safety-center ")]
    return [shlex.split(line)[1:] for text in joined for line in text.splitlines()]


@pytest.mark.parametrize("words", _blocks("docs/statistics.md"), ids=" ".join)
def test_the_commands_of_statistics_answer(
    words: list[str], sqlite_installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = sqlite_installation.settings
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(settings.key_file))
    monkeypatch.setenv("SAFETY_CENTER_DEMONSTRATION", "true")
    submit(sqlite_installation, make_actor(sqlite_installation, Role.OFFICER))
    refresh_cube(sqlite_installation)
    make_actor(sqlite_installation, Role.ANALYST, username="analyst")
    told = ["analyst" if word == "USER" else word for word in words]
    answer = CliRunner().invoke(main, told)
    assert answer.exit_code == 0, answer.output


def test_the_declared_dashboard_is_one(tmp_path: Path) -> None:
    assert _DECLARED
    (tmp_path / "ages.toml").write_text(_DECLARED[1], encoding="utf-8")
    assert list(load_dashboards(tmp_path)) == ["ages"]


def test_a_mistake_in_a_dashboard_is_told_as_written(tmp_path: Path) -> None:
    wrong = (TOP / "dashboards" / "region.toml").read_text(encoding="utf-8")
    second = re.compile(r'(breakdown = ")(\w+)(")')
    (tmp_path / "region.toml").write_text(second.sub(r"\1planet\3", wrong), encoding="utf-8")
    with pytest.raises(DashboardError, match=r"region\.toml: panels\.\w+\.breakdown: Input should"):
        load_dashboards(tmp_path)

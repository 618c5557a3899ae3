"""What someone can set, type, run or be allowed to do is named in the documents."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import click
import pytest

from tests.guards.tree import TOP, read_texts


@pytest.fixture(scope="module")
def documents() -> str:
    texts = dict(read_texts())
    named = [
        text
        for name, text in texts.items()
        if name.endswith(".md") and (name.startswith(("docs/", "data/")) or name == "README.md")
    ]
    return "\n".join(named)


def _find_missing(names: list[str], documents: str) -> list[str]:
    """A name counts when it stands as code: `name`, or at the start of a quoted command."""
    assert names
    return [name for name in names if f"`{name}`" not in documents and f"`{name} " not in documents]


def _write(missing: list[str], where: str) -> str:
    """What to do, instead of two lists that differ."""
    return f"name {', '.join(missing)} as code (in backquotes) in {where}"


def test_every_setting_is_documented(documents: str) -> None:
    from safety_center.settings import Settings

    names = [f"SAFETY_CENTER_{name.upper()}" for name in Settings.model_fields]
    missing = _find_missing(names, documents)
    assert missing == [], _write(missing, "docs/settings.md")


def test_every_permission_is_documented(documents: str) -> None:
    from safety_center.domain.access import Permission

    missing = _find_missing([str(permission) for permission in Permission], documents)
    assert missing == [], _write(missing, "docs/access.md")


def test_every_role_is_documented(documents: str) -> None:
    from safety_center.domain.access import Role

    missing = [role.value for role in Role if role.value not in documents]
    assert missing == [], _write(missing, "docs/access.md")


def test_every_job_is_documented(documents: str) -> None:
    registry = importlib.import_module("safety_center.services.jobs.registry")
    missing = _find_missing(sorted(registry.JOBS), documents)
    assert missing == [], _write(missing, "the table of docs/jobs.md")


def test_every_job_has_its_time() -> None:
    registry = importlib.import_module("safety_center.services.jobs.registry")
    schedule = importlib.import_module("safety_center.services.jobs.schedule")
    settings = importlib.import_module("safety_center.settings").Settings()
    planned = set(schedule.build_schedule(settings))
    assert set(registry.JOBS) - planned == set(), "say in services/jobs/schedule.py when these run"
    assert planned - set(registry.JOBS) == set(), "no job of services/jobs/registry.py"


def test_every_dashboard_is_documented(documents: str) -> None:
    names = sorted(path.stem for path in (TOP / "dashboards").glob("*.toml"))
    missing = _find_missing(names, documents)
    assert missing == [], _write(missing, "the first paragraph of docs/dashboards.md")


def test_what_a_dashboard_may_say_is_documented() -> None:
    """Every kind of panel, key and parameter of a declaration stands in docs/dashboards.md."""
    declaration = importlib.import_module("safety_center.services.dashboards.declaration")
    text = (TOP / "docs" / "dashboards.md").read_text(encoding="utf-8")
    tables = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    terms = (*declaration.PanelKind, *declaration.Parameter)
    missing = [term.value for term in terms if term.value not in tables]
    assert missing == [], _write(missing, "a table of docs/dashboards.md, first in its row")
    keys = {*declaration.Declaration.model_fields, *declaration.Panel.model_fields} - {"measure"}
    missing = [key for key in keys if f"{key} =" not in text and f"`{key}`" not in text]
    assert missing == ["panels"], _write(missing, "docs/dashboards.md")


def _list_commands(group: click.Group, words: str) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _list_commands(command, f"{words} {name}")
        else:
            yield f"{words} {name}"


def test_every_command_is_documented(documents: str) -> None:
    main = importlib.import_module("safety_center.cli").main
    missing = _find_missing(list(_list_commands(main, "safety-center")), documents)
    assert missing == [], _write(missing, "docs/operations.md or the document of its feature")

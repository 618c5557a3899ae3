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


def test_every_setting_is_documented(documents: str) -> None:
    from safety_center.settings import Settings

    names = [f"SAFETY_CENTER_{name.upper()}" for name in Settings.model_fields]
    assert _find_missing(names, documents) == []


def test_every_permission_is_documented(documents: str) -> None:
    from safety_center.domain.access import Permission

    assert _find_missing([str(permission) for permission in Permission], documents) == []


def test_every_role_is_documented(documents: str) -> None:
    from safety_center.domain.access import Role

    assert [role.value for role in Role if role.value not in documents] == []


def test_every_job_is_documented(documents: str) -> None:
    registry = importlib.import_module("safety_center.services.jobs.registry")
    assert _find_missing(sorted(registry.JOBS), documents) == []


def test_every_dashboard_is_documented(documents: str) -> None:
    names = sorted(path.stem for path in (TOP / "dashboards").glob("*.toml"))
    assert _find_missing(names, documents) == []


def test_what_a_dashboard_may_say_is_documented() -> None:
    """Every kind of panel, key and parameter of a declaration stands in docs/dashboards.md."""
    declaration = importlib.import_module("safety_center.services.dashboards.declaration")
    text = (TOP / "docs" / "dashboards.md").read_text(encoding="utf-8")
    tables = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    terms = (*declaration.PanelKind, *declaration.Parameter)
    assert [term.value for term in terms if term.value not in tables] == []
    keys = {*declaration.Declaration.model_fields, *declaration.Panel.model_fields} - {"measure"}
    assert [key for key in keys if f"{key} =" not in text and f"`{key}`" not in text] == ["panels"]


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
    assert _find_missing(list(_list_commands(main, "safety-center")), documents) == []

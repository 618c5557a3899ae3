"""Files of figures are counted while others may write, and are in the trail before they go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from sqlalchemy import event

from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from safety_center.store.session import Database
from tests.factories import make_actor, submit
from tests.functional.desk import acts, sit_down


@pytest.fixture
def counted(sqlite_installation: Installation) -> Installation:
    submit(sqlite_installation, make_actor(sqlite_installation, Role.OFFICER), persons=[{}])
    refresh_cube(sqlite_installation)
    return sqlite_installation


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """For each question about cells or line lists: whether a writer's turn was taken meanwhile."""
    taken: list[bool] = []
    with monkeypatch.context() as patch:
        opened = Database.__init__

        def open_watched(database: Database, url: str) -> None:
            opened(database, url)

            def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
                if "FROM person_" in statement:
                    taken.append(database.is_contested())

            event.listen(database.engine, "before_cursor_execute", note)

        patch.setattr(Database, "__init__", open_watched)
        yield taken


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/statistics/table.csv", "statistics.export"),
        ("/statistics/table.xlsx", "statistics.export"),
        (
            "/statistics/differences.csv?from=2026-01-01&to=2026-06-30",
            "statistics.differences.export",
        ),
        ("/dashboards/overview/figures/trend.csv", "dashboard.csv"),
    ],
)
def test_a_file_of_a_page_holds_no_writer_up(
    counted: Installation, monkeypatch: pytest.MonkeyPatch, path: str, action: str
) -> None:
    with watched(monkeypatch) as taken:
        again = Installation(counted.settings, Database(counted.database.url), counted.vault)
        desk = sit_down(again, Role.ANALYST)
        taken.clear()
        assert desk.get(path).status_code == 200
    again.database.close()
    assert taken
    assert not any(taken)
    assert len(acts(counted, action)) == 1


@pytest.mark.parametrize("words", [(), ("diff", "--from", "2026-01-01", "--to", "2026-06-30")])
def test_a_file_of_a_command_holds_no_writer_up(
    counted: Installation, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    make_actor(counted, Role.CENTER_MANAGER, username="manager")
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", counted.database.url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(counted.settings.key_file))
    with watched(monkeypatch) as taken:
        answer = CliRunner().invoke(main, ["statistics", *words, "--as", "manager"])
    assert answer.exit_code == 0, answer.output
    assert taken
    assert not any(taken)

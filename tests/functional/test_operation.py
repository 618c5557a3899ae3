"""What an operator does by command: install, migrate, verify; and how a database says that it is synthetic."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from safety_center.cli import main
from safety_center.cli.demonstration import demonstration_settings
from safety_center.domain.access import Role
from safety_center.services.context import writing
from safety_center.services.installation import DEMONSTRATION_MODE, Installation
from safety_center.services.operation import make_keys, migrate_database, save_fact
from safety_center.store.tables import TrailEntry
from tests.factories import make_actor, submit
from tests.tampering import tamper

PASSWORD = "Harbour-Light-7"


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder in which nothing is installed yet, as the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, typed: str = "") -> Result:
    """Run `safety-center` with words, and what is typed at it."""
    return CliRunner().invoke(main, list(words), input=typed)


def install() -> Result:
    """`safety-center init` with a first administrator."""
    names = ("--username", "admin.first", "--display-name", "첫 관리자")
    return run("init", *names, "--password-stdin", typed=PASSWORD + "\n")


def test_init_makes_private_keys_a_database_and_the_first_administrator(empty: Path) -> None:
    result = install()
    assert result.exit_code == 0, result.output
    assert (empty / "var" / "keys.json").stat().st_mode & 0o077 == 0
    assert run("verify-audit", "--read-only").exit_code == 0


def test_init_never_replaces_keys(empty: Path) -> None:
    install()
    before = (empty / "var" / "keys.json").read_bytes()
    assert install().exit_code == 1
    assert (empty / "var" / "keys.json").read_bytes() == before


def test_a_command_without_an_installation_says_what_to_do(empty: Path) -> None:
    result = run("verify-audit", "--read-only")
    assert result.exit_code == 1
    assert "safety-center init" in result.output
    assert "safety-center --demonstration" in result.output


def test_migrating_twice_is_migrating_once(empty: Path) -> None:
    install()
    assert run("migrate").exit_code == 0


def _set_revision(folder: Path, revision: str) -> None:
    with closing(sqlite3.connect(folder / "var" / "safety-center.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", [revision])


def test_a_newer_version_s_database_ends_a_command_with_a_sentence(empty: Path) -> None:
    install()
    _set_revision(empty, "9999")
    result = run("migrate")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.output.splitlines() == [
        "Error: 더 새로운 판의 데이터베이스입니다(9999). 그 판을 설치해 쓰십시오.",
        "The database is a newer version's (9999). Install that version.",
    ]


def test_a_newer_version_s_demonstration_does_not_start_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    settings = demonstration_settings(folder)
    make_keys(settings.key_file)
    migrate_database(settings.database_url)
    with closing(sqlite3.connect(folder / "safety-center.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    result = run("demo", "--only-make", "--folder", str(folder))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "더 새로운 판의 데이터베이스입니다(9999)" in result.output
    assert (folder / "safety-center.db").exists()


def test_a_migration_that_fails_ends_a_command_with_a_sentence(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(url: str) -> None:
        raise OperationalError(
            "ALTER TABLE person …", {"name": "홍가상"}, ValueError("no column x")
        )

    install()
    monkeypatch.setattr("safety_center.services.operation.upgrade", fail)
    result = run("migrate")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.output.splitlines() == [
        "Error: 데이터베이스를 현재 판으로 올리지 못했습니다: ValueError: no column x",
        "The database could not be brought to this version: ValueError: no column x",
    ]


def test_a_command_on_a_database_that_was_not_migrated_names_the_remedy(empty: Path) -> None:
    install()
    with closing(sqlite3.connect(empty / "var" / "safety-center.db")) as database, database:
        database.execute("ALTER TABLE account RENAME TO former_account")
    _set_revision(empty, "0011")
    result = run("load-reference", "--as", "admin.first")
    assert result.exit_code == 1
    assert "safety-center migrate" in result.output
    assert isinstance(result.exception, SystemExit)


@pytest.fixture
def installed(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The installation that commands find in their environment."""
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", installation.settings.database_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(installation.settings.key_file))
    return installation


def test_verifying_says_how_many_entries_it_read_and_names_damage(
    installed: Installation,
) -> None:
    submit(installed, make_actor(installed, Role.OFFICER))
    assert ": 2 · " in run("verify-audit", "--read-only").output
    tamper(installed, "UPDATE trail_entry SET username = 'someone.else' WHERE seq = 2")
    result = run("verify-audit", "--read-only")
    assert result.exit_code == 1
    assert "2: changed" in result.output


def test_who_verifies_by_command_stands_in_the_trail_with_what_was_found(
    installed: Installation,
) -> None:
    auditor = make_actor(installed, Role.AUDITOR)
    assert run("verify-audit", "--as", auditor.username).exit_code == 0
    tamper(installed, "UPDATE trail_entry SET username = 'someone.else' WHERE seq = 1")
    assert run("verify-audit", "--as", auditor.username).exit_code == 1
    with installed.database.reading() as session:
        query = select(TrailEntry).where(TrailEntry.action == "trail.verify")
        rows = session.exec(query.order_by(col(TrailEntry.seq))).all()
    assert [(row.username, row.client) for row in rows] == [(auditor.username, "command")] * 2
    assert [json.loads(row.detail or "{}")["faults"] for row in rows] == [0, 1]


def test_verifying_without_an_account_says_that_no_row_is_left(installed: Installation) -> None:
    result = run("verify-audit", "--read-only")
    assert "no row was left in the trail" in result.output
    assert ": 0 · " in run("verify-audit", "--read-only").output


def test_verifying_asks_for_an_account_or_for_read_only_and_not_for_both(
    installed: Installation,
) -> None:
    assert run("verify-audit").exit_code == 2
    assert run("verify-audit", "--as", "auditor", "--read-only").exit_code == 2


def test_only_who_may_see_the_trail_verifies_it_by_command(installed: Installation) -> None:
    officer = make_actor(installed, Role.OFFICER)
    result = run("verify-audit", "--as", officer.username)
    assert result.exit_code == 1
    assert "whole" not in result.output


def test_a_demonstrations_database_says_so_whatever_the_settings(
    sqlite_installation: Installation,
) -> None:
    with writing(sqlite_installation, None) as ctx:
        save_fact(ctx, "mode", DEMONSTRATION_MODE)
    assert not sqlite_installation.settings.demonstration
    assert sqlite_installation.holds_synthetic_data


def test_a_real_database_holds_no_synthetic_data(sqlite_installation: Installation) -> None:
    assert not sqlite_installation.holds_synthetic_data

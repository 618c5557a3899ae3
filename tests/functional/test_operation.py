"""What an operator does by command: install, migrate, verify; and how a database says that it is synthetic."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.services.context import writing
from safety_center.services.installation import DEMONSTRATION_MODE, Installation
from safety_center.services.operation import save_fact
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
    assert run("verify-audit").exit_code == 0


def test_init_never_replaces_keys(empty: Path) -> None:
    install()
    before = (empty / "var" / "keys.json").read_bytes()
    assert install().exit_code == 1
    assert (empty / "var" / "keys.json").read_bytes() == before


def test_a_command_without_an_installation_says_what_to_do(empty: Path) -> None:
    result = run("verify-audit")
    assert result.exit_code == 1
    assert "safety-center init" in result.output
    assert "safety-center --demonstration" in result.output


def test_migrating_twice_is_migrating_once(empty: Path) -> None:
    install()
    assert run("migrate").exit_code == 0


def test_verifying_says_how_many_entries_it_read_and_names_damage(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", installation.settings.database_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(installation.settings.key_file))
    submit(installation, make_actor(installation, Role.OFFICER))
    assert ": 2 · " in run("verify-audit").output
    tamper(installation, "UPDATE trail_entry SET username = 'someone.else' WHERE seq = 2")
    result = run("verify-audit")
    assert result.exit_code == 1
    assert "2: changed" in result.output


def test_a_demonstrations_database_says_so_whatever_the_settings(
    sqlite_installation: Installation,
) -> None:
    with writing(sqlite_installation, None) as ctx:
        save_fact(ctx, "mode", DEMONSTRATION_MODE)
    assert not sqlite_installation.settings.demonstration
    assert sqlite_installation.holds_synthetic_data


def test_a_real_database_holds_no_synthetic_data(sqlite_installation: Installation) -> None:
    assert not sqlite_installation.holds_synthetic_data

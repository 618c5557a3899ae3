"""A backup is put back whole and proven, or nothing changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text
from sqlmodel import Session, select

from safety_center.services.backups import proof
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from safety_center.store.migrate import downgrade
from safety_center.store.revisions import current_revision, newest_revision
from safety_center.store.session import Database
from safety_center.store.tables import LoginSession, TrailEntry
from safety_center.store.trail_chain import find_faults
from safety_center.store.vault import make_key_file
from tests import databases
from tests.functional.backing_up import Keeper, contents, set_environment


@pytest.fixture
def keeper(installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    """With a report and a signed-in officer in it."""
    set_environment(installation, tmp_path / "backups", monkeypatch)
    keeper = Keeper(installation, tmp_path / "backups")
    keeper.run("backup", "--make-key")
    keeper.report()
    with writing(installation, None) as ctx:
        who = keeper.officer.account_id
        ctx.session.add(
            LoginSession(account_id=who, token_hash="0" * 64, started_at=ctx.now, seen_at=ctx.now)
        )
    return keeper


@pytest.fixture
def empty_url(keeper: Keeper, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty place of the same kind."""
    if keeper.installation.database.is_sqlite:
        yield databases.sqlite_url(tmp_path / "elsewhere" / "restored.db")
        return
    server_url = request.getfixturevalue("postgres_url")
    url = databases.create_postgres_database(server_url)
    yield url
    databases.drop_postgres_database(server_url, url)


def restore(keeper: Keeper, *words: str, typed: str = "") -> Result:
    return keeper.command("restore", str(keeper.folder), *words, typed=typed)


@contextmanager
def opened(url: str) -> Iterator[Session]:
    database = Database(url)
    try:
        with database.reading() as session:
            yield session
    finally:
        database.close()


def test_what_is_restored_is_what_was_backed_up(
    keeper: Keeper, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with keeper.installation.database.reading() as session:
        before = contents(session)
    keeper.back_up()
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", empty_url)
    result = restore(keeper)
    assert result.exit_code == 0, result.output
    assert "every count is the same" in result.output
    with opened(empty_url) as session:
        after = contents(session)
        entries = session.exec(select(TrailEntry).order_by(TrailEntry.seq)).all()
        faults = list(find_faults(session))
    changed = {name for name, rows in after.items() if rows != before[name]}
    assert changed == {"trail_entry", "trail_head", "login_session"}
    assert len(after["trail_entry"]) == len(before["trail_entry"]) + 1
    assert set(before["trail_entry"]) < set(after["trail_entry"])
    assert faults == []
    assert (entries[-1].action, entries[-1].username) == (
        "backup.restore",
        keeper.administrator.username,
    )


def test_the_trail_of_a_restored_database_is_guarded_as_before(
    keeper: Keeper, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.back_up()
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", empty_url)
    assert restore(keeper).exit_code == 0
    with opened(empty_url) as session, pytest.raises(Exception, match="append-only"):
        session.execute(text("UPDATE trail_entry SET rows = 7"))


def test_sign_ins_of_the_time_of_the_backup_are_ended(
    keeper: Keeper, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.back_up()
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", empty_url)
    assert "sign-ins ended: 1" in restore(keeper).output
    with opened(empty_url) as session:
        assert all(login.ended_at for login in session.exec(select(LoginSession)))


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    keeper: Keeper, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.installation.database.close()
    downgrade(keeper.installation.settings.database_url, "0008")
    keeper.back_up()
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", empty_url)
    result = restore(keeper)
    assert result.exit_code == 0, result.output
    assert "brought up to this version" in result.output
    with opened(empty_url) as session:
        assert current_revision(session) == newest_revision()


def test_a_place_with_data_is_refused_and_stays_as_it_is(keeper: Keeper) -> None:
    keeper.back_up()
    keeper.installation.database.close()
    before = _everything(keeper.installation)
    result = restore(keeper)
    assert result.exit_code == 1
    assert "--replace" in result.output
    assert _everything(keeper.installation) == before


def test_replacing_asks_first_and_keeps_what_was_there(keeper: Keeper) -> None:
    keeper.back_up()
    keeper.report()
    keeper.installation.database.close()
    assert restore(keeper, "--replace", typed="n\n").exit_code == 1
    assert len(_everything(keeper.installation)["report"]) == 2
    result = restore(keeper, "--replace", typed="y\n")
    assert result.exit_code == 0, result.output
    assert len(_everything(keeper.installation)["report"]) == 1
    aside = result.output.partition("what was there: ")[2].split()[0]
    assert _reports_aside(keeper.installation, aside) == 2
    assert keeper.command("backup").exit_code == 0
    assert keeper.command("backup", "--verify", str(keeper.folder)).exit_code == 0
    _drop_aside(keeper.installation, aside)


def _reports_aside(installation: Installation, aside: str) -> int:
    if installation.database.is_sqlite:
        connection = sqlite3.connect(aside)
        (count,) = connection.execute("SELECT count(*) FROM report").fetchone()
        connection.close()
        return count
    with installation.database.reading() as session:
        return session.execute(text(f'SELECT count(*) FROM "{aside}".report')).scalar_one()


def _drop_aside(installation: Installation, aside: str) -> None:
    if not installation.database.is_sqlite:
        with installation.database.writing() as session:
            session.execute(text(f'DROP SCHEMA "{aside}" CASCADE'))


def test_a_database_in_use_is_not_replaced(keeper: Keeper) -> None:
    keeper.back_up()
    keeper.report()
    with keeper.installation.database.reading() as session:
        session.exec(select(TrailEntry)).all()
        result = restore(keeper, "--replace", "--yes")
    assert result.exit_code == 1
    assert "stop servers" in result.output
    assert len(_everything(keeper.installation)["report"]) == 2


def test_a_restore_that_proves_wrong_changes_nothing(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.back_up()
    keeper.report()
    keeper.installation.database.close()
    before = _everything(keeper.installation)
    keeper.installation.database.close()
    monkeypatch.setattr(proof, "find_faults", lambda _session: iter([_Fault()]))
    result = restore(keeper, "--replace", "--yes")
    assert result.exit_code == 1
    assert "does not hold at entry 2 (changed)" in result.output
    assert _everything(keeper.installation) == before


class _Fault:
    seq, kind = 2, "changed"


def test_an_empty_place_is_empty_again_after_a_restore_that_failed(
    keeper: Keeper, empty_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keeper.back_up()
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", empty_url)
    unknown = keeper.run("restore", str(keeper.folder), "--as", "nobody")
    assert unknown.exit_code == 1
    assert "nobody" in unknown.output
    officer = keeper.run("restore", str(keeper.folder), "--as", keeper.officer.username)
    assert officer.exit_code == 1
    assert "권한" in officer.output
    if keeper.installation.database.is_sqlite:
        assert list((tmp_path / "elsewhere").iterdir()) == []
    result = restore(keeper)
    assert result.exit_code == 0, result.output


def test_a_key_file_that_does_not_fit_is_told(
    keeper: Keeper, empty_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keeper.back_up()
    other = tmp_path / "other" / "keys.json"
    make_key_file(other)
    settings = keeper.installation.settings
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", empty_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(other))
    monkeypatch.setenv(
        "SAFETY_CENTER_BACKUP_KEY_FILE", str(settings.key_file.with_name("backup-key.json"))
    )
    result = restore(keeper)
    assert result.exit_code == 1
    assert "key file does not belong" in result.output


def test_without_the_kept_keys_a_restore_says_where_to_put_them(
    keeper: Keeper, empty_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keeper.back_up()
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", empty_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(tmp_path / "nowhere" / "keys.json"))
    result = restore(keeper)
    assert result.exit_code == 1
    assert "put the kept key file there first" in result.output


def test_a_backup_of_the_other_database_system_or_of_a_newer_version_is_refused(
    keeper: Keeper, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = keeper.back_up()
    is_sqlite = keeper.installation.database.is_sqlite
    other = "postgresql+psycopg://nobody@/nothing" if is_sqlite else "sqlite:///nothing.db"
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", other)
    assert "another database system" in restore(keeper).output
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", empty_url)
    _change_manifest(keeper, backup, revision="9999")
    result = restore(keeper)
    assert result.exit_code == 1
    assert "newer version" in result.output


def _change_manifest(keeper: Keeper, backup: Path, **facts: str) -> None:
    """As somebody who holds the key of the backups."""
    from safety_center.domain.backups import Manifest
    from safety_center.store.backup.sealed import load_backup_key

    key = load_backup_key(keeper.installation.settings.key_file.with_name("backup-key.json"))
    path = backup / "manifest.json"
    kept = json.loads(path.read_text("utf-8"))
    kept["manifest"]["facts"] |= facts
    signature = key.sign(Manifest.decode(kept["manifest"]).encode())
    path.write_text(json.dumps(kept | {"signature": signature}), "utf-8")


def _everything(installation: Installation) -> dict[str, list[str]]:
    with opened(installation.settings.database_url) as session:
        return contents(session)

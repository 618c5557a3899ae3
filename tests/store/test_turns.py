"""Writers of one SQLite database in several processes: who waits is next, and who dies holds nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from safety_center.store import turns
from safety_center.store.session import Database
from safety_center.store.turns import FileTurns

#: A process that writes once; with `stay` it keeps its turn until it is killed.
WRITER = """
import sys, time
from sqlalchemy import text
from safety_center.store.session import Database

with Database(sys.argv[1]).writing() as session:
    session.execute(text("INSERT INTO line VALUES ('other')"))
    print("writes", flush=True)
    time.sleep(600 if "stay" in sys.argv else 0)
"""
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "turns.sqlite3"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        session.execute(text("CREATE TABLE line (who TEXT)"))
    yield database
    database.close()


@pytest.fixture
def start(database: Database) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def start_one(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", WRITER, database.url, *words]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.communicate()


def write(session: Session) -> list[str]:
    session.execute(text("INSERT INTO line VALUES ('we')"))
    return [who for (who,) in session.execute(text("SELECT who FROM line ORDER BY rowid"))]


def wait_for_the_next(path: Path) -> None:
    """Until another process stands behind us."""
    end = time.monotonic() + 120
    files = FileTurns(path)
    files._writing = path.with_name("nobody's.lock")  # we hold the real one
    while not files.is_taken():
        assert time.monotonic() < end, "nobody came"
        time.sleep(0.01)


def test_who_waits_in_another_process_is_next_although_we_ask_again_at_once(
    database: Database, path: Path, start: Start
) -> None:
    with database.writing() as session:
        write(session)
        other = start()
        wait_for_the_next(path)
    with database.writing() as session:
        assert write(session) == ["we", "other", "we"]
    assert other.wait(timeout=120) == 0


def test_whoever_writes_in_pieces_sees_that_somebody_waits(
    database: Database, path: Path, start: Start
) -> None:
    assert not database.is_contested()
    with database.writing() as session:
        write(session)
        start("stay")
        wait_for_the_next(path)
    assert database.is_contested()


def test_a_killed_writer_and_a_killed_waiter_leave_no_lock_behind(
    database: Database, path: Path, start: Start
) -> None:
    writer = start("stay")
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"writes\n"
    waiter = start("stay")
    wait_for_the_next(path)
    for process in (waiter, writer):
        process.kill()
        process.wait()
    assert not database.is_contested()
    with database.writing() as session:
        assert write(session) == ["we"], "what was not committed is gone"


def test_where_files_cannot_be_locked_the_database_alone_decides(
    database: Database, path: Path
) -> None:
    for name in ("next-writer", "writer"):
        lock = path.with_name(f"{path.name}-{name}.lock")
        lock.unlink()
        lock.mkdir()
    assert not database.is_contested()
    with database.writing() as session:
        assert write(session) == ["we"]


def test_whoever_has_waited_too_long_asks_the_database(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.0)
    with FileTurns(path).turn(), database.writing() as session:
        assert write(session) == ["we"]

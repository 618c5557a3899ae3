"""SQLite: copied while others write, by the library's online backup; put back as one renamed file."""

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from safety_center.domain.backups import BackupFault, Facts
from safety_center.domain.errors import N_
from safety_center.store.backup.facts import list_tables, read_facts
from safety_center.store.session import Database

_READ_BYTES = 1 << 20
_FAST = 1
_COPY, _BACK = "backup", "restore"
_EVERY_LINE = 2**31 - 1
#: SQLite 3.40.0 to 3.41.0 say so of each row of `lookup_key`, whose key names its columns in another
#: order than the table; where it was true, the row could not have been written.
_NOT_SO = "NULL value in "


def path_of(url: str) -> Path:
    """The file of a database's URL."""
    return Path(make_url(url).database or "")


@contextmanager
def dump(database: Database) -> Iterator[tuple[Facts, Iterator[bytes]]]:
    """Facts and content as of one instant; nobody who writes waits for it.

    The plain copy lies beside the database, whose volume is as safe as it has to be, and not where
    the backups go.
    """
    copy = _beside(path_of(database.url), _COPY)
    try:
        with database.engine.connect() as connection:
            facts = read_facts(connection)  # from here on this connection sees this instant
            _copy(connection.connection.driver_connection, copy)
        yield facts, _pack(copy)
    finally:
        _remove(copy)


def remove_leftovers(url: str) -> None:
    """Plain copies that a killed backup, drill or restore left beside the database."""
    path = path_of(url)
    for what in (_COPY, _BACK):
        for left in path.parent.glob(f"{path.name}.{what}-[0-9]*"):
            left.unlink(missing_ok=True)


@contextmanager
def unpacked(url: str, pieces: Iterable[bytes]) -> Iterator[Path]:
    """The content as a database of its own beside the one of the URL; gone when left, if still there."""
    plain = _beside(path_of(url), _BACK)
    try:
        with os.fdopen(_create(plain), "wb") as file:
            for piece in _unpack(pieces):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        yield plain
    finally:
        _remove(plain)


def check_pages(plain: Path) -> None:
    """Raise `BackupFault` unless SQLite finds the file's structure whole."""
    with closing(sqlite3.connect(plain)) as connection:
        for (found,) in connection.execute(f"PRAGMA quick_check({_EVERY_LINE})"):
            if found != "ok" and not found.startswith(_NOT_SO):
                raise BackupFault(N_("복원한 데이터베이스의 구조가 손상되어 있습니다."))


def is_empty(url: str) -> bool:
    """Nothing was ever made there."""
    if not path_of(url).exists():
        return True
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            return not list_tables(connection)
    finally:
        database.close()


def require_nobody(url: str) -> None:
    """Raise `BackupFault` while any process has the database open; merges its write-ahead log."""
    path = path_of(url)
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            alone = connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
        except sqlite3.OperationalError:
            alone = False
    if not alone:
        raise BackupFault(
            N_("데이터베이스를 쓰고 있는 프로그램이 있습니다. 서버와 일정 작업을 멈추십시오.")
        )


def put_in_place(plain: Path, url: str, aside: str) -> Path | None:
    """Let the unpacked database be the one of the URL; the one before is kept under another name."""
    target, kept = path_of(url), None
    if target.exists():
        kept = target.with_name(f"{target.name}.{aside}")
        target.rename(kept)
    plain.rename(target)
    return kept


def _beside(database: Path, what: str) -> Path:
    database.parent.mkdir(parents=True, exist_ok=True)
    return database.with_name(f"{database.name}.{what}-{os.getpid()}")


def _create(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _remove(plain: Path) -> None:
    for path in plain.parent.glob(f"{plain.name}*"):
        path.unlink(missing_ok=True)


def _copy(source: Any, path: Path) -> None:
    os.close(_create(path))
    with closing(sqlite3.connect(path)) as target:
        target.execute("PRAGMA synchronous = OFF")  # read once, from here, and removed
        source.backup(target)


def _pack(path: Path) -> Iterator[bytes]:
    packer = zlib.compressobj(_FAST)
    with path.open("rb") as file:
        while piece := file.read(_READ_BYTES):
            yield packer.compress(piece)
    yield packer.flush()


def _unpack(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for piece in pieces:
        yield unpacker.decompress(piece)
    yield unpacker.flush()

"""Named locks across processes: an advisory lock on PostgreSQL, a file lock beside an SQLite database.

Both end with the process that holds them, however it ends.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError

from safety_center.store.session import Database


class NamedLock(Protocol):
    """A lock that one holder on any node has at a time."""

    def acquire(self) -> bool:
        """Take it without waiting; False while somebody else has it."""

    def is_held(self) -> bool:
        """False when it was lost meanwhile (the database restarted)."""

    def release(self) -> None:
        """Give it back; nothing happens when it is not held."""


def named_lock(database: Database, name: str) -> NamedLock:
    """The lock of that name in that database."""
    if database.is_sqlite:
        return _FileLock(Path(make_url(database.url).database or ""), name)
    return _AdvisoryLock(database, name)


@contextmanager
def holding(database: Database, name: str) -> Iterator[bool]:
    """Run with the lock if it is free: yields whether it is held."""
    lock = named_lock(database, name)
    try:
        yield lock.acquire()
    finally:
        lock.release()


class _FileLock:
    """`flock` on a file that stays: removing it would let two processes lock two files."""

    def __init__(self, database: Path, name: str) -> None:
        self._path = database.with_name(f"{database.name}-{name.replace(':', '-')}.lock")
        self._file: int | None = None

    def acquire(self) -> bool:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def is_held(self) -> bool:
        return self._file is not None

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class _AdvisoryLock:
    """Held by a connection of its own, which must stay one and the same (no pooling in between)."""

    def __init__(self, database: Database, name: str) -> None:
        self._engine = database.engine
        digest = hashlib.sha256(f"safety-center:{name}".encode()).digest()
        self._key = int.from_bytes(digest[:8], "big", signed=True)
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            query = text("SELECT pg_try_advisory_lock(:key)")
            taken = bool(connection.execute(query, {"key": self._key}).scalar_one())
        except DBAPIError:
            connection.close()
            raise
        if not taken:
            connection.close()
            return False
        self._connection = connection
        return True

    def is_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True

    def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": self._key})
        except DBAPIError:
            connection.invalidate()  # the lock ended with the broken connection
        connection.close()

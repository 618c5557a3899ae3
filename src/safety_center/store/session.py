"""The engine and its transactions: reading ones, and writing ones that take the write lock first."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlmodel import Session

from safety_center.store.numbers import BLOCKS, IdBlocks
from safety_center.store.turns import PATIENCE_SECONDS, FileTurns, ThreadTurns

_BEGIN_MODE = "sqlite_begin_mode"
_USED = "used_at"
#: In `Session.info`: nothing that others write meanwhile is seen; see `store.once`.
ONE_STATE = "one_state"
#: In `Session.info`: this transaction commits before the disk has it; see `Database.writing`.
FLUSHED_LATER = "flushed_later"
_IDLE_SECONDS = 2.0
#: PostgreSQL's own is 1,000: a region's cells of a year, some thousand rows, were given two processes.
_PARALLEL_SETUP_COST = 20_000
#: A writer on SQLite gives up after so long, its waiting for a turn included.
_SQLITE_SECONDS = 30.0
#: Writes next to nothing; the commit behind it flushes the log up to here.
FLUSH = "SELECT pg_logical_emit_message(true, 'safety-center', '')"


class Database:
    """One database, by URL (`sqlite:///…` or `postgresql+psycopg://…`).

    SQLite runs in WAL with full synchronisation, so that an acknowledged write survives a power
    cut. Its writers take turns, see `store.turns`: the library's own waiting is slow polling, and
    unfair under contention. PostgreSQL is told to show readers one state, as SQLite does anyway.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _make_engine(url, self.is_sqlite)
        one_state = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = self.engine.execution_options(**one_state)
        self._info = {BLOCKS: IdBlocks()}
        self._turns = _turns_of(url) if self.is_sqlite else ()

    @contextmanager
    def reading(self, on: Connection | None = None) -> Iterator[Session]:
        """A session for reading, that of one state of the database, however long it reads.

        Whatever it changed is rolled back. `on` a connection of one's own (SQLite).
        """
        bind = self._reader if on is None else on.execution_options(**{_BEGIN_MODE: "DEFERRED"})
        with Session(bind, expire_on_commit=False, info={ONE_STATE: True}) as session:
            yield session

    @contextmanager
    def writing(self, on: Connection | None = None) -> Iterator[Session]:
        """A session for writing: commits at the end, rolls back on any error.

        Whoever leaves it normally may answer: what was written survives a power cut.
        """
        options = {_BEGIN_MODE: "IMMEDIATE"}
        bind = (self.engine if on is None else on).execution_options(**options)
        with ExitStack() as turns:
            for each in self._turns:
                turns.enter_context(each.turn())
            session = turns.enter_context(Session(bind, expire_on_commit=False, info=self._info))
            yield session
            session.commit()
            if session.info.get(FLUSHED_LATER):
                self._flush_log()

    def _flush_log(self) -> None:
        """Wait until the disk has everything committed so far (PostgreSQL).

        A transaction of its own that writes next to nothing and commits in the usual way: the log is
        flushed in order, and the server flushes once for all who wait. Nothing waits for us meanwhile,
        as it would if the commit itself had waited with its locks held.
        """
        connection = self.engine.raw_connection()
        driver: Any = connection.driver_connection
        driver.autocommit = True
        try:
            driver.execute(FLUSH)
        finally:
            driver.autocommit = False
            connection.close()

    def is_contested(self) -> bool:
        """Whether somebody else writes into SQLite now, or waits to: for whoever writes in pieces.

        PostgreSQL has many writers at a time, none of whom waits for another's pieces.
        """
        return any(each.is_taken() for each in self._turns)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def commit_before_disk(session: Session) -> None:
    """Let a transaction of PostgreSQL commit before the disk has it: for what nobody is answered on."""
    session.execute(text("SET LOCAL synchronous_commit = off"))


def _turns_of(url: str) -> tuple[ThreadTurns | FileTurns, ...]:
    """Threads first: at most one of a process waits among the processes."""
    path = make_url(url).database
    in_memory = not path or path == ":memory:"
    return (ThreadTurns(),) if in_memory else (ThreadTurns(), FileTurns(Path(path or "")))


def _make_engine(url: str, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        # Few connections are used much rather than many a little: each has its own prepared statements.
        engine = create_engine(url, pool_size=10, max_overflow=20, pool_use_lifo=True)
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", _check_when_idle)
        return engine
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    """Cells of a figure are read in milliseconds; starting processes for them takes as long again.

    Questions of a whole line list are still worth it.
    """
    connection.execute(f"SET parallel_setup_cost = {_PARALLEL_SETUP_COST}")
    connection.commit()


def _note_use(_connection: Any, record: Any) -> None:
    record.info[_USED] = time.monotonic()


def _check_when_idle(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that was idle whether it still stands; one in use all the time need not be."""
    if time.monotonic() - record.info.get(_USED, 0) < _IDLE_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error:
        raise InvalidatePoolError from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = (
        None  # transactions are begun by `_begin_sqlite`, not by the driver
    )
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={int((_SQLITE_SECONDS - PATIENCE_SECONDS) * 1000)}",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get(_BEGIN_MODE, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")

"""Cells written into the generation that nobody reads: at once, or in pieces on SQLite."""

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

from sqlalchemy import Table
from sqlmodel import Session

from safety_center.services.statistics.chunks import CELLS, Pace
from safety_center.store import cube as store
from safety_center.store.cube_empty import empty_at_once
from safety_center.store.session import Database, commit_before_disk
from safety_center.store.staging import Portion, Staging, open_staging, write_at_once


class Overtaken(RuntimeError):
    """Another rebuild was begun meanwhile; this one gives way."""


class Filling(Protocol):
    """Writing of one who began a rebuild, as long as nobody begins another."""

    def empty(self, tables: Collection[Table]) -> None:
        """Take every cell away."""

    def each(self, work: Callable[[str], int], units: Collection[str]) -> Iterable[int]:
        """Do the work of every unit, beside each other where that is quicker."""

    def write(self, portion: Portion) -> int:
        """Count and write a portion; how many cells."""


@contextmanager
def open_filling(database: Database, token: str, alone: bool) -> Iterator[Filling]:
    """The way of filling that suits the database. `alone`: nobody else writes."""
    if not database.is_sqlite:
        yield _AtOnce(database, token)
        return
    with open_staging(database) as staging:
        yield _InPieces(staging, Pace(database, CELLS, alone=alone), token)


def require_own(session: Session, token: str, *, shared: bool = False) -> None:
    """Only whoever began last fills; until the commit nobody else begins. `shared`: in several hands."""
    if store.lock_filling(session, shared=shared) != token:
        raise Overtaken("another rebuild of the cubes was begun")


class _AtOnce:
    """PostgreSQL: nobody waits for whoever writes into tables that nobody reads.

    The units have tables of their own, so each has a connection: one alone would keep no more than one
    processor of the server busy. No commit here acknowledges anything; the one that changes the
    generation waits for the disk, which has the log in order.
    """

    def __init__(self, database: Database, token: str) -> None:
        self._database, self._token = database, token

    def empty(self, tables: Collection[Table]) -> None:
        with self._database.writing() as session:
            require_own(session, self._token)
            empty_at_once(session, tables)

    def each(self, work: Callable[[str], int], units: Collection[str]) -> Iterable[int]:
        with ThreadPoolExecutor(len(units)) as hands:
            yield from hands.map(work, units)

    def write(self, portion: Portion) -> int:
        with self._database.writing() as session:
            commit_before_disk(session)
            require_own(session, self._token, shared=True)
            return write_at_once(session, portion)


class _InPieces:
    """SQLite: counted while others may write, written a piece at a time."""

    def __init__(self, staging: Staging, pace: Pace, token: str) -> None:
        self._staging, self._pace, self._token = staging, pace, token

    def empty(self, tables: Collection[Table]) -> None:
        for table in tables:
            more = True
            while more:
                with self._pace.turn() as most, self._writing() as session:
                    more = self._staging.remove(session, table, most)
                self._staging.copy_log()

    def each(self, work: Callable[[str], int], units: Collection[str]) -> Iterable[int]:
        return map(work, units)

    def write(self, portion: Portion) -> int:
        cells, written = self._staging.count(portion), 0
        while written < cells:
            with self._pace.turn() as most, self._writing() as session:
                until = min(written + most, cells)
                self._staging.write(session, portion, written, until)
            written = until
            self._staging.copy_log()
        return cells

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._staging.writing() as session:
            require_own(session, self._token)
            yield session

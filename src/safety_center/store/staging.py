"""Cells counted first and written afterwards, so that SQLite's one write lock is held for writing only.

What is counted lies in a temporary table of one connection, which is no part of the database: nobody
waits meanwhile. It may be older than what is written by then; whoever changes the line list meanwhile
marks the days, and these are redone before the cells are read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Table,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    table,
    tuple_,
)
from sqlalchemy.engine import Connection
from sqlalchemy.sql.ddl import CreateTableAs
from sqlmodel import Session

from safety_center.store.session import Database

_STAGED: Any = table("staged_cells", schema="temp")
_ROWID: ColumnElement[int] = literal_column("rowid", Integer)
#: About four megabytes of the write-ahead log, after which SQLite would copy it by itself.
_ROWS_OF_LOG = 20_000
_USUAL_PAGES = 1000


@dataclass(frozen=True)
class Portion:
    """Cells to be written: the table, and the question whose columns are the table's, in order."""

    table: Table
    cells: Select[Any]


def write_at_once(session: Session, portion: Portion) -> int:
    """Count and write in one statement; how many cells."""
    names = [column.name for column in portion.table.columns]
    statement = insert(portion.table).from_select(names, portion.cells)
    result: Any = session.execute(statement.execution_options(preserve_rowcount=True))
    rows: int = result.rowcount
    return rows


class Staging:
    """A connection of SQLite's with its temporary table."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database, self._connection = database, connection
        self._in_log = 0

    def count(self, portion: Portion) -> int:
        """Count a portion; how many cells wait to be written."""
        with self._database.reading(on=self._connection) as session:
            self._drop(session)
            session.execute(CreateTableAs(portion.cells, "staged_cells", temporary=True))
            last = select(func.max(_ROWID)).select_from(_STAGED)
            cells: int = session.execute(last).scalar_one() or 0
            session.commit()
        return cells

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A unit that can write what was counted."""
        with self._database.writing(on=self._connection) as session:
            yield session

    def write(self, session: Session, portion: Portion, after: int, until: int) -> None:
        """Write the cells that were counted after the first so many, until as many are written."""
        some = (
            select(literal_column("*")).select_from(_STAGED).where(_ROWID.between(after + 1, until))
        )
        session.execute(insert(portion.table).from_select(list(portion.table.columns), some))
        self._in_log += until - after

    def remove(self, session: Session, cells: Table, most: int) -> bool:
        """Take away the first so many cells of a table; whether there are more."""
        key = list(cells.primary_key.columns) or [_ROWID]
        last = select(*key).select_from(cells).order_by(*key).offset(most).limit(1)
        end = session.execute(last).one_or_none()
        self._in_log += most
        if end is None:
            session.execute(delete(cells))
            return False
        bounds = [literal(value, column.type) for column, value in zip(key, end, strict=True)]
        session.execute(delete(cells).where(tuple_(*key) < tuple_(*bounds)))
        return True

    def copy_log(self) -> None:
        """Copy the write-ahead log into the database when it has grown, while nobody waits for it.

        Otherwise the commit of whoever writes next would do that, who may be showing a page.
        """
        if self._in_log >= _ROWS_OF_LOG:
            self.tell("wal_checkpoint(PASSIVE)")
            self._in_log = 0

    def tell(self, pragma: str) -> None:
        """Outside of any transaction."""
        driver: Any = self._connection.connection.driver_connection
        driver.execute(f"PRAGMA {pragma}").close()

    def close(self) -> None:
        """Leave the connection as it was."""
        with self._database.reading(on=self._connection) as session:
            self._drop(session)
            session.commit()
        self.tell(f"wal_autocheckpoint={_USUAL_PAGES}")

    def _drop(self, session: Session) -> None:
        session.connection().exec_driver_sql("DROP TABLE IF EXISTS temp.staged_cells")


@contextmanager
def open_staging(database: Database) -> Iterator[Staging]:
    """A connection for staging; the temporary table goes at the end."""
    with database.engine.connect() as connection:
        staging = Staging(database, connection)
        staging.tell("wal_autocheckpoint=0")
        try:
            yield staging
        finally:
            staging.close()

"""Bulk writing: rows of several tables in one statement, or many of one table by COPY."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from operator import itemgetter
from typing import Any

import psycopg
from sqlalchemy import Connection, Date, Dialect, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

from safety_center.store.session import FLUSH, FLUSHED_LATER

_CHUNK = 2_000
#: From so many rows of a table on, PostgreSQL's COPY is faster than one statement with all of them.
_MANY = 150
#: The same where the commit travels along, which it cannot behind a COPY.
_MANY_AT_THE_END = 2_000


@dataclass(frozen=True)
class Insert:
    """Rows for a table, every one with the same keys. Column defaults of the model do not apply.

    `on_conflict` is what follows the values in SQL where a row may be there already.
    """

    table: type[SQLModel]
    rows: Sequence[Mapping[str, Any]]
    on_conflict: str = ""


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert plain rows of one table; every row has the same keys, and no default applies."""
    insert_all(session, [Insert(table, rows)])


def insert_all(session: Session, inserts: Sequence[Insert]) -> None:
    """Insert rows of several tables in the order given.

    The tables, not the models, are inserted into, and the values are made ready here: the ORM and the
    library's named parameters take several times as long. A few rows go to PostgreSQL as one
    statement, since other writers wait meanwhile; many as COPY.
    """
    wanted = [insert for insert in inserts if insert.rows]
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        for insert in wanted:
            _insert_each(connection, insert)
    elif all(len(insert.rows) < _MANY for insert in wanted):
        insert_few(connection, wanted)
    else:
        for insert in wanted:
            few = insert.on_conflict or len(insert.rows) < _MANY
            _in_chunks(connection, insert) if few else _copy(connection, insert)


def insert_and_commit(session: Session, inserts: Sequence[Insert]) -> None:
    """`insert_all` as the last thing a transaction does.

    On PostgreSQL the COMMIT travels behind a few rows without waiting for their answer, so that locks
    end without another turn of this process, and so does what waits for the disk where the commit does
    not; elsewhere it is left to the session.
    """
    wanted = [insert for insert in inserts if insert.rows]
    connection = session.connection()
    if connection.dialect.name != "postgresql" or any(
        len(i.rows) >= _MANY_AT_THE_END for i in wanted
    ):
        insert_all(session, wanted)
        return
    statement, values = _together(wanted)
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            driver.execute(statement, values)
            if session.info.pop(FLUSHED_LATER, False):
                driver.execute("COMMIT AND CHAIN", prepare=False)
                driver.execute(FLUSH)
            driver.commit()
    except psycopg.Error as error:  # as the library itself would tell it; values stay out of it
        raise DBAPIError.instance(
            statement, None, error, psycopg.Error, hide_parameters=True, dialect=connection.dialect
        ) from error


def insert_few(connection: Connection, inserts: Sequence[Insert]) -> None:
    """PostgreSQL: one statement; references between its rows are checked at its end.

    The rows of a table are one value, so that the text is the same however many there are: driver and
    server then know it, where each further number of rows would be read and planned anew.
    """
    if inserts:
        connection.exec_driver_sql(*_together(inserts))


def _together(inserts: Sequence[Insert]) -> tuple[str, tuple[str, ...]]:
    shapes = tuple((i.table.__tablename__, tuple(i.rows[0]), i.on_conflict) for i in inserts)
    return _statement(shapes), tuple(_ENCODER.encode(insert.rows) for insert in inserts)


@lru_cache(maxsize=256)
def _statement(shapes: tuple[tuple[str, tuple[str, ...], str], ...]) -> str:
    *first, last = (_from_json(*shape) for shape in shapes)
    named = ", ".join(f"part_{number} AS ({part})" for number, part in enumerate(first))
    return f"WITH {named} {last}" if first else last


def _from_json(table: str, names: tuple[str, ...], on_conflict: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    rows = f"json_populate_recordset(NULL::{table}, %s::json)"
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows} {on_conflict}"  # noqa: S608 - own names


def _as_json(value: Any) -> str:
    """What JSON has no word for, as PostgreSQL reads it."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"no value for a column: {type(value).__name__}")


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_as_json)


def _in_chunks(connection: Connection, insert: Insert) -> None:
    for start in range(0, len(insert.rows), _CHUNK):
        insert_few(connection, [replace(insert, rows=insert.rows[start : start + _CHUNK])])


@lru_cache(maxsize=256)
def _converter(
    target: Table, names: tuple[str, ...], dialect: Dialect
) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """From a row to what the driver takes, in the order of the names."""
    converters = [
        (position, convert)
        for position, name in enumerate(names)
        if (convert := _conversion(target.c[name].type, dialect))
    ]
    take = itemgetter(*names)

    def values_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
        values = list(take(row))
        for position, convert in converters:
            if values[position] is not None:
                values[position] = convert(values[position])
        return tuple(values)

    return values_of


def _conversion(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What the type does to a value; a day is written by Python itself in the same form, but faster."""
    if isinstance(kind, Date) and dialect.name == "sqlite":
        return date.isoformat
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _tuples(connection: Connection, insert: Insert) -> tuple[str, list[tuple[Any, ...]]]:
    """`table (columns)`, and the values as the driver takes them."""
    names = tuple(insert.rows[0])
    values_of = _converter(insert.table.__table__, names, connection.dialect)
    return _head(insert.table.__tablename__, names), [values_of(row) for row in insert.rows]


@lru_cache(maxsize=256)
def _head(table: str, names: tuple[str, ...]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"{table} ({quoted})"


def _insert_each(connection: Connection, insert: Insert) -> None:
    head, rows = _tuples(connection, insert)
    marks = ", ".join("?" * len(rows[0]))
    statement = f"INSERT INTO {head} VALUES ({marks}) {insert.on_conflict}"  # noqa: S608 - names of our own
    connection.exec_driver_sql(statement, rows)


def _copy(connection: Connection, insert: Insert) -> None:
    """Within the transaction of the connection; constraints are checked as for INSERT."""
    head, rows = _tuples(connection, insert)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {head} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)

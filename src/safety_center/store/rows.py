"""Bulk writing: rows of several tables in one statement, or many of one table by COPY."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, Dialect, Table
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

from safety_center.store.session import FLUSH, FLUSHED_LATER
from safety_center.store.trips import Command, travel

_CHUNK = 2_000
#: Up to so many columns an array for each is cheaper than JSON for all.
_NARROW = 4
#: From so many rows of a table on, PostgreSQL's COPY is faster than one statement with all of them.
_MANY = 150
#: The same where the commit travels along, which it cannot behind a COPY.
_MANY_AT_THE_END = 2_000
_COMMIT: Command = ("COMMIT", ())
#: The commit does not wait for the disk, what comes behind it does.
_LATER: Sequence[Command] = (("COMMIT AND CHAIN", ()), (FLUSH, ()))


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
    flush = session.info.pop(FLUSHED_LATER, False)
    travel(connection, _together(wanted), *(_LATER if flush else ()), _COMMIT)


def insert_few(connection: Connection, inserts: Sequence[Insert]) -> None:
    """PostgreSQL: one statement; references between its rows are checked at its end.

    The text is the same however many rows there are: driver and server then know it, where each further
    number of rows would be read and planned anew. The rows of a wide table are one JSON value; those of
    a narrow one are an array per column, which the server reads in half the time.
    """
    if inserts:
        connection.exec_driver_sql(*_together(inserts))


def _together(inserts: Sequence[Insert]) -> tuple[str, tuple[str, ...]]:
    shapes = tuple((i.table, tuple(i.rows[0]), i.on_conflict) for i in inserts)
    values = [
        value
        for insert, (_, names, _) in zip(inserts, shapes, strict=True)
        for value in _values(insert, names)
    ]
    return _statement(shapes), tuple(values)


def _values(insert: Insert, names: tuple[str, ...]) -> Iterator[str]:
    writers = _writers(insert.table, names)
    if not writers:
        yield _ENCODER.encode(insert.rows)
    for name, write in zip(names, writers, strict=False):
        yield f"{{{write([row[name] for row in insert.rows])}}}"


@lru_cache(maxsize=256)
def _statement(shapes: tuple[tuple[type[SQLModel], tuple[str, ...], str], ...]) -> str:
    *first, last = (_insertion(*shape) for shape in shapes)
    named = ", ".join(f"part_{number} AS ({part})" for number, part in enumerate(first))
    return f"WITH {named} {last}" if first else last


def _insertion(table: type[SQLModel], names: tuple[str, ...], on_conflict: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    rows = f"json_populate_recordset(NULL::{table.__tablename__}, %s::json)"
    if _writers(table, names):
        kinds = [_ARRAYS[table.__table__.c[name].type.python_type][0] for name in names]
        rows = f"unnest({', '.join(f'%s::{kind}[]' for kind in kinds)}) AS given ({columns})"
    return (
        f"INSERT INTO {table.__tablename__} ({columns}) SELECT {columns} FROM {rows} {on_conflict}"  # noqa: S608 - own names
    )


@lru_cache(maxsize=256)
def _writers(
    table: type[SQLModel], names: tuple[str, ...]
) -> tuple[Callable[[list[Any]], str], ...]:
    """How the columns of a narrow table are written, none of which may be empty; nothing for others."""
    columns = [table.__table__.c[name] for name in names]
    if len(columns) > _NARROW or any(column.nullable for column in columns):
        return ()
    kinds = [column.type.python_type for column in columns]
    return tuple(_ARRAYS[kind][1] for kind in kinds) if _ARRAYS.keys() >= set(kinds) else ()


def _quoted(values: list[str]) -> str:
    whole = "".join(values)
    if "\\" in whole or '"' in whole:
        values = [value.replace("\\", "\\\\").replace('"', '\\"') for value in values]
    return '"' + '","'.join(values) + '"'


def _in_hex(values: list[bytes]) -> str:
    return '"\\\\x' + '","\\\\x'.join(map(bytes.hex, values)) + '"'


#: Python's type of a narrow table's column → PostgreSQL's, and how the elements of an array are written.
_ARRAYS: Mapping[type, tuple[str, Callable[[list[Any]], str]]] = {
    int: ("bigint", lambda values: ",".join(map(str, values))),
    str: ("text", _quoted),
    bytes: ("bytea", _in_hex),
}


def _as_json(value: Any) -> str:
    """What JSON has no word for, as PostgreSQL reads it."""
    for kind in type(value).__mro__:  # nearly always the first
        if kind in _AS_TEXT:
            return _AS_TEXT[kind](value)
    raise TypeError(f"no value for a column: {type(value).__name__}")


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.isoformat()


_AS_TEXT: Mapping[type, Callable[[Any], str]] = {
    bytes: lambda value: f"\\x{value.hex()}",
    datetime: _instant,
    date: date.isoformat,
    time: time.isoformat,
}


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

"""Bulk writing: ids reserved ahead, rows inserted in chunks, numbers given out without gaps."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, func, select
from sqlmodel import Session, SQLModel

_CHUNK = 2_000
#: From so many rows of a table on, PostgreSQL's COPY is faster than one INSERT with all of them.
_MANY = 24


def reserve_ids(
    session: Session, counts: Mapping[type[SQLModel], int]
) -> dict[type[SQLModel], Iterator[int]]:
    """Ids for rows about to be inserted: from the sequences, or (SQLite) past the largest under the write lock."""
    wanted = {table: count for table, count in counts.items() if count}
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    found = {table: iter(()) for table in counts}
    if wanted:
        reserve = _next_of_sequences if on_postgresql else _past_the_largest
        found |= {table: iter(ids) for table, ids in reserve(session, wanted).items()}
    return found


def _past_the_largest(
    session: Session, counts: Mapping[type[SQLModel], int]
) -> dict[type[SQLModel], Iterable[int]]:
    largest = [
        select(func.coalesce(func.max(table.__table__.c.id), 0)).scalar_subquery()
        for table in counts
    ]
    ends = session.execute(select(*largest)).one()
    return {
        table: range(end + 1, end + 1 + count)
        for (table, count), end in zip(counts.items(), ends, strict=True)
    }


def _next_of_sequences(
    session: Session, counts: Mapping[type[SQLModel], int]
) -> dict[type[SQLModel], Iterable[int]]:
    """One statement for all tables: each round trip counts where one report is stored."""
    parts = [
        f"ARRAY(SELECT nextval('{table.__tablename__}_id_seq') FROM generate_series(1, %s))"  # noqa: S608 - our own names
        for table in counts
    ]
    query = f"SELECT {', '.join(parts)}"
    row = session.connection().exec_driver_sql(query, tuple(counts.values())).one()
    return dict(zip(counts, row, strict=True))


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

    The tables, not the models, are inserted into, and the values are made into tuples here: the ORM
    and the library's named parameters take several times as long. A few rows go to PostgreSQL as one
    statement, since other writers wait meanwhile; many as COPY.
    """
    wanted = [insert for insert in inserts if insert.rows]
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        for insert in wanted:
            _insert_each(connection, insert)
    elif all(len(insert.rows) < _MANY for insert in wanted):
        _insert_together(connection, wanted)
    else:
        for insert in wanted:
            few = insert.on_conflict or len(insert.rows) < _MANY
            _in_chunks(connection, insert) if few else _copy(connection, insert)


@lru_cache(maxsize=256)
def _converter(
    target: Table, names: tuple[str, ...], dialect: Dialect
) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """From a row to what the driver takes, in the order of the names."""
    converters = [
        (position, convert)
        for position, name in enumerate(names)
        if (convert := target.c[name].type.dialect_impl(dialect).bind_processor(dialect))
    ]
    take = itemgetter(*names)

    def values_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
        values = list(take(row))
        for position, convert in converters:
            if values[position] is not None:
                values[position] = convert(values[position])
        return tuple(values)

    return values_of


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
    values = f"{head} VALUES {_marks('?', len(rows[0]), 1)} {insert.on_conflict}"
    connection.exec_driver_sql(f"INSERT INTO {values}", rows)


def _insert_together(connection: Connection, inserts: Sequence[Insert]) -> None:
    """One statement; references between its rows are checked at its end."""
    parts, values = [], []
    for insert in inserts:
        head, rows = _tuples(connection, insert)
        marks = _marks("%s", len(rows[0]), len(rows))
        parts.append(f"INSERT INTO {head} VALUES {marks} {insert.on_conflict}")  # noqa: S608
        values += [value for row in rows for value in row]
    if not parts:
        return
    *first, last = parts
    named = ", ".join(f"part_{number} AS ({part})" for number, part in enumerate(first))
    statement = f"WITH {named} {last}" if first else last
    connection.exec_driver_sql(statement, tuple(values))


@lru_cache(maxsize=256)
def _marks(mark: str, columns: int, rows: int) -> str:
    return ", ".join([f"({', '.join([mark] * columns)})"] * rows)


def _in_chunks(connection: Connection, insert: Insert) -> None:
    for start in range(0, len(insert.rows), _CHUNK):
        _insert_together(connection, [replace(insert, rows=insert.rows[start : start + _CHUNK])])


def _copy(connection: Connection, insert: Insert) -> None:
    """Within the transaction of the connection; constraints are checked as for INSERT."""
    head, rows = _tuples(connection, insert)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {head} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def take_numbers(session: Session, series: Mapping[str, int]) -> dict[str, int]:
    """First of `count` consecutive numbers in each series.

    The counter row stays locked until the transaction ends, so numbers have no gaps; series are
    taken in order of name, so that two bulk writers cannot block one another.
    """
    connection = session.connection()
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    statement = (
        f"INSERT INTO number_counter (series, last) VALUES {_marks(mark, 2, len(series))}"  # noqa: S608
        " ON CONFLICT (series) DO UPDATE SET last = number_counter.last + excluded.last"
        " RETURNING series, last"
    )
    wanted = tuple(value for name in sorted(series) for value in (name, series[name]))
    last = {row.series: row.last for row in connection.exec_driver_sql(statement, wanted)}
    return {name: last[name] - count + 1 for name, count in series.items()}

"""Bulk writing: ids reserved ahead, rows inserted in chunks, numbers given out without gaps."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import Any

import psycopg
from sqlalchemy import Connection, Dialect, Table, func, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

_CHUNK = 2_000
#: From so many rows on, PostgreSQL's COPY is faster than one INSERT with all of them.
MANY = 24


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


def insert_rows(
    session: Session,
    table: type[SQLModel],
    rows: Sequence[Mapping[str, Any]],
    *,
    unless_known: bool = False,
) -> None:
    """Insert plain rows; every row has the same keys. Column defaults of the model do not apply.

    The table, not the model, is inserted into, and the values are made into tuples here: the ORM
    and the library's named parameters take several times as long. With `unless_known`, a row whose
    key is there already is left as it is.
    """
    if not rows:
        return
    connection, target = session.connection(), table.__table__
    names = tuple(rows[0])
    columns = ", ".join(map(connection.dialect.identifier_preparer.quote, names))
    values_of = _converter(target, names, connection.dialect)
    many = len(rows) >= MANY and not unless_known
    write = _way_of_writing(connection.dialect.name, many)
    rest = "ON CONFLICT DO NOTHING" if unless_known else ""
    for start in range(0, len(rows), _CHUNK):
        chunk = [values_of(row) for row in rows[start : start + _CHUNK]]
        write(connection, f"{target.name} ({columns})", chunk, rest)


@contextmanager
def in_one_trip(session: Session, rows: int) -> Iterator[None]:
    """Statements within go to PostgreSQL together: while locks are held, each wait counts.

    Nothing within may read an answer. `rows` is the most that any statement writes: many are sent
    by COPY, which travels alone.
    """
    connection = session.connection()
    if connection.dialect.name != "postgresql" or rows >= MANY:
        yield
        return
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            yield
    except psycopg.Error as error:
        raise DBAPIError.instance(
            None, None, error, psycopg.Error, dialect=connection.dialect
        ) from error


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


_Write = Callable[[Connection, str, list[tuple[Any, ...]], str], None]


def _way_of_writing(dialect: str, many: bool) -> _Write:
    if dialect != "postgresql":
        return _insert_each
    return _copy if many else _insert_together


def _insert_each(
    connection: Connection, target: str, rows: list[tuple[Any, ...]], rest: str
) -> None:
    marks = ", ".join("?" * len(rows[0]))
    connection.exec_driver_sql(f"INSERT INTO {target} VALUES ({marks}) {rest}", rows)  # noqa: S608


def _insert_together(
    connection: Connection, target: str, rows: list[tuple[Any, ...]], rest: str
) -> None:
    marks = _marks("%s", len(rows[0]), len(rows))
    flat = tuple(value for row in rows for value in row)
    connection.exec_driver_sql(f"INSERT INTO {target} VALUES {marks} {rest}", flat)  # noqa: S608


def _marks(mark: str, columns: int, rows: int) -> str:
    return ", ".join([f"({', '.join([mark] * columns)})"] * rows)


def _copy(connection: Connection, target: str, rows: list[tuple[Any, ...]], _rest: str) -> None:
    """Within the transaction of the connection; constraints are checked as for INSERT."""
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
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

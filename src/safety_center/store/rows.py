"""Bulk writing: ids reserved ahead, rows inserted in chunks, numbers given out without gaps."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from safety_center.store.tables.system import NumberCounter

_CHUNK = 2_000
#: From so many rows on, PostgreSQL's COPY is faster than one INSERT with all of them.
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


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert plain rows; every row has the same keys. Column defaults of the model do not apply.

    The table, not the model, is inserted into, and the values are made into tuples here: the ORM
    and the library's named parameters take several times as long.
    """
    if not rows:
        return
    connection, target = session.connection(), table.__table__
    names = tuple(rows[0])
    columns = ", ".join(map(connection.dialect.identifier_preparer.quote, names))
    write = _way_of_writing(connection.dialect.name, len(rows))
    values_of = _converter(target, names, connection.dialect)
    for start in range(0, len(rows), _CHUNK):
        chunk = [values_of(row) for row in rows[start : start + _CHUNK]]
        write(connection, f"{target.name} ({columns})", chunk)


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


_Write = Callable[[Connection, str, list[tuple[Any, ...]]], None]


def _way_of_writing(dialect: str, count: int) -> _Write:
    if dialect != "postgresql":
        return _insert_each
    return _copy if count >= _MANY else _insert_together


def _insert_each(connection: Connection, target: str, rows: list[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    connection.exec_driver_sql(f"INSERT INTO {target} VALUES ({marks})", rows)  # noqa: S608


def _insert_together(connection: Connection, target: str, rows: list[tuple[Any, ...]]) -> None:
    marks = ", ".join(["(" + ", ".join(["%s"] * len(rows[0])) + ")"] * len(rows))
    flat = tuple(value for row in rows for value in row)
    connection.exec_driver_sql(f"INSERT INTO {target} VALUES {marks}", flat)  # noqa: S608


def _copy(connection: Connection, target: str, rows: list[tuple[Any, ...]]) -> None:
    """Within the transaction of the connection; constraints are checked as for INSERT."""
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def take_numbers(session: Session, series: Mapping[str, int]) -> dict[str, int]:
    """First of `count` consecutive numbers in each series.

    The counter row stays locked until the transaction ends, so numbers have no gaps; series are
    taken in order of name, so that two bulk writers cannot block one another.
    """
    names = sorted(series)
    rows = [{"series": name, "last": series[name]} for name in names]
    statement = _counting_on(session.get_bind().dialect.name, len(rows))
    values = {f"{key}_{i}": value for i, row in enumerate(rows) for key, value in row.items()}
    last = dict(session.connection().execute(statement, values).all())
    return {name: last[name] - series[name] + 1 for name in names}


@lru_cache(maxsize=64)
def _counting_on(dialect: str, count: int) -> Any:
    insert_into = postgresql.insert if dialect == "postgresql" else sqlite.insert
    counters: Any = NumberCounter.__table__
    marks = [{key: bindparam(f"{key}_{i}") for key in ("series", "last")} for i in range(count)]
    upsert = insert_into(counters).values(marks)
    return upsert.on_conflict_do_update(
        index_elements=["series"], set_={"last": counters.c.last + upsert.excluded.last}
    ).returning(counters.c.series, counters.c.last)

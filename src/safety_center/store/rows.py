"""Bulk writing: ids reserved ahead, rows inserted in chunks, numbers given out without gaps."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from safety_center.store.tables.system import NumberCounter

_CHUNK = 2_000


def reserve_ids(session: Session, table: type[SQLModel], count: int) -> list[int]:
    """Ids for rows about to be inserted: from the sequence, or (SQLite) past the largest under the write lock."""
    if count == 0:
        return []
    name = table.__tablename__
    if session.get_bind().dialect.name == "postgresql":
        sequence = text(
            "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :n)"
        )
        return list(session.execute(sequence, {"name": name, "n": count}).scalars())
    largest = session.execute(select(func.max(table.__table__.c.id))).scalar() or 0
    return list(range(largest + 1, largest + 1 + count))


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert plain rows; every row has the same keys. Column defaults of the model do not apply.

    The table, not the model, is inserted into: the ORM would group rows by which values are None and
    send those groups one by one. For SQLite the values are made into tuples here, which takes half
    the time of the library's way through named parameters.
    """
    if not rows:
        return
    connection, target = session.connection(), table.__table__
    statement = insert(target)
    if connection.dialect.paramstyle == "qmark":
        write = _positional_writer(connection, target, list(rows[0]))
    else:
        write = partial(connection.execute, statement)
    for start in range(0, len(rows), _CHUNK):
        write(list(rows[start : start + _CHUNK]))


def _positional_writer(
    connection: Connection, target: Table, names: list[str]
) -> Callable[[list[Mapping[str, Any]]], object]:
    dialect = connection.dialect
    converters = [
        (position, convert)
        for position, name in enumerate(names)
        if (convert := target.c[name].type.dialect_impl(dialect).bind_processor(dialect))
    ]
    marks = ", ".join("?" * len(names))
    columns = ", ".join(map(dialect.identifier_preparer.quote, names))
    sql = f"INSERT INTO {target.name} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own
    take = itemgetter(*names)

    def values_of(row: Mapping[str, Any]) -> list[Any]:
        values = list(take(row))
        for position, convert in converters:
            if values[position] is not None:
                values[position] = convert(values[position])
        return values

    def write(rows: list[Mapping[str, Any]]) -> None:
        connection.exec_driver_sql(sql, [tuple(values_of(row)) for row in rows])

    return write


def take_numbers(session: Session, series: Mapping[str, int]) -> dict[str, int]:
    """First of `count` consecutive numbers in each series.

    The counter row stays locked until the transaction ends, so numbers have no gaps; series are
    taken in order of name, so that two bulk writers cannot block one another.
    """
    statement = _counting_on(session.get_bind().dialect.name)
    connection = session.connection()
    first = {}
    for name in sorted(series):
        count = series[name]
        last = connection.execute(statement, {"series": name, "last": count}).scalar_one()
        first[name] = last - count + 1
    return first


@cache
def _counting_on(dialect: str) -> Any:
    insert_into = postgresql.insert if dialect == "postgresql" else sqlite.insert
    counters: Any = NumberCounter.__table__
    upsert = insert_into(counters)
    return upsert.on_conflict_do_update(
        index_elements=["series"], set_={"last": counters.c.last + upsert.excluded.last}
    ).returning(counters.c.last)

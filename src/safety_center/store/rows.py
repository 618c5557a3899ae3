"""Bulk writing: ids reserved ahead, rows inserted in chunks, numbers given out without gaps."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select, text
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
    largest = session.execute(select(func.max(table.__table__.c.id))).scalar() or 0  # type: ignore[attr-defined]
    return list(range(largest + 1, largest + 1 + count))


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert plain rows; every row has the same keys. Column defaults of the model do not apply."""
    for start in range(0, len(rows), _CHUNK):
        session.execute(insert(table), list(rows[start : start + _CHUNK]))


def take_numbers(session: Session, series: Mapping[str, int]) -> dict[str, int]:
    """First of `count` consecutive numbers in each series.

    The counter row stays locked until the transaction ends, so numbers have no gaps; series are
    taken in order of name, so that two bulk writers cannot block one another.
    """
    dialect = session.get_bind().dialect.name
    upsert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    first = {}
    for name in sorted(series):
        count = series[name]
        statement = (
            upsert(NumberCounter)
            .values(series=name, last=count)
            .on_conflict_do_update(
                index_elements=["series"], set_={"last": NumberCounter.last + count}
            )
            .returning(NumberCounter.last)
        )
        first[name] = session.execute(statement).scalar_one() - count + 1
    return first

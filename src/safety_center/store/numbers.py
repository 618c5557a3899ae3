"""Ids and numbers given out before rows are written: ids with gaps, numbers without."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

#: Ids taken from a sequence at a time; those left when the process ends are never used.
_BLOCK = 64
BLOCKS = "id_blocks"


class IdBlocks:
    """Ids of PostgreSQL's sequences held by one process, so that most reports need no trip for theirs.

    Ids of two processes are therefore not in the order of time; nothing may depend on it.
    """

    def __init__(self) -> None:
        self._held: dict[str, deque[int]] = {}
        self._lock = threading.Lock()

    def take(self, session: Session, counts: Mapping[str, int]) -> dict[str, list[int]]:
        """So many ids of each table, by its name."""
        with self._lock:
            short = {
                name: max(_BLOCK, count)
                for name, count in counts.items()
                if len(self._held.setdefault(name, deque())) < count
            }
            if short:
                for name, ids in _next_of_sequences(session, short).items():
                    self._held[name].extend(ids)
            return {
                name: [self._held[name].popleft() for _ in range(count)]
                for name, count in counts.items()
            }


def reserve_ids(
    session: Session, counts: Mapping[type[SQLModel], int]
) -> dict[type[SQLModel], Iterator[int]]:
    """Ids for rows about to be inserted: of the process's blocks, or (SQLite) past the largest under
    the write lock."""
    wanted = {table: count for table, count in counts.items() if count}
    found: dict[type[SQLModel], Iterator[int]] = {table: iter(()) for table in counts}
    if not wanted:
        return found
    if session.get_bind().dialect.name != "postgresql":
        ids: Mapping[type[SQLModel], Iterable[int]] = _past_the_largest(session, wanted)
    else:
        blocks = session.info.get(BLOCKS) or IdBlocks()
        taken = blocks.take(session, {table.__tablename__: n for table, n in wanted.items()})
        ids = {table: taken[table.__tablename__] for table in wanted}
    return found | {table: iter(each) for table, each in ids.items()}


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


def _next_of_sequences(session: Session, counts: Mapping[str, int]) -> dict[str, list[int]]:
    """One statement for all tables: each round trip counts where one report is stored."""
    parts = [
        f"ARRAY(SELECT nextval('{name}_id_seq') FROM generate_series(1, %s))"  # noqa: S608 - our own names
        for name in counts
    ]
    query = f"SELECT {', '.join(parts)}"
    row = session.connection().exec_driver_sql(query, tuple(counts.values())).one()
    return dict(zip(counts, row, strict=True))


def take_numbers(session: Session, series: Mapping[str, int]) -> dict[str, int]:
    """First of `count` consecutive numbers in each series.

    The counter row stays locked until the transaction ends, so numbers have no gaps; series are
    taken in order of name, so that two bulk writers cannot block one another.
    """
    connection = session.connection()
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    rows = f"VALUES {', '.join([f'({mark}, {mark})'] * len(series))}"
    values = tuple(value for name in sorted(series) for value in (name, series[name]))
    found = connection.exec_driver_sql(_UPSERT.format(rows=rows), values)
    return first_numbers(series, {row.series: row.last for row in found})


_UPSERT = (
    "INSERT INTO number_counter (series, last) {rows}"
    " ON CONFLICT (series) DO UPDATE SET last = number_counter.last + excluded.last"
    " RETURNING series, last"
)
#: PostgreSQL, with the series as one JSON object: after `turn`, and in the same order, whatever the
#: collation of the database.
UPSERT_OF_COUNTERS = _UPSERT.format(
    rows='SELECT key, value::int FROM turn, json_each_text(%s::json) ORDER BY key COLLATE "C"'
)


def first_numbers(series: Mapping[str, int], last: Mapping[str, int]) -> dict[str, int]:
    """From the last numbers given out to the first."""
    return {name: last[name] - count + 1 for name, count in series.items()}

"""Writing fast while nobody else uses the database: for making the demonstration only."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from safety_center.store.session import Database

_HASTY = ("synchronous=OFF", "wal_autocheckpoint=16000", "cache_size=-262144", "temp_store=MEMORY")
_COLLECT_AFTER = 100_000


@contextmanager
def in_haste(database: Database) -> Iterator[None]:
    """SQLite does not wait for the disk, and Python looks for garbage less often.

    A power cut meanwhile costs a demonstration, which is then made anew. Afterwards every connection
    is opened afresh with the settings of `store.session`, and the write-ahead log is empty.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(_COLLECT_AFTER, *thresholds[1:])
    _tell(database, _HASTY)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        _tell(database, ("synchronous=FULL", "wal_checkpoint(TRUNCATE)"))
        database.close()


def _tell(database: Database, pragmas: tuple[str, ...]) -> None:
    """To the one pooled connection, outside of any transaction."""
    if not database.is_sqlite:
        return
    connection = database.engine.raw_connection()
    try:
        for pragma in pragmas:
            connection.cursor().execute(f"PRAGMA {pragma}")
    finally:
        connection.close()

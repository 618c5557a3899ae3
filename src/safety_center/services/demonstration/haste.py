"""Writing fast while nobody else uses the database: for making the demonstration only."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from safety_center.store.session import Database

_HASTY = ("synchronous=OFF", "wal_autocheckpoint=16000", "cache_size=-262144", "temp_store=MEMORY")


@contextmanager
def in_haste(database: Database) -> Iterator[None]:
    """SQLite does not wait for the disk, and Python does not look for cycles: hardly any are made.

    A power cut meanwhile costs a demonstration, which is then made anew. Afterwards every connection
    is opened afresh with the settings of `store.session`, and the write-ahead log is empty.
    """
    collected = gc.isenabled()
    gc.disable()
    _tell(database, _HASTY)
    try:
        yield
    finally:
        if collected:
            gc.enable()
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

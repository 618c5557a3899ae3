"""Databases that take long to make: made once per revision of the tables, and kept."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.script import ScriptDirectory

from benchmarks.databases import (
    TITLES,
    Place,
    database_url,
    drop_database,
    new_database,
    open_at,
)
from benchmarks.harness import progress
from safety_center.services.installation import Installation
from safety_center.store.migrate import alembic_config, upgrade
from safety_center.store.vault import make_key_file

_MADE = "made"
#: Statements that no transaction may hold.
_OUTSIDE = {"sqlite": "SERIALIZABLE", "postgresql": "AUTOCOMMIT"}
Make = Callable[[Installation], None]


@contextmanager
def prepared(place: Place, system: str, what: str, size: int, make: Make) -> Iterator[Installation]:
    """The database `what` of so many cases or persons; made by `make` when it is not there yet."""
    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    name = f"{what}_{size}_{revision}"
    folder = place.kept / system / name
    if not (folder / _MADE).exists():
        progress(f"making {what} of {size:,} on {TITLES[system]}, kept for the next time")
        _make(place, system, folder, make)
    made = open_at(database_url(place, system, folder, name), folder)
    try:
        yield made
    finally:
        made.database.close()


def _make(place: Place, system: str, folder: Path, make: Make) -> None:
    """What an earlier making that was broken off left behind is removed first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    drop_database(place, database_url(place, system, folder, folder.name))
    url = new_database(place, system, folder, folder.name)
    upgrade(url)
    make_key_file(folder / "keys.json")
    made = open_at(url, folder)
    make(made)
    tidy(made)
    made.database.close()
    (folder / _MADE).touch()


def tidy(made: Installation) -> None:
    """Let the database look at what it holds, as its own service would in time."""
    system = "sqlite" if made.database.is_sqlite else "postgresql"
    with made.database.engine.connect().execution_options(isolation_level=_OUTSIDE[system]) as link:
        link.exec_driver_sql("ANALYZE" if system == "sqlite" else "VACUUM (ANALYZE)")

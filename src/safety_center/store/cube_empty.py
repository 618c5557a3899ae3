"""Taking every cell of some tables away on PostgreSQL."""

from collections.abc import Collection

from sqlalchemy import Table, delete, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

#: Whoever reads every table, as a backup does, keeps them from being cut off; it may take long.
_PATIENCE = "1s"
#: SQLSTATE: the role may not; somebody reads.
_REFUSALS = frozenset({"42501", "55P03"})


def empty_at_once(session: Session, tables: Collection[Table]) -> None:
    """Cut the tables off where the role may and nobody reads them, else delete row by row.

    A unit that reads one state would find tables cut off empty: having read any of them it keeps all
    of them from that, and rows deleted are still there for it. They stay in their files until the
    server has cleared them away, while the same tables are filled again.
    """
    names = ", ".join(table.name for table in tables)
    try:
        with session.begin_nested():
            session.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
            session.execute(text(f"TRUNCATE {names}"))
    except DBAPIError as refused:
        if getattr(refused.orig, "sqlstate", None) not in _REFUSALS:
            raise
        for table in tables:
            session.execute(delete(table))

"""Indexes of the large tables built once after their rows instead of with each row (SQLite)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import bindparam, text

from safety_center.store.session import Database

#: Tables of many rows.
LARGE = ("incident_case", "person", "person_fact", "report", "lookup_key", "trail_entry")
#: What cases, once written, are changed by.
_NEEDED = (
    "ix_case_merged_into",
    "ix_lookup_key_subject_id",
    "ix_person_case_id",
    "ix_person_same_as",
    "ix_person_fact_case_id",
    "ix_report_case_id",
)
#: Unique ones stay: they are rules too.
_OTHERS = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX %'"
    " AND tbl_name IN :tables AND name NOT IN :needed ORDER BY name"
).bindparams(
    bindparam("tables", LARGE, expanding=True), bindparam("needed", _NEEDED, expanding=True)
)


@contextmanager
def indexed_afterwards(database: Database) -> Iterator[None]:
    """Write many rows of cases without what only lists, search and statistics need.

    For a database that nobody else uses and that is thrown away when the process is killed meanwhile.
    """
    if not database.is_sqlite:
        yield
        return
    with database.writing() as session:
        indexes = session.execute(_OTHERS).all()
        for name, _ in indexes:
            session.connection().exec_driver_sql(f'DROP INDEX "{name}"')
    try:
        yield
    finally:
        with database.writing() as session:
            for _, definition in indexes:
                session.connection().exec_driver_sql(definition)

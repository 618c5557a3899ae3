"""Which revision a database has, and which is the newest of this version."""

from functools import cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import Session

from safety_center.store.migrate import alembic_config


def current_revision(session: Session) -> str | None:
    """The revision the database says it has; None when it was never migrated."""
    return MigrationContext.configure(session.connection()).get_current_revision()


@cache
def newest_revision() -> str | None:
    """The last migration that this version ships."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()

"""Which revision a database has, and which is the newest of this version."""

from functools import cache

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text
from sqlmodel import Session

from safety_center.store.migrate import alembic_config


def current_revision(session: Session) -> str | None:
    """The revision the database says it has; fails where it was never migrated.

    Asked by hand: Alembic's own question writes two log lines each time.
    """
    return session.connection().execute(text("SELECT version_num FROM alembic_version")).scalar()


def knows_revision(revision: str) -> bool:
    """Whether this version ships that migration."""
    try:
        ScriptDirectory.from_config(alembic_config()).get_revision(revision)
    except CommandError:
        return False
    return True


@cache
def newest_revision() -> str | None:
    """The last migration that this version ships."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()

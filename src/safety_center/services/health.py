"""Whether this installation can serve: the database answers and is migrated."""

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from safety_center.services.installation import Installation
from safety_center.store.revisions import current_revision, newest_revision


@dataclass(frozen=True)
class Health:
    """`ok`, or what is wrong: `unreachable`, `behind`, `unknown`."""

    database: str
    migrations: str

    @property
    def good(self) -> bool:
        """True when both are `ok`."""
        return self.database == self.migrations == "ok"


def check_health(installation: Installation) -> Health:
    """Ask the database for its revision and compare it with the newest of this version."""
    try:
        with installation.database.reading() as session:
            revision = current_revision(session)
    except SQLAlchemyError:
        return Health("unreachable", "unknown")
    return Health("ok", "ok" if revision == newest_revision() else "behind")

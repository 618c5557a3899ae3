"""What installing and running need below the doors: keys, migrations, health."""

from pathlib import Path

from sqlalchemy import text

from safety_center.domain.access import Actor, Permission, require
from safety_center.services.context import Context, Origin, writing
from safety_center.services.installation import Installation
from safety_center.services.reference import LoadResult, load_reference
from safety_center.store.migrate import upgrade
from safety_center.store.session import Database
from safety_center.store.tables import SystemFact
from safety_center.store.vault import make_key_file


def make_keys(path: Path) -> None:
    """Write a fresh key file; refuses to replace one."""
    make_key_file(path)


def migrate_database(url: str) -> None:
    """Bring the database to the newest revision, making an SQLite file and its folder if need be."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    upgrade(url)


def is_healthy(installation: Installation) -> bool:
    """True when the database answers and holds our tables."""
    return can_answer(installation.database)


def can_answer(database: Database) -> bool:
    """One cheap query on a table of ours."""
    with database.engine.connect() as connection:
        connection.execute(text("SELECT seq FROM trail_head LIMIT 1"))
    return True


def load_reference_data(
    installation: Installation, actor: Actor | None = None, origin: Origin | None = None
) -> LoadResult:
    """Load `data/` in one transaction and let every later request see it; the first time without an actor."""
    if actor is not None:
        require(actor, Permission.REFERENCE_MANAGE)
    with writing(installation, actor, origin) as ctx:
        result = load_reference(ctx.session, installation.settings.data_folder, ctx.today)
        ctx.note("reference.load")
    installation.reference_changed()
    return result


def read_fact(ctx: Context, name: str) -> str | None:
    """A named fact about this installation, or None."""
    row = ctx.session.get(SystemFact, name)
    return row.value if row else None


def save_fact(ctx: Context, name: str, value: str) -> None:
    """Set a named fact about this installation."""
    ctx.session.merge(SystemFact(name=name, value=value))

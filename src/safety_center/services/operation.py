"""What installing and running need below the doors: keys, migrations, health."""

from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from safety_center.domain.access import Actor, Permission, require
from safety_center.domain.errors import N_, SafetyCenterError
from safety_center.services.context import Context, Origin, writing
from safety_center.services.installation import Installation
from safety_center.services.reference import LoadResult, load_reference
from safety_center.store.migrate import upgrade
from safety_center.store.revisions import current_revision, knows_revision, newest_revision
from safety_center.store.session import Database
from safety_center.store.tables import SystemFact
from safety_center.store.vault import make_key_file


def make_keys(path: Path) -> None:
    """Write a fresh key file; refuses to replace one."""
    make_key_file(path)


class DatabaseFault(SafetyCenterError):
    """The database is of another version, or cannot be brought to this one."""


def migrate_database(url: str) -> None:
    """Bring the database to the newest revision, making an SQLite file and its folder if need be.

    Raises `DatabaseFault` where a newer version made it, or a migration fails.
    """
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    try:
        upgrade(url)
    # Whatever a migration does wrong, its traceback says nothing to who starts the system.
    except Exception as error:
        message = N_("데이터베이스를 현재 판으로 올리지 못했습니다: %(fault)s")
        raise find_other_version(url) or DatabaseFault(message, fault=_first_line(error)) from error


def find_other_version(url: str) -> DatabaseFault | None:
    """Why commands of this version cannot work with the database; None where it is of this version."""
    database = Database(url)
    try:
        with Session(database.engine) as session:
            revision = current_revision(session)
    except SQLAlchemyError:
        return None
    finally:
        database.close()
    if revision is None or revision == newest_revision():
        return None
    if not knows_revision(revision):
        message = N_("더 새로운 판의 데이터베이스입니다(%(revision)s). 그 판을 설치해 쓰십시오.")
        return DatabaseFault(message, revision=revision)
    message = N_(
        "데이터베이스가 이 판보다 오래되었습니다. 먼저 safety-center migrate를 실행하십시오."
    )
    return DatabaseFault(message)


def _first_line(error: Exception) -> str:
    """What went wrong, without the statement and its values."""
    told = getattr(error, "orig", None) or error
    lines = str(told).strip().splitlines() or [""]
    return f"{type(told).__name__}: {lines[0]}"[:200]


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

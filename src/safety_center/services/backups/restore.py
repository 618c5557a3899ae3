"""Putting a backup back, and rehearsing that: what was restored is counted and its trail is walked."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from safety_center.domain.access import Actor, Permission, require
from safety_center.domain.backups import BackupFault, Manifest, name_of
from safety_center.domain.errors import N_
from safety_center.domain.periods import utc_now
from safety_center.services.accounts import find_actor
from safety_center.services.accounts.sessions import end_every_session
from safety_center.services.backups.make import only_one, open_key
from safety_center.services.backups.proof import check_restored
from safety_center.services.context import Origin, reading, writing
from safety_center.services.installation import Installation, open_installation
from safety_center.settings import Settings
from safety_center.store.backup import folder as store
from safety_center.store.backup import postgresql, sqlite
from safety_center.store.backup.sealed import SealBroken, unseal_stream
from safety_center.store.migrate import upgrade
from safety_center.store.revisions import knows_revision, newest_revision
from safety_center.store.session import Database


@dataclass(frozen=True)
class Proof:
    """A backup that was put back and held what its manifest says; `aside` is where the data before it
    are kept now, `sessions` how many sign-ins were ended, `migrated` whether it was brought up to date."""

    manifest: Manifest
    seconds: float
    aside: str | None = None
    sessions: int = 0
    migrated: bool = False


def rehearse_restore(
    installation: Installation, actor: Actor, origin: Origin, backup: Path
) -> Proof:
    """Restore into a scratch place, prove it there, leave nothing but a row in the trail: the drill.

    Raises `BackupFault` where anything is not as it was; that, too, stands in the trail.
    """
    require(actor, Permission.BACKUP_MANAGE)
    started = time.monotonic()
    try:
        with only_one(installation):
            manifest = _open(installation.settings, backup, installation.database.is_sqlite)
            with _scratch(installation.settings, backup, manifest) as url:
                _prove(url, manifest, installation)
    except Exception:
        with writing(installation, actor, origin) as ctx:
            ctx.note("backup.verify", backup.name[:40], faults=1)
        raise
    with writing(installation, actor, origin) as ctx:
        facts = manifest.facts
        told = {"faults": 0, "entries": facts.trail_entries, "hash": facts.trail_hash}
        ctx.note("backup.verify", manifest.name, rows=facts.rows, **told)
    return Proof(manifest, time.monotonic() - started)


def restore_backup(
    settings: Settings, username: str, origin: Origin, backup: Path, replaces: bool = False
) -> Proof:
    """Put a backup where the settings say, as an account that it holds; proven before it counts.

    Refuses a place with data unless it `replaces`: then what was there is kept under another name.
    Every sign-in of the time of the backup is ended. Raises `BackupFault`; then all is as it was.
    """
    started = time.monotonic()
    is_sqlite = settings.database_url.startswith("sqlite")
    manifest = _open(settings, backup, is_sqlite)
    put_back = _into_sqlite if is_sqlite else _into_postgresql
    proof = put_back(_Restore(settings, username, origin, backup, manifest, replaces))
    return replace(proof, seconds=time.monotonic() - started)


@dataclass(frozen=True)
class _Restore:
    settings: Settings
    username: str
    origin: Origin
    backup: Path
    manifest: Manifest
    replaces: bool

    def aside(self, beginning: str) -> str:
        """A name for what was there before."""
        return beginning + name_of(utc_now()).lower().replace("-", "")

    def require_place(self, empty: bool) -> None:
        if not empty and not self.replaces:
            message = N_(
                "복원할 곳에 이미 자료가 있습니다. 빈 데이터베이스를 쓰거나, 있는 자료를 옆에 치워 두고"
                " 바꾸려면 --replace를 붙이십시오."
            )
            raise BackupFault(message)

    def finish(self, url: str) -> Proof:
        """Prove what came, bring it up to date, end its sign-ins, and leave a row in its trail."""
        installation = open_installation(self.settings.model_copy(update={"database_url": url}))
        try:
            _prove(url, self.manifest, installation)
            is_old = self.manifest.facts.revision != newest_revision()
            if is_old:
                upgrade(url)
            with reading(installation, None) as ctx:
                actor = find_actor(ctx, self.username)
            if actor is None:
                message = N_("백업 안에 쓸 수 있는 계정이 아닙니다: %(name)s")
                raise BackupFault(message, name=self.username)
            require(actor, Permission.BACKUP_MANAGE)
            with writing(installation, actor, self.origin) as ctx:
                sessions = end_every_session(ctx)
                facts = self.manifest.facts
                told = {"entries": facts.trail_entries, "hash": facts.trail_hash}
                ctx.note("backup.restore", self.manifest.name, rows=facts.rows, **told)
        finally:
            installation.database.close()
        return Proof(self.manifest, 0, sessions=sessions, migrated=is_old)


def _into_sqlite(work: _Restore) -> Proof:
    url = work.settings.database_url
    work.require_place(sqlite.is_empty(url))
    sqlite.require_nobody(url)
    sqlite.remove_leftovers(url)
    with sqlite.unpacked(url, _pieces(work.settings, work.backup)) as plain:
        proof = work.finish(f"sqlite:///{plain}")
        aside = sqlite.put_in_place(plain, url, work.aside("before-restore-"))
    return replace(proof, aside=str(aside) if aside else None)


def _into_postgresql(work: _Restore) -> Proof:
    url = work.settings.database_url
    database, aside = Database(url), None
    try:
        with database.engine.begin() as connection:
            postgresql.require_nobody(connection)
            empty = postgresql.is_empty(connection)
            work.require_place(empty)
            if not empty:
                aside = work.aside(postgresql.ASIDE)
                postgresql.set_aside(connection, aside)
        try:
            programs = work.settings.postgresql_programs
            postgresql.load(url, programs, _pieces(work.settings, work.backup))
            proof = work.finish(url)
        except BaseException:
            with database.engine.begin() as connection:
                postgresql.bring_back(connection, aside)
            raise
    finally:
        database.close()
    return replace(proof, aside=aside)


def _open(settings: Settings, backup: Path, is_sqlite: bool) -> Manifest:
    """The manifest, once every file is known to be as it was written, and this version knows it."""
    key = open_key(settings)
    manifest, signature = store.read_manifest(backup)
    store.check_content(backup, manifest, key, signature)
    if (manifest.system == "sqlite") is not is_sqlite:
        message = N_(
            "다른 데이터베이스의 백업입니다(%(system)s). 같은 종류에만 복원할 수 있습니다."
        )
        raise BackupFault(message, system=manifest.system)
    if not knows_revision(manifest.facts.revision):
        message = N_("더 새로운 판(%(version)s)의 백업입니다. 그 판을 설치하고 복원하십시오.")
        raise BackupFault(message, version=manifest.version)
    return manifest


@contextmanager
def _scratch(settings: Settings, backup: Path, manifest: Manifest) -> Iterator[str]:
    """The URL of the backup's content as a database of its own."""
    pieces = _pieces(settings, backup)
    if manifest.system == "sqlite":
        with sqlite.unpacked(settings.database_url, pieces) as plain:
            yield f"sqlite:///{plain}"
        return
    with postgresql.scratch_database(settings.database_url) as url:
        postgresql.load(url, settings.postgresql_programs, pieces)
        yield url


def _pieces(settings: Settings, backup: Path) -> Iterator[bytes]:
    with (backup / store.CONTENT).open("rb") as file:
        try:
            yield from unseal_stream(open_key(settings), file)
        except SealBroken:
            message = N_("백업 파일이 손상되었거나 바뀌었습니다: %(file)s")
            raise BackupFault(message, file=store.CONTENT) from None


def _prove(url: str, manifest: Manifest, installation: Installation) -> None:
    if manifest.system == "sqlite":
        sqlite.check_pages(sqlite.path_of(url))
    database = Database(url)
    try:
        check_restored(database, manifest.facts, installation.vault)
    finally:
        database.close()

"""Making a backup: sealed, whole or not at all, with a row in the trail; old ones go after it."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from safety_center import __version__
from safety_center.domain.access import Actor, Permission, require
from safety_center.domain.backups import BackupFault, Facts, Manifest, name_of
from safety_center.domain.errors import N_
from safety_center.domain.periods import utc_now
from safety_center.services.context import Origin, writing
from safety_center.services.installation import Installation
from safety_center.settings import Settings
from safety_center.store.backup import folder as store
from safety_center.store.backup import postgresql, sqlite
from safety_center.store.backup.sealed import (
    BackupKey,
    load_backup_key,
    make_backup_key,
    seal_stream,
)
from safety_center.store.locks import holding

_LOCK = "backup"


@dataclass(frozen=True)
class Made:
    """A backup just made; `removed` are the older ones that went."""

    path: Path
    manifest: Manifest
    removed: int
    seconds: float


def make_key_of_backups(settings: Settings) -> Path:
    """Write the key that seals backups; refuses to replace one."""
    path = key_file_of_backups(settings)
    try:
        make_backup_key(path)
    except FileExistsError:
        raise BackupFault(N_("백업 키가 이미 있습니다: %(file)s"), file=path) from None
    return path


def key_file_of_backups(settings: Settings) -> Path:
    """Beside the key file, unless a setting says otherwise."""
    return settings.backup_key_file or settings.key_file.with_name("backup-key.json")


def open_key(settings: Settings) -> BackupKey:
    """The key of the backups; raises `BackupFault` with the remedy where there is none."""
    path = key_file_of_backups(settings)
    if not path.exists():
        message = N_(
            "백업 키가 없습니다: %(file)s. 처음이면 `safety-center backup --make-key`로 만들고,"
            " 복원하려면 보관한 백업 키를 그 자리에 두십시오."
        )
        raise BackupFault(message, file=path)
    return load_backup_key(path)


def make_backup(
    installation: Installation,
    actor: Actor | None,
    origin: Origin | None = None,
    folder: Path | None = None,
) -> Made:
    """Write a new backup into the folder, then remove those beyond the number kept.

    `actor` is None for the nightly job only. What this leaves in the trail comes after what the
    backup holds. Raises `BackupFault`; then no older backup was touched.
    """
    if actor is not None:
        require(actor, Permission.BACKUP_MANAGE)
    place, settings = folder or installation.settings.backup_folder, installation.settings
    if place is None:
        raise BackupFault(
            N_("백업 폴더를 정하지 않았습니다. SAFETY_CENTER_BACKUP_FOLDER에 적으십시오.")
        )
    key, started = open_key(settings), time.monotonic()
    with only_one(installation), _explained(place):
        manifest, path = _write(installation, place, key)
        removed = store.remove_oldest(place, settings.backups_kept)
    with writing(installation, actor, origin) as ctx:
        facts = manifest.facts
        told = {"entries": facts.trail_entries, "hash": facts.trail_hash, "removed": removed}
        ctx.note("backup.make", manifest.name, rows=facts.rows, **told)
    return Made(path, manifest, removed, time.monotonic() - started)


@contextmanager
def only_one(installation: Installation) -> Iterator[None]:
    """One backup or drill at a time; what a killed one left is removed first."""
    with holding(installation.database, _LOCK) as held:
        if not held:
            raise BackupFault(N_("다른 백업이나 복원 연습이 진행 중입니다."))
        if installation.database.is_sqlite:
            sqlite.remove_leftovers(installation.database.url)
        yield


@contextmanager
def _explained(place: Path) -> Iterator[None]:
    """Tell a full or missing disk as a sentence."""
    message = N_("백업을 쓰지 못했습니다(%(reason)s). 이전 백업은 그대로 있습니다: %(folder)s")
    try:
        yield
    except OSError as error:
        raise BackupFault(message, reason=os.strerror(error.errno or 0), folder=place) from None
    except sqlite3.OperationalError as error:  # of the copy: its words are SQLite's own
        reason = str(error)
        raise BackupFault(message, reason=reason, folder=place) from None


def _write(installation: Installation, place: Path, key: BackupKey) -> tuple[Manifest, Path]:
    store.remove_halves(place)
    made_at = _free_instant(place)
    with store.new_backup(place) as half, _dumped(installation) as (facts, pieces):
        content = store.write_content(half, seal_stream(key, pieces))
        manifest = Manifest(
            version=__version__,
            made_at=made_at,
            system="sqlite" if installation.database.is_sqlite else "postgresql",
            synthetic=installation.holds_synthetic_data,
            key_id=key.key_id,
            facts=facts,
            content=content,
        )
        return manifest, store.finish(half, manifest, key)


def _dumped(
    installation: Installation,
) -> AbstractContextManager[tuple[Facts, Iterator[bytes]]]:
    database = installation.database
    if database.is_sqlite:
        return sqlite.dump(database)
    return postgresql.dump(database, installation.settings.postgresql_programs)


def _free_instant(place: Path) -> datetime:
    """Now, to the second; a second later where a backup has that name already."""
    while (place / name_of(now := utc_now().replace(microsecond=0))).exists():
        time.sleep(0.1)
    return now

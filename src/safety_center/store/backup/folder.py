"""Where backups lie: one folder each, named by its instant; half a one is named otherwise."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from safety_center.domain.backups import BackupFault, Content, Manifest, is_backup_name
from safety_center.domain.errors import N_
from safety_center.store.backup.sealed import BackupKey

MANIFEST, CONTENT = "manifest.json", "database.sealed"
_HALF = ".half"
_READ_BYTES = 1 << 20


@contextmanager
def new_backup(folder: Path) -> Iterator[Path]:
    """A folder to write into, gone again after any error."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = folder / f"{os.getpid()}{_HALF}"
    half.mkdir(mode=0o700)
    try:
        yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)


def remove_halves(folder: Path) -> int:
    """Remove what killed backups left; only for whoever holds the lock of the backups."""
    halves = list(folder.glob(f"*{_HALF}"))
    for half in halves:
        shutil.rmtree(half)
    return len(halves)


def write_content(half: Path, pieces: Iterable[bytes]) -> Content:
    """Write the sealed stream, down to the disk."""
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(half / CONTENT, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        _to_disk(file.fileno())
    return Content(CONTENT, size, digest.hexdigest())


def finish(half: Path, manifest: Manifest, key: BackupKey) -> Path:
    """Write the signed manifest, and give the folder its name: from here on it is a backup."""
    text = manifest.encode()
    with (half / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump({"signature": key.sign(text), "manifest": json.loads(text)}, file, indent=2)
        file.flush()
        _to_disk(file.fileno())
    _folder_to_disk(half)
    finished = half.parent / manifest.name
    half.rename(finished)
    _folder_to_disk(half.parent)
    return finished


def read_manifest(backup: Path) -> tuple[Manifest, str]:
    """The manifest and its signature, which is not looked at here."""
    path = backup / MANIFEST
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Manifest.decode(kept["manifest"]), str(kept["signature"])
    except FileNotFoundError:
        message = N_("백업이 아닙니다. %(file)s 파일이 없습니다: %(folder)s")
        raise BackupFault(message, file=MANIFEST, folder=backup) from None
    except (ValueError, KeyError, TypeError):
        raise BackupFault(N_("백업 설명 파일(manifest.json)을 읽을 수 없습니다.")) from None


def check_content(backup: Path, manifest: Manifest, key: BackupKey, signature: str) -> None:
    """Raise `BackupFault`, naming the file, unless manifest and content are what was written."""
    if manifest.key_id != key.key_id:
        message = N_("이 백업은 다른 백업 키(%(wanted)s)로 봉인되어 있습니다. 지금 키: %(held)s")
        raise BackupFault(message, wanted=manifest.key_id, held=key.key_id)
    damaged = N_("백업 파일이 손상되었거나 바뀌었습니다: %(file)s")
    if key.sign(manifest.encode()) != signature:
        raise BackupFault(damaged, file=MANIFEST)
    path, digest = backup / CONTENT, hashlib.sha256()
    if not path.is_file():
        raise BackupFault(N_("백업 파일이 없습니다: %(file)s"), file=CONTENT)
    with path.open("rb") as file:
        while piece := file.read(_READ_BYTES):
            digest.update(piece)
    if digest.hexdigest() != manifest.content.sha256:
        raise BackupFault(damaged, file=CONTENT)


def list_backups(folder: Path) -> list[Path]:
    """Finished backups, the oldest first."""
    found = (path for path in folder.glob("*") if is_backup_name(path.name) and path.is_dir())
    return sorted(path for path in found if (path / MANIFEST).is_file())


def remove_oldest(folder: Path, keep: int) -> int:
    """Leave the newest so many; the manifest goes first, so that half a removal is no backup."""
    old = list_backups(folder)[: -keep or None]
    for backup in old:
        (backup / MANIFEST).unlink()
        shutil.rmtree(backup)
    return len(old)


def _to_disk(descriptor: int) -> None:
    os.fsync(descriptor)


def _folder_to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _to_disk(descriptor)
    finally:
        os.close(descriptor)

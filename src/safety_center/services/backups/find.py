"""Which backup is meant by a folder."""

from pathlib import Path

from safety_center.store.backup.folder import MANIFEST, list_backups


def find_backup(folder: Path) -> Path:
    """The folder itself where it is a backup, else the newest of the backups in it."""
    if (folder / MANIFEST).exists():
        return folder
    return next(reversed(list_backups(folder)), folder)

"""Backups: making them, rehearsing that they can be put back, putting one back."""

from safety_center.services.backups.make import Made, make_backup, make_key_of_backups
from safety_center.services.backups.restore import Proof, rehearse_restore, restore_backup

__all__ = [
    "Made",
    "Proof",
    "make_backup",
    "make_key_of_backups",
    "rehearse_restore",
    "restore_backup",
]

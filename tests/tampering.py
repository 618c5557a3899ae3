"""Somebody who owns the database and takes the trail's guard away first."""

from __future__ import annotations

from sqlalchemy import text

from safety_center.services.installation import Installation

_TRIGGERS = ("trail_entry_no_update", "trail_entry_no_delete")


def tamper(installation: Installation, *statements: str) -> None:
    """Run statements on a database whose triggers no longer refuse them."""
    suffix = "" if installation.database.is_sqlite else " ON trail_entry"
    with installation.database.writing() as session:
        for trigger in _TRIGGERS:
            session.execute(text(f"DROP TRIGGER IF EXISTS {trigger}{suffix}"))
        for statement in statements:
            session.execute(text(statement))

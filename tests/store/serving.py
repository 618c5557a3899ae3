"""The role that serves on PostgreSQL, as an installation makes it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

ROLES = Path(__file__).parents[2] / "docs" / "postgresql-roles.sql"


def make_roles(session: Session) -> None:
    """What an operator runs as the owner of the tables."""
    session.connection().exec_driver_sql(ROLES.read_text("utf-8"))


def serve(session: Session) -> None:
    """From now on until the transaction ends with the rights of the role that serves."""
    session.execute(text("SET LOCAL ROLE safety_center_app"))

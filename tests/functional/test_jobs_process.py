"""The scheduler as real processes: one schedules, killing it loses nothing and repeats nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from sqlmodel import select

from safety_center.domain.access import Role
from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.store.tables import JobRun
from tests.factories import environment_of, make_actor, submit
from tests.store.cubes import living_days

SLOW = "purge"
# The scheduler's command, with one job that takes long until a file says otherwise.
SCHEDULER = f"""
import logging
import time
from dataclasses import replace
from pathlib import Path
from safety_center.cli import main
from safety_center.services.jobs import registry

def work(installation, day):
    while not Path("fast").exists():
        time.sleep(0.1)
    return registry.Outcome(1)

logging.getLogger("safety_center").setLevel(logging.INFO)
registry.JOBS = {{**registry.JOBS, "{SLOW}": replace(registry.JOBS["{SLOW}"], work=work)}}
main(["scheduler"])
"""


@pytest.fixture
def start(
    installation: Installation, tmp_path: Path
) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a scheduler on the installation; whatever still runs at the end is killed."""
    environment = environment_of(installation, SAFETY_CENTER_REFRESH_SECONDS="5")
    started: list[subprocess.Popen[bytes]] = []

    def start_one() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", SCHEDULER]
        with (tmp_path / f"{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=log)
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.wait()


def fetch_runs(installation: Installation, job: str | None = None) -> list[JobRun]:
    with reading(installation, None) as ctx:
        runs = ctx.session.exec(select(JobRun).order_by(JobRun.id)).all()
    return [run for run in runs if job in (None, run.job)]


def wait_until(condition: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def said_by(folder: Path, process: int) -> str:
    """What one of the schedulers, counted from 0, wrote so far."""
    return (folder / f"{process}.log").read_text("utf-8")


@pytest.mark.slow
def test_killing_the_scheduler_loses_nothing_and_runs_nothing_twice(
    installation: Installation, start: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    def states(job: str = SLOW) -> list[str]:
        return [run.state for run in fetch_runs(installation, job)]

    submit(installation, make_actor(installation, Role.OFFICER), persons=[{}, {}])
    first = start()
    wait_until(lambda: states() == ["running"] and "done" in states("refresh-statistics"))
    second = start()
    wait_until(lambda: "waiting to take over" in said_by(tmp_path, 1))
    assert states() == ["running"], "the second process only waits"

    first.kill()
    (tmp_path / "fast").touch()
    wait_until(lambda: states() == ["abandoned", "done"])
    wait_until(lambda: states("refresh-statistics").count("done") >= 2)
    with reading(installation, None) as ctx:
        cells = ctx.session.execute(living_days(ctx.session).select())
        assert sum(cell.persons for cell in cells) == 6

    second.terminate()
    assert second.wait(timeout=120) == 0
    assert "Traceback" not in said_by(tmp_path, 1)
    for job in {run.job for run in fetch_runs(installation)}:
        runs = fetch_runs(installation, job)
        assert all(run.ended_at for run in runs)
        for earlier, later in pairwise(runs):
            assert earlier.ended_at is not None
            assert earlier.ended_at <= later.started_at


@pytest.mark.slow
def test_an_interrupted_scheduler_ends_quietly(
    installation: Installation, start: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    (tmp_path / "fast").touch()
    process = start()
    wait_until(lambda: len(fetch_runs(installation)) >= 3)
    process.send_signal(2)
    ended, said = process.wait(timeout=120), said_by(tmp_path, 0)
    assert (ended, "Traceback" in said) == (0, False), said

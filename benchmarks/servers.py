"""Servers under measurement: started as processes of their own, stopped afterwards."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from safety_center.services.installation import Installation

_START_SECONDS = 60


@contextmanager
def served(
    made: Installation, workers: int, log: Path, jobs_every: int | None = None
) -> Iterator[int]:
    """`safety-center serve` of an installation; its port. Jobs run where their interval is told."""
    settings = made.settings
    environment = {
        "SAFETY_CENTER_DATABASE_URL": settings.database_url,
        "SAFETY_CENTER_KEY_FILE": str(settings.key_file),
        "SAFETY_CENTER_FILES_FOLDER": str(settings.files_folder),
        "SAFETY_CENTER_SECURE_COOKIES": "false",
    }
    port = free_port()
    command = ["-m", "safety_center.cli", "serve"]
    if jobs_every is None:
        command.append("--no-scheduler")
    else:
        environment["SAFETY_CENTER_REFRESH_SECONDS"] = str(jobs_every)
    command += ["--port", str(port), "--workers", str(workers)]
    with _running(command, environment, port, log):
        yield port


@contextmanager
def served_bare(url: str, workers: int, threads: int, log: Path) -> Iterator[int]:
    """The bare endpoint on a PostgreSQL database; its port."""
    port = free_port()
    command = ["-m", "benchmarks.bare", url, str(port), str(workers), str(threads)]
    with _running(command, {}, port, log):
        yield port


@contextmanager
def _running(
    command: Sequence[str], environment: dict[str, str], port: int, log: Path
) -> Iterator[None]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SAFETY_CENTER_")}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            env={**kept, **environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=output,
            stderr=output,
        )
        try:
            _wait_for(port, process, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

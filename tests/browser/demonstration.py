"""Starts the demonstration as its user would, in a folder and on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

SCALE = (
    0.03  # of the demonstration's persons: every screen has its rows, and it is there in seconds
)
READY_WITHIN_S = 120  # what the README promises


def _find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 - our own
            return answer.status == 200
    except (URLError, OSError):
        return False


@contextmanager
def run_demonstration(
    folder: Path, scale: float = SCALE, ready_within_s: float = READY_WITHIN_S
) -> Iterator[str]:
    """Yields the address once `/healthz` answers; ends the server as Ctrl-C would."""
    port = _find_free_port()
    url = f"http://127.0.0.1:{port}"
    program = str(Path(sys.executable).with_name("safety-center"))
    command = [program, "demo", "--port", str(port), "--scale", str(scale)]
    log = folder / "demonstration.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, env=dict(os.environ)
        )
    try:
        deadline = time.monotonic() + ready_within_s
        while not _answers(url):
            running = server.poll() is None and time.monotonic() < deadline
            assert running, log.read_text(errors="replace")[-2000:]
            time.sleep(0.2)
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

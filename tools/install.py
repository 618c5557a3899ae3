"""Installs a hash-locked requirements file and this checkout into the running environment.

pip says a line or more per package; this shows one line that moves, and pip's own words only when
it fails. Standard library only: nothing is installed yet when this runs.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

_PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--progress-bar=off"]
_FETCHED = re.compile(r"(?:Collecting|Processing) (?:.*/)?([\w.]+(?:-[a-z]\w*)*).*\(from -r")
_REMEDY = (
    "패키지를 설치하지 못했습니다. 네트워크나 프록시 설정을 확인하고 다시 실행하십시오.\n"
    "The packages could not be installed: check the network or the proxy and run this again."
)


class Progress:
    """One line on a terminal, redrawn at most ten times a second; one plain line elsewhere."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.drawn_at = 0.0
        self.moving = sys.stderr.isatty()
        if not self.moving:
            print(f"패키지 {total}개 설치 · Installing {total} packages", file=sys.stderr)

    def draw(self, step: str, done: int, name: str = "") -> None:
        if not self.moving or time.monotonic() - self.drawn_at < 0.1:
            return
        self.drawn_at = time.monotonic()
        done = min(done, self.total)
        filled = 24 * done // self.total
        bar = "█" * filled + "░" * (24 - filled)
        sys.stderr.write(f"\r\x1b[K{step} {bar} {done}/{self.total} {name}")
        sys.stderr.flush()

    def close(self) -> None:
        if self.moving:
            sys.stderr.write("\r\x1b[K")


def _count_packages(lock: Path) -> int:
    pinned = re.findall(r"^[a-z0-9][\w.-]*==.*$", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return sum("win32" not in line for line in pinned)


def _count_installed() -> int:
    return sum(1 for _ in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def _watch(pip: subprocess.Popen[str], progress: Progress) -> Iterator[str]:
    """Passes pip's lines on, moving the bar while it fetches and again while it writes files."""
    fetched = 0
    for line in pip.stdout or ():
        yield line
        if match := _FETCHED.match(line):
            fetched += 1
            progress.draw("1/2 내려받기 · fetching", fetched, match[1])
        elif line.startswith("Installing collected packages"):
            while pip.poll() is None:  # pip is silent here; what it has to say later fits the pipe
                progress.draw("2/2 설치 · installing  ", _count_installed())
                time.sleep(0.1)


def _run_pip(arguments: list[str], progress: Progress) -> int:
    with subprocess.Popen(
        [*_PIP, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        said = list(_watch(pip, progress))
    if pip.returncode:
        progress.close()
        sys.stderr.write("".join(line[:300] for line in said[-8:]) + _REMEDY + "\n")
    return pip.returncode


def main(lock: Path) -> int:
    progress = Progress(_count_packages(lock))
    steps = (
        ["--require-hashes", "--requirement", str(lock)],
        ["--no-deps", "--no-build-isolation", "--editable", "."],
    )
    try:
        code = next((code for step in steps if (code := _run_pip(step, progress))), 0)
    except KeyboardInterrupt:
        code = 130
    progress.close()
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

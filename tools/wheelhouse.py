"""Fills a folder with everything an installation without network needs: python -m tools.wheelhouse FOLDER [LOCK]

The wheels of the lock, each checked against its hash while it is fetched; the project's own wheel, built
here; `requirements.txt` with the hash of every file; how to install from it; and the list of components
(SBOM). The wheels are those of the Python and the system that run this: run it on the same as the host's.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import components

_PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
_NAME = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)(-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl")
_INSTALL = "pip install --no-index --find-links . --require-hashes -r requirements.txt"
_READ_ME = f"""\
네트워크 없이 설치 · to install without network, in this folder:

  python3 -m venv /opt/safety-center
  /opt/safety-center/bin/{_INSTALL}
  /opt/safety-center/bin/safety-center --version

구성요소 목록 · list of components (SBOM, CycloneDX): {components.NAME}
"""


def build_wheel(folder: Path, source: Path) -> None:
    """The project's own wheel."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, stdout=subprocess.DEVNULL)


def fetch_wheels(folder: Path, lock: Path) -> None:
    """Every wheel of the lock; pip refuses one whose hash the lock does not name."""
    wanted = ["--require-hashes", "--only-binary=:all:", "--requirement", str(lock)]
    command = [*_PIP, "download", "--quiet", "--progress-bar=off", "--dest", str(folder), *wanted]
    subprocess.run(command, check=True)


def write_requirements(folder: Path) -> int:
    """Name, version and hash of every wheel in the folder; how many there are."""
    lines = sorted(_requirements(folder))
    (folder / "requirements.txt").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "README.txt").write_text(_READ_ME, "utf-8")
    return len(lines)


def _requirements(folder: Path) -> Iterator[str]:
    for path in folder.glob("*.whl"):
        named = _NAME.fullmatch(path.name)
        if named is None:
            raise SystemExit(f"not the name of a wheel: {path.name}")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        name = named["name"].replace("_", "-").lower()
        yield f"{name}=={named['version']} --hash=sha256:{digest}"


def main(folder: Path, lock: Path) -> int:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    fetch_wheels(folder, lock)
    build_wheel(folder.resolve(), lock.resolve().parent)
    count = write_requirements(folder)
    listed = components.write_components(folder, lock.resolve().parent)
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1_000_000
    print(f"{folder}: 휠 {count}개 · {count} wheels, {size:.0f} MB; {folder / 'README.txt'}")
    print(f"구성요소 {listed}개 · {listed} components: {folder / components.NAME}")
    return 0


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[1:]]
    sys.exit(main(given[0], given[1] if len(given) > 1 else Path("requirements.lock")))

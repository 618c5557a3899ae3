"""An installation from the wheelhouse asks no index: pip gets the folder, its hashes and nothing else.

The wheels of the dependencies are packed again from what is installed here, so that this needs no
network either; the project's own is built, and list and install are those of `make wheelhouse`.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools import wheelhouse

TOP = Path(__file__).resolve().parents[2]


def _locked() -> list[str]:
    """Names in the lock that this system and Python install."""
    text = (TOP / "requirements.lock").read_text("utf-8")
    found = re.findall(r"^([a-z0-9][\w.-]*==[^\\\n]+)", text, re.MULTILINE)
    wanted = [Requirement(line.strip()) for line in found]
    return [each.name for each in wanted if not each.marker or each.marker.evaluate()]


def _pack(installed: Distribution, folder: Path) -> None:
    """The wheel that an installed distribution came from, but for what pip itself writes."""
    name = re.sub(r"[-.]+", "_", installed.metadata["Name"])
    tags = re.findall(r"^Tag: (\S+)-(\S+)-(\S+)", installed.read_text("WHEEL") or "", re.MULTILINE)
    tag = "-".join(".".join(dict.fromkeys(parts)) for parts in zip(*tags, strict=True))
    files = [
        file
        for file in installed.files or ()
        if ".." not in file.parts
        and file.suffix != ".pyc"
        and file.name not in {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}
    ]
    info = next(file.parts[0] for file in files if file.name == "METADATA")
    rows = []
    path = folder / f"{name}-{installed.version}-{tag}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as wheel:
        for file in files:
            content = Path(str(installed.locate_file(file))).read_bytes()
            wheel.writestr(zipfile.ZipInfo(file.as_posix()), content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            rows.append(f'"{file.as_posix()}",sha256={digest.decode()},{len(content)}')
        wheel.writestr(zipfile.ZipInfo(f"{info}/RECORD"), "\n".join([*rows, f"{info}/RECORD,,\n"]))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "wheelhouse"
    folder.mkdir()
    for name in _locked():
        _pack(distribution(name), folder)
    wheelhouse.build_wheel(folder, TOP)
    assert wheelhouse.write_requirements(folder) == len(_locked()) + 1
    return folder


def _install(house: Path, environment: Path) -> subprocess.CompletedProcess[str]:
    """As README.txt of the folder says, with this Python's pip and nothing from anybody's settings."""
    (line,) = re.findall(r"pip (install .*)", (house / "README.txt").read_text("utf-8"))
    venv.create(environment, with_pip=False)
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check"]
    pip += ["--python", str(environment / "bin" / "python")]
    command = [*pip, *line.split(), "--quiet", "--no-compile"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


@pytest.fixture
def programs(house: Path, tmp_path: Path) -> Path:
    environment = tmp_path / "installed"
    answer = _install(house, environment)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return environment / "bin"


def _run(programs: Path, folder: Path, *words: str, typed: str = "") -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SAFETY_")}
    answer = subprocess.run(
        [programs / "safety-center", *words],
        cwd=folder,
        env=clean | {"PYTHONDONTWRITEBYTECODE": "1"},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@pytest.mark.slow
def test_what_was_installed_without_an_index_makes_keys_database_and_backups(
    programs: Path, tmp_path: Path
) -> None:
    from safety_center import __version__

    assert __version__ in _run(programs, tmp_path, "--version")
    first = ("--username", "admin.first", "--display-name", "첫 관리자", "--password-stdin")
    _run(programs, tmp_path, "init", *first, typed="Harbour-Light-7\n")
    _run(programs, tmp_path, "migrate")
    _run(programs, tmp_path, "backup", "--make-key")
    acting = ("--as", "admin.first")
    _run(programs, tmp_path, "backup", "--folder", "backups", *acting)
    said = _run(programs, tmp_path, "backup", "--verify", "backups", *acting)
    assert "every count is the same" in said

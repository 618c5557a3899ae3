"""The built wheel works where there is no checkout: what a real installation gets."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

import safety_center

TOP = Path(__file__).resolve().parents[2]
Run = Callable[..., str]


def _build_wheel(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=TOP, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _make_environment(folder: Path, wheel: Path) -> Path:
    """An environment with the wheel only; the locked dependencies are lent, not installed again."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*command, *install], check=True, capture_output=True)
    (packages,) = folder.glob("lib/python3*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "bin"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command of the installed wheel far from the checkout; returns what it printed."""
    folder = tmp_path_factory.mktemp("wheel")
    programs = _make_environment(folder / "environment", _build_wheel(folder))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SAFETY_")}

    def run_one(program: str, *arguments: str, **settings: str) -> str:
        answer = subprocess.run(
            [str(programs / program), *arguments],
            cwd=folder,
            env=clean | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout

    return run_one


def test_the_installed_command_tells_its_version(run: Run) -> None:
    assert safety_center.__version__ in run("safety-center", "--version")


@pytest.mark.parametrize("name", ["data", "dashboards"])
def test_the_wheel_brings_its_data_and_dashboards(run: Run, name: str) -> None:
    script = f"from safety_center.settings import load_settings as s; print(s().{name}_folder)"
    installed = Path(run("python", "-c", script).strip())
    assert TOP not in installed.parents
    assert _list_files(installed) == _list_files(TOP / name)


def test_the_wheel_brings_templates_styles_and_migrations(run: Run) -> None:
    package = Path(safety_center.__file__).parent
    installed = Path(run("python", "-c", "import safety_center as s; print(s.__file__)").strip())
    assert _list_files(package) <= _list_files(installed.parent)


def _list_files(folder: Path) -> set[Path]:
    """Paths from the folder, without what Python writes there itself."""
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def test_the_installed_command_migrates_a_database(run: Run, tmp_path: Path) -> None:
    database = tmp_path / "installed.sqlite3"
    run("safety-center", "migrate", SAFETY_CENTER_DATABASE_URL=f"sqlite:///{database}")
    with sqlite3.connect(database) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert "alembic_version" in tables
    assert len(tables) > 10

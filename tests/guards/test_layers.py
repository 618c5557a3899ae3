"""The folder is the layer: imports go downwards only."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.guards.tree import PACKAGE, TOP

_OUTSIDE_LAYERS = {"translations"}  # catalogs, no code
_CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}


def _split(layer: str) -> list[str]:
    return [name.strip(" ()") for name in layer.split("|")]


def test_imports_keep_the_contracts() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    answer = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_package_has_a_layer() -> None:
    layered = {name for layer in _CONTRACTS["layers"]["layers"] for name in _split(layer)}
    packages = {path.name for path in PACKAGE.iterdir() if any(path.glob("*.py"))}
    strange = packages - _OUTSIDE_LAYERS - layered
    assert strange == set(), "give these a layer: importlinter in pyproject.toml"


def test_every_door_is_kept_from_the_store() -> None:
    doors = {
        f"safety_center.{name}"
        for name in _split(_CONTRACTS["layers"]["layers"][0])
        if any((PACKAGE / name).glob("*.py"))
    }
    assert doors <= set(_CONTRACTS["doors"]["source_modules"])

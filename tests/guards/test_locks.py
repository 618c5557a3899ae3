"""The locks: names, versions and hashes, enough for every Python supported, and no address."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.guards.tree import TOP

LOCKS = ("requirements.lock", "requirements-dev.lock")
NPM_LOCK = TOP / "frontend" / "package-lock.json"


def _read_pins(lock: str) -> dict[str, str]:
    """Name → pinned version; fails on a line that pins no version or has no hash."""
    pins = {}
    for entry in re.split(r"\n(?=[a-z0-9])", (TOP / lock).read_text(encoding="utf-8")):
        found = re.match(r"([a-z0-9][\w.-]*)==(\S+)", entry)
        assert found, entry
        assert "--hash=sha256:" in entry, f"{found[1]} has no hash"
        pins[found[1]] = found[2]
    return pins


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert not re.search(r"https?://|--index|--find-links|file:", (TOP / lock).read_text("utf-8"))


def test_the_npm_lock_names_no_address_to_fetch_from() -> None:
    assert '"resolved"' not in NPM_LOCK.read_text(encoding="utf-8")


def test_both_locks_agree() -> None:
    runtime, dev = map(_read_pins, LOCKS)
    assert runtime.items() <= dev.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_meets_what_the_project_asks_for(lock: str) -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = project["project"]["dependencies"] + groups["build"]
    asked += groups["dev"] if lock == LOCKS[1] else []
    pins = _read_pins(lock)
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(pins[requirement.name.lower()]), requirement

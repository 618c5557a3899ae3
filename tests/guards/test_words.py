"""Words that must not stand anywhere in the project, and places only one machine has."""

from __future__ import annotations

import re
from pathlib import Path

from tests.guards.tree import TOP, read_texts

_SELF = Path(__file__).resolve().relative_to(TOP).as_posix()

# The sea is 동해 (East Sea), the islands are 독도 (Dokdo); names come from data/countries.csv.
_NAMES = re.compile(
    r"일본해|Sea\s+of\s+Japan|Japan\s+Sea|다케시마|Takeshima|竹島|竹岛|Liancourt|리앙쿠르",
    re.IGNORECASE,
)
# Folders that only somebody's machine has, and hosts that packages are fetched from.
_MACHINE = re.compile(r"(?<![\w.-])/(?:root|work|(?:home|Users)/\w+)/")
_REGISTRIES = re.compile(r"https?://(?:registry|files|index|deb)\.")


def _find(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found[0]}"
        for name, text in read_texts()
        if name != _SELF
        for found in pattern.finditer(text)
    ]


def test_the_sea_and_the_islands_have_only_their_own_names() -> None:
    assert _find(_NAMES) == [], "names of places come from data/countries.csv alone"


def test_no_path_of_one_machine_stands_in_the_project() -> None:
    assert _find(_MACHINE) == [], "write a path below the project, or leave it out"


def test_no_package_registry_is_named() -> None:
    assert _find(_REGISTRIES) == [], (
        "where packages come from is the machine's matter: leave it out"
    )

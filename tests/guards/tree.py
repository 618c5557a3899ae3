"""The project's files as a guard sees them: everything tracked, and what is new and not ignored."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "src" / "safety_center"
_SAMPLES = TOP / "tests" / "files" / "sheets"


@cache
def list_files() -> tuple[Path, ...]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        capture_output=True,
        check=True,
        text=True,
    )
    names = filter(None, listing.stdout.split("\0"))
    return tuple(path for name in names if (path := TOP / name).is_file())


def read_texts() -> Iterator[tuple[str, str]]:
    """(path from the top, text) of each file that is text; sample files may have other encodings."""
    for path in list_files():
        content = path.read_bytes()
        if b"\0" not in content[:8192] and _SAMPLES not in path.parents:
            yield path.relative_to(TOP).as_posix(), content.decode("utf-8")


def list_modules() -> list[Path]:
    return [path for path in list_files() if PACKAGE in path.parents and path.suffix == ".py"]

"""Small rooms with telling names: a newcomer finds a thing by the name of its file."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.guards.tree import PACKAGE, TOP, list_files, list_modules

MOST_LINES = 300
_MIGRATIONS = PACKAGE / "store" / "migrations" / "versions"  # tables in the form of code
_EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def _count_logic(path: Path) -> int:
    """Lines without tables, that is without assignments at the top of a module."""
    text = path.read_text(encoding="utf-8")
    tables = sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    )
    return text.count("\n") - tables


def test_no_file_of_logic_is_long() -> None:
    long = {
        path.relative_to(TOP).as_posix(): lines
        for path in list_modules()
        if _MIGRATIONS not in path.parents and (lines := _count_logic(path)) >= MOST_LINES
    }
    assert long == {}, f"{MOST_LINES} lines of logic at most: give one of its subjects a file"


def test_no_module_is_named_after_nothing() -> None:
    named = [path for path in list_files() if path.suffix == ".py" and path.stem in _EMPTY_NAMES]
    assert named == [], "name each after what is in it"


def test_unit_tests_mirror_the_package() -> None:
    """`tests/unit/domain/test_names.py` is about `domain/names.py` or a folder of that name."""
    unit = TOP / "tests" / "unit"
    folders = {path.parent.relative_to(unit) for path in unit.rglob("test_*.py")}
    strange = [folder for folder in folders if not (PACKAGE / folder).is_dir()]
    assert strange == [], "tests/unit has the folders of src/safety_center: move these tests"

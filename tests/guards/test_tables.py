"""Cells of tables that become lists on a telephone, where each child of a cell takes a line of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

#: What people wrote is cut into runs of either language: more than one child of its cell.
_BARE = re.compile(r"<td data-label=[^>]*>\{\{ [^{}]*as_written[^{}]* \}\}")


@pytest.mark.parametrize(
    "path", sorted(Path("src/safety_center/web").rglob("*.html")), ids=lambda path: path.stem
)
def test_what_people_wrote_stands_as_one_child_of_its_cell(path: Path) -> None:
    assert _BARE.findall(path.read_text(encoding="utf-8")) == []

"""The accessibility sheet is whole, and what it names as evidence exists."""

from __future__ import annotations

import re

from tests.guards.tree import TOP, read_texts

_SHEET = (TOP / "docs" / "kwcag.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| ([5-8]\.\d\.\d) \|(.*)\|$", re.MULTILINE)
_CHECKS_BY_PRINCIPLE = {"5": 9, "6": 15, "7": 7, "8": 2}


def test_the_sheet_has_its_33_checks_each_with_status_evidence_and_signature() -> None:
    rows = _ROW.findall(_SHEET)
    assert len({number for number, _ in rows}) == len(rows) == 33
    for principle, checks in _CHECKS_BY_PRINCIPLE.items():
        assert sum(number.startswith(principle) for number, _ in rows) == checks
    assert [
        number for number, cells in rows if len(list(filter(str.strip, cells.split("|")))) != 5
    ] == []


def test_every_test_it_names_exists() -> None:
    code = "\n".join(text for name, text in read_texts() if name.startswith("tests/"))
    named = set(re.findall(r"`(test_\w+)`", _SHEET))
    assert len(named) > 10
    gone = [name for name in named if f"def {name}(" not in code]
    assert gone == [], "docs/kwcag.md names tests that are not there"

"""Whatever an act notes in the trail has a name there: an auditor reads words, not our keys."""

from __future__ import annotations

import ast
from pathlib import Path

from safety_center.web.registry import feature_names
from safety_center.web.trail.subjects import PAGES
from safety_center.web.trail.words import _DETAILS

#: Told by columns of their own, or as a list of their own.
_TOLD = {"rows", "cases", "changes"}


def test_every_detail_of_an_act_has_a_name() -> None:
    noted = {
        keyword.arg
        for path in Path("src/safety_center").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "note"
        for keyword in call.keywords
        if keyword.arg
    }
    assert noted - _TOLD - _DETAILS.keys() == set()


def test_every_feature_of_the_pages_has_a_name_where_a_refusal_is_told() -> None:
    assert set(feature_names()) - PAGES.keys() == set()

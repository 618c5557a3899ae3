"""An empty list says what to do next: every empty state has a second sentence."""

from __future__ import annotations

import re

from tests.guards.tree import PACKAGE

_CALL = re.compile(r"empty_state\((.*?)\) ?\}\}", re.DOTALL)
#: The title alone: one call of `_`, and nothing behind it.
_ALONE = re.compile(r'\s*_\((?:"[^"]*"|\'[^\']*\')[^()]*\)\s*')


def test_every_empty_state_says_what_to_do_next() -> None:
    calls = [
        (path.name, call)
        for path in sorted((PACKAGE / "web").rglob("*.html"))
        for call in _CALL.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(calls) > 20
    mute = [(name, call) for name, call in calls if _ALONE.fullmatch(call)]
    assert mute == [], "say behind the title what to do next"

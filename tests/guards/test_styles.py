"""Our styles paint with the tokens of KRDS, in two weights, and write nothing small on a screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.guards.tree import PACKAGE, TOP

_STYLES = sorted((TOP / "frontend" / "css").glob("*.css"))
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
#: `#fff`, `rgb(…)`, and the names people write; `transparent`, `currentColor` and `none` are no paint.
_PAINT = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab|color-mix)\(|"
    r":[^;]*\b(?:black|white|gr[ae]y|silver|red|blue|green|orange|yellow|navy|crimson)\b(?!-)",
    re.IGNORECASE,
)
_LEAST_REM = 1.5


def _rules(path: Path) -> list[tuple[str, str]]:
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    return [(selector.strip(), body) for selector, body in _RULE.findall(text)]


@pytest.mark.parametrize("path", _STYLES, ids=lambda path: path.name)
def test_every_colour_is_a_token(path: Path) -> None:
    stray = [
        f"{selector}: {declaration.strip()}"
        for selector, body in _rules(path)
        for declaration in body.split(";")
        if _PAINT.search(re.sub(r"var\([^)]*\)", "", declaration))
    ]
    assert stray == [], "take a colour of frontend/css as var(--…)"


def test_every_token_that_is_named_exists() -> None:
    """Also those of KRDS: the build leaves out what nobody names, so that a stale build shows."""
    static = PACKAGE / "web" / "static"
    built = "".join(
        (static / name).read_text(encoding="utf-8")
        for name in ("app/app.css", "vendor/krds/krds.css")
    )
    named = {
        name
        for path in _STYLES
        for name in re.findall(r"var\((--[\w-]+)\)", path.read_text(encoding="utf-8"))
    }
    missing = [name for name in sorted(named) if f"{name}:" not in built]
    assert missing == [], "declare these in frontend/css, or build anew: `make assets`"


@pytest.mark.parametrize("path", _STYLES, ids=lambda path: path.name)
def test_letters_are_at_least_15_px_and_of_two_weights(path: Path) -> None:
    """In `rem` of 10 px. Points are paper's; signs drawn before or behind a text are no letters."""
    small = [
        f"{selector}: {size}rem"
        for selector, body in _rules(path)
        for size in re.findall(r"font-size:\s*([\d.]+)rem", body)
        if float(size) < _LEAST_REM and not re.search(r"::(before|after)", selector)
    ]
    weights = set(re.findall(r"font-weight:\s*(\w+)", path.read_text(encoding="utf-8")))
    assert small == [], f"{_LEAST_REM} rem at least"
    assert weights <= {"400", "700", "inherit"}

"""Four hues that keep 3:1 on white, on black and on the base map's land: good in both contrast modes.

Hue is never alone: involvement is named beside its mark, last year is hatched, what is still
running is dotted.
"""

from typing import Any

BLUE, AMBER, ROSE, SLATE = "#4385c6", "#b07b16", "#d25b68", "#7b8b9e"
HUES = {"victim": BLUE, "perpetrator": AMBER, "other": ROSE, "all": BLUE}
SYMBOLS = {"victim": "circle", "perpetrator": "square", "other": "triangle-up", "all": "circle"}
CLEAR = "rgba(0,0,0,0)"


def solid(hue: str | list[str]) -> dict[str, Any]:
    """A bar of this period."""
    return {"color": hue, "line": {"color": hue, "width": 1}}


def hatched(hue: str | list[str]) -> dict[str, Any]:
    """A bar of the period compared with: outline and strokes of the same hue."""
    pattern = {"shape": "/", "fgcolor": hue, "bgcolor": CLEAR, "size": 6, "solidity": 0.3}
    return {"color": CLEAR, "pattern": pattern, "line": {"color": hue, "width": 1}}


def dotted_where(hue: str, running: list[bool]) -> dict[str, Any]:
    """Bars of this period, solid, or an outline with dots where the time counted is not over yet.

    One hue for all: plotly.js draws the dots of a bar with a colour of its own in that colour.
    """
    return {
        "color": hue,
        "line": {"color": hue, "width": 1},
        "pattern": {
            "shape": ["." if open_ else "" for open_ in running],
            "fgcolor": hue,
            "bgcolor": CLEAR,
            "size": 5,
            "solidity": 0.25,
        },
    }

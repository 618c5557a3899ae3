"""Hatching where nothing is known: a band to the top of the plot, no value and not a value of 0."""

from collections.abc import Sequence
from typing import Any

from safety_center.charts.palette import CLEAR, SLATE
from safety_center.charts.sentences import Sentence
from safety_center.charts.table import NOT_STATED
from safety_center.charts.wording import Wording

HATCHED = Sentence("빗금은 미기재", "hatched: not stated")


def not_stated_bands(
    places: Sequence[Any],
    names: Sequence[str],
    height: float,
    wording: Wording,
    what: Sentence = NOT_STATED,
) -> dict[str, Any]:
    """A trace of bars at `places` of the axis; `names` are told under the pointer before `what`."""
    return {
        "type": "bar",
        "name": wording.say(what),
        "x": list(places),
        "y": [height] * len(places),
        "marker": {
            "color": CLEAR,
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": SLATE, "bgcolor": CLEAR, "size": 8},
        },
        "text": [f"{name} {wording.say(what)}" for name in names],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }

"""What every builder gives back, and what all figures have in common."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from safety_center.charts.sentences import DEMONSTRATION, NOTHING, PERSONS, Sentence
from safety_center.charts.table import ChartTable
from safety_center.charts.wording import Wording

#: The list behind a number: (code of the row, code of the column) → address, None where there is none.
Address = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Chart:
    """`figure` is `{"data", "layout"}` for Plotly, None where there is nothing to draw.

    `finding` is the title, `key` says how to read the marks, `alternative` stands for the picture;
    `size` is short, tall or map, empty for the usual height. `unit` is what the numbers count;
    `is_published` marks figures from published sources, which are real in a demonstration too.
    """

    figure: dict[str, Any] | None
    table: ChartTable
    finding: Sentence
    alternative: Sentence
    key: Sentence = NOTHING
    size: str = ""
    notes: tuple[Sentence, ...] = field(default=())
    unit: Sentence = PERSONS
    is_published: bool = False

    def noting(self, *notes: Sentence) -> "Chart":
        """The chart with further notes."""
        return replace(self, notes=(*self.notes, *notes))


def marks(hrefs: list[str | None]) -> list[Any]:
    """`customdata` of a trace: a click on a mark goes to `href`."""
    return [{"href": href} if href else {} for href in hrefs]


def figure(
    wording: Wording, data: list[dict[str, Any]], layout: dict[str, Any], labelled: bool = True
) -> dict[str, Any]:
    """Data and layout, with the demonstration's label inside unless the page around labels the figure."""
    margin = {"t": 30, **layout.get("margin", {})}
    label = _label(wording) if labelled and wording.demonstration else {}
    return {"data": data, "layout": {**layout, **label, "margin": margin}}


def _label(wording: Wording) -> dict[str, Any]:
    """As the figure's own title, in its upper right corner: nothing can cover it or push it out."""
    at = {"x": 1, "xref": "container", "xanchor": "right", "y": 1, "yref": "container"}
    pad = {"t": 8, "r": 2}
    return {
        "title": {
            **at,
            "yanchor": "top",
            "pad": pad,
            "text": wording.say(DEMONSTRATION),
            "font": {"size": 12},
        }
    }

"""What every builder gives back, and what all figures have in common."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from safety_center.charts.sentences import DEMONSTRATION, NOTHING, PERSONS, Sentence
from safety_center.charts.wording import Wording

#: The list behind a number: (code of the row, code of the column) → address, None where there is none.
Address = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Cell:
    """`text` as shown; `value` as written to a file, when that differs; `href` opens the list behind."""

    text: str
    value: int | None = None
    href: str | None = None

    @property
    def raw(self) -> str:
        """The cell in a file: numbers without separators."""
        return self.text if self.value is None else str(self.value)


@dataclass(frozen=True)
class Column:
    """A heading; numbers stand to the right."""

    text: str
    numeric: bool = True


@dataclass(frozen=True)
class Row:
    """The first cell heads the row."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ChartTable:
    """The figure's numbers; `total` is None where a sum would mean nothing."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None


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


def linked(value: int, text: str, href: str | None) -> Cell:
    """A number that opens its list; nothing to open behind zero."""
    return Cell(text, value, href if value else None)


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

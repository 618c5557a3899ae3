"""The table that every figure has: the same numbers, in a page each with the list behind it."""

from dataclasses import dataclass

from safety_center.charts.sentences import Sentence, number
from safety_center.charts.wording import Wording

#: *Not stated* belongs to published series and to declared gaps; a count of nothing is 0.
NOT_STATED = Sentence("미기재", "not stated")


@dataclass(frozen=True)
class Cell:
    """`text` as shown; `value` as written to a file, when that differs; `href` opens the list behind.

    `written`: the text is somebody's own, in whatever language they wrote; `marked`: it asks for attention;
    `code` stands for the text in a CSV file, as a month's `2026-01`.
    """

    text: str
    value: int | None = None
    href: str | None = None
    written: bool = False
    marked: bool = False
    code: str | None = None

    @property
    def raw(self) -> str:
        """The cell in a CSV file: numbers without separators, codes as they are."""
        if self.code is not None:
            return self.code
        return self.text if self.value is None else str(self.value)


@dataclass(frozen=True)
class Column:
    """A heading; numbers stand to the right. `whole`: its cells are kept in one line."""

    text: str
    numeric: bool = True
    whole: bool = False


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


def head_columns(wording: Wording, first: Sentence, *numbers: Sentence) -> tuple[Column, ...]:
    """What heads the rows, and columns of numbers."""
    others = (Column(wording.say(head)) for head in numbers)
    return (Column(wording.say(first), numeric=False), *others)


def linked(value: int, href: str | None) -> Cell:
    """A number that opens its list; nothing to open behind zero."""
    return Cell(number(value), value, href if value else None)

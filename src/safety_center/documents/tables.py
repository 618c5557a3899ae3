"""A table of figures as CSV, JSON or text: the numbers and everything that says what they are."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Definitions that a spreadsheet should be able to read as instants.
_INSTANTS = ("as_of", "written_at")


@dataclass(frozen=True)
class Column:
    """`code` and `flag` columns are left out of text; a `count` column holds integers or None (not stated).

    A `measure` is a number, or None, that does not add up. `names` spell single values for people,
    `form` writes a measure for reading; JSON and CSV keep the values.
    """

    key: str
    heading: str
    kind: str = "label"
    names: Mapping[Any, str] = field(default_factory=dict)
    form: Callable[[Any], str] = str

    def spell(self, value: Any) -> Any:
        """The value as people read it."""
        return self.names.get(value, value)


@dataclass(frozen=True)
class Definition:
    """What the numbers are: unit, date basis, scheme, rule, instant, notice; `code` is for machines."""

    key: str
    heading: str
    code: str
    text: str


@dataclass(frozen=True)
class FigureTable:
    """A table ready to be written; each row has one value per column.

    `totals` are those of several counts by the key of their column, where `total` is not all there is.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    definitions: Sequence[Definition]
    total: int
    total_heading: str
    totals: Mapping[str, int] = field(default_factory=dict)


def write_csv(table: FigureTable) -> str:
    """One header row, then rows that are complete in themselves: the definitions stand in each row.

    So every spreadsheet and `pandas.read_csv` reads it without options, and a row that is sorted,
    filtered or copied away still says what it counts. A table without rows gets one with a count
    of 0, so that it still says what was asked.
    """
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow([part.heading for part in (*table.columns, *table.definitions)])
    said = [part.code if part.key in _INSTANTS else part.text for part in table.definitions]
    empty = [0 if column.kind == "count" else "" for column in table.columns]
    for row in table.rows or [empty]:
        cells = zip(table.columns, row, strict=True)
        writer.writerow(
            ["" if value is None else column.spell(value) for column, value in cells] + said
        )
    return output.getvalue()


def write_json(table: FigureTable) -> str:
    """`definitions` by key (label, code, text), headings of the `columns` by key, `rows` as objects."""
    keys = [column.key for column in table.columns]
    content = {
        "definitions": {
            part.key: {"label": part.heading, "code": part.code, "text": part.text}
            for part in table.definitions
        },
        "columns": {column.key: column.heading for column in table.columns},
        "rows": [dict(zip(keys, row, strict=True)) for row in table.rows],
        "total": table.total,
    }
    if table.totals:
        content["totals"] = dict(table.totals)
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def write_text(table: FigureTable) -> str:
    """For a terminal: aligned columns (Hangul is two wide), counts to the right, definitions below."""
    places = [
        place for place, column in enumerate(table.columns) if column.kind not in ("code", "flag")
    ]
    kinds = [table.columns[place].kind for place in places]
    counts = [kind in ("count", "measure") for kind in kinds]
    last = [_sum_text(table, table.columns[place].key) for place in places]
    if not table.totals:
        last[max(place for place, kind in enumerate(kinds) if kind == "count")] = f"{table.total:,}"
    if not last[0]:
        last[0] = table.total_heading
    lines = [[table.columns[place].heading for place in places]]
    lines += [[_spell(table.columns[place], row[place]) for place in places] for row in table.rows]
    widths = [max(map(_width, column)) for column in zip(*lines, last, strict=True)]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    texts = [_align(line, widths, counts) for line in (*lines, last)]
    below = [f"{part.heading}: {part.text}" for part in table.definitions if part.text]
    body = texts[1:-1] if len(places) > 1 else []  # a lone count is its own total
    return "\n".join([texts[0], rule, *body, *([rule] if body else []), texts[-1], "", *below, ""])


def _sum_text(table: FigureTable, key: str) -> str:
    return f"{table.totals[key]:,}" if key in table.totals else ""


def _spell(column: Column, value: Any) -> str:
    if value is None:
        return column.names.get(None, "")
    if column.kind == "count":
        return f"{value:,}"
    return column.form(value) if column.kind == "measure" else str(column.spell(value))


def _align(line: Sequence[str], widths: Sequence[int], counts: Sequence[bool]) -> str:
    parts = []
    for text, width, is_count in zip(line, widths, counts, strict=True):
        gap = " " * (width - _width(text))
        parts.append(gap + text if is_count else text + gap)
    return "  ".join(parts).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)

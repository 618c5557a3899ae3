"""A table of figures as a workbook: one sheet as on the page, one with every definition.

Text is written as text and never as a formula; numbers are numbers, also where a mark stands beside.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from safety_center.documents.tables import Column, Definition
from safety_center.stats.grid import Grid, Number

_MARK = "†"
_WIDE, _NARROW, _TEXT = 22, 12, 90


@dataclass(frozen=True)
class Sheet:
    """What the first sheet says; `names` of both sheets, `heads` of the second one's columns."""

    names: tuple[str, str]
    heads: Sequence[str]
    title: str
    row_heads: Sequence[str]
    columns: Sequence[str | int]
    rows: Sequence[Sequence[str | int]]
    grid: Grid
    total: str
    not_stated: str


@dataclass(frozen=True)
class Listing:
    """A further sheet: `lines` above, then a row for each of `rows` under the headings of `columns`."""

    name: str
    lines: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def write_workbook(
    table: Sheet,
    lines: Sequence[str],
    definitions: Sequence[Definition],
    listing: Listing | None = None,
) -> bytes:
    """An XLSX file; `lines` stand above the table (for whom it is, notices)."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": table.title, "comments": " · ".join(lines)})
    _Writer(book, table).write(lines)
    if listing is not None:
        _write_listing(book, listing, lines)
    _write_definitions(book, table, definitions)
    book.close()
    return file.getvalue()


class _Writer:
    """Writes the first sheet."""

    def __init__(self, book: Any, table: Sheet) -> None:
        self._table, self._sheet = table, book.add_worksheet(table.names[0])
        self._bold = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format({"bold": True, "bg_color": "#EAF0FA", "bottom": 1})
        self._count = book.add_format({"num_format": "#,##0"})
        self._marked = book.add_format({"num_format": f'#,##0"{_MARK}"'})
        self._sum = book.add_format({"num_format": "#,##0", "bold": True, "top": 1})
        self._none = book.add_format({"align": "right", "font_color": "#5B6472"})

    def write(self, lines: Sequence[str]) -> None:
        table, sheet = self._table, self._sheet
        sheet.write_string(0, 0, table.title, self._bold)
        for line, text in enumerate(lines, 1):
            sheet.write_string(line, 0, text)
        top, left = len(lines) + 2, max(1, len(table.row_heads))
        many_columns, many_rows = len(table.columns) > 1, len(table.rows) > 1
        sheet.set_column(0, left - 1, _WIDE)
        sheet.set_column(left, left + len(table.columns), _NARROW)
        sheet.freeze_panes(top + 1, left)
        heads = [*(table.row_heads or [""]), *table.columns]
        for place, head in enumerate([*heads, *([table.total] if many_columns else [])]):
            self._label(top, place, head, self._head)
        for line, (labels, cells) in enumerate(
            zip(table.rows, table.grid.cells, strict=True), top + 1
        ):
            for place, label in enumerate(labels or [table.total]):
                self._label(line, place, label)
            for place, number in enumerate(cells, left):
                self._number(line, place, number)
            if many_columns:
                total = table.grid.row_totals[line - top - 1]
                self._number(line, left + len(cells), total, self._sum)
        if many_rows:
            self._totals(top + 1 + len(table.rows), left, many_columns)

    def _totals(self, line: int, left: int, many_columns: bool) -> None:
        grid = self._table.grid
        for place in range(left):
            self._sheet.write_string(line, place, self._table.total if not place else "", self._sum)
        numbers = [*grid.column_totals, *([grid.total] if many_columns else [])]
        for place, number in enumerate(numbers, left):
            self._number(line, place, number, self._sum)

    def _label(self, line: int, place: int, label: str | int, form: Any = None) -> None:
        if isinstance(label, int):
            self._sheet.write_number(line, place, label, form)
        else:
            self._sheet.write_string(line, place, label, form)

    def _number(self, line: int, place: int, number: Number, form: Any = None) -> None:
        if number.count is None:
            self._sheet.write_string(line, place, self._table.not_stated, self._none)
        else:
            shape = self._count if number.stated else self._marked
            self._sheet.write_number(line, place, number.count, form or shape)


def _write_listing(book: Any, listing: Listing, above: Sequence[str]) -> None:
    """Below the lines of the first sheet; what has no value stays empty."""
    sheet = book.add_worksheet(listing.name)
    head = book.add_format({"bold": True, "bg_color": "#EAF0FA", "bottom": 1})
    whole = book.add_format({"num_format": "#,##0"})
    parts = book.add_format({"num_format": "#,##0.00##"})
    top = 0
    for text in (*above, *listing.lines):
        sheet.write_string(top, 0, text)
        top += 1
    top += 1
    sheet.set_column(0, len(listing.columns) - 1, _NARROW + 4)
    sheet.freeze_panes(top + 1, 0)
    for place, column in enumerate(listing.columns):
        sheet.write_string(top, place, column.heading, head)
    for line, row in enumerate(listing.rows, top + 1):
        for place, (column, value) in enumerate(zip(listing.columns, row, strict=True)):
            if isinstance(value, int | float):
                is_year = column.kind not in ("count", "measure")
                form = None if is_year else whole if isinstance(value, int) else parts
                sheet.write_number(line, place, value, form)
            elif value is not None:
                sheet.write_string(line, place, column.spell(value))


def _write_definitions(book: Any, table: Sheet, definitions: Sequence[Definition]) -> None:
    sheet = book.add_worksheet(table.names[1])
    head = book.add_format({"bold": True, "bg_color": "#EAF0FA", "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, _WIDE)
    sheet.set_column(2, 2, _TEXT, wrap)
    for place, text in enumerate(table.heads):
        sheet.write_string(0, place, text, head)
    for line, part in enumerate(definitions, 1):
        sheet.write_string(line, 0, part.heading)
        sheet.write_string(line, 1, part.code)
        sheet.write_string(line, 2, part.text, wrap)

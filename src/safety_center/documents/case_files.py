"""A table of text as CSV or XLSX in bounded memory: lines that say what it is, headings, rows.

Every cell is text. A spreadsheet takes a CSV cell that begins with `=`, `+`, `-` or `@` (or a tab) for a
formula; such a cell gets an apostrophe before it, as spreadsheets themselves mark text. In XLSX cells
are strings by type and stay as they are.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import xlsxwriter

from safety_center.documents.csv_cells import BYTE_ORDER_MARK, guard

_WIDTH, _MOST_OF_A_CELL = 18, 32_000
_ROWS_AT_ONCE = 200

Stamp = Sequence[tuple[str, str]]


def stream_csv(
    stamp: Stamp, headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> Iterator[str]:
    """Pieces of a CSV file: the stamp's lines of two cells, an empty line, the table."""
    yield BYTE_ORDER_MARK
    yield _lines([*stamp, (), headings])
    waiting: list[Sequence[str]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _ROWS_AT_ONCE:
            yield _lines(waiting)
            waiting = []
    if waiting:
        yield _lines(waiting)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guard(cell) for cell in row])
    return text.getvalue()


def write_xlsx(
    file: IO[bytes],
    title: str,
    stamp: Stamp,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
) -> None:
    """The same as a workbook of one sheet; rows go to the disk one by one."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title, "subject": stamp[0][1] if stamp else ""})
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bg_color": "#EEF2F7", "bottom": 1})
        sheet = book.add_worksheet(title[:31])
        sheet.set_column(0, len(headings) - 1, _WIDTH)
        sheet.freeze_panes(len(stamp) + 2, 1)
        sheet.set_landscape()
        sheet.repeat_rows(len(stamp) + 1)
        sheet.set_header("&R" + " · ".join(text for _, text in stamp[:2]).replace("&", "&&")[:200])
        for at, (term, text) in enumerate(stamp):
            sheet.write_string(at, 0, term, bold)
            sheet.write_string(at, 1, text)
        _write_row(sheet, len(stamp) + 1, headings, head)
        for at, row in enumerate(rows, start=len(stamp) + 2):
            _write_row(sheet, at, row)


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet,
    at: int,
    row: Sequence[str],
    form: xlsxwriter.format.Format | None = None,
) -> None:
    for column, cell in enumerate(row):
        sheet.write_string(at, column, cell[:_MOST_OF_A_CELL], form)

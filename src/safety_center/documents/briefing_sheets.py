"""A briefing's tables as one workbook: contents with links, the tables, definitions, sources and notes.

Numbers are numbers, with the format they are read in; text is written as text and never as a formula.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

_MOST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDE, _NARROW, _TEXT = 26, 14, 100
_YEAR = re.compile(r"\d{4}")
_WHOLE = re.compile(r"[+−-]?\d{1,3}(,\d{3})+|[+−-]?\d+")
_PARTS = re.compile(r"[+−-]?(\d{1,3}(,\d{3})+|\d+)\.(\d{1,4})")
_PERCENT = re.compile(r"[+−-]?\d+(\.(\d{1,2}))?%")


@dataclass(frozen=True)
class Value:
    """What stands in a cell: text, or a number with its format."""

    content: str | int | float
    form: str = ""


@dataclass(frozen=True)
class Block:
    """One table: `lines` above it (finding, unit), `notes` below; the first cell heads each row."""

    number: str
    title: str
    lines: Sequence[str]
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value]
    notes: Sequence[str]


@dataclass(frozen=True)
class TableSheet:
    """A sheet with one table, or with all of a region."""

    name: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class TextSheet:
    """A sheet of words: heading, then the rest of each row."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Book:
    """`facts` and `above` stand on the sheet of contents; `above` (for whom it is, notices) on every sheet."""

    title: str
    contents: str
    back: str
    heads: Sequence[str]
    above: Sequence[str]
    facts: Sequence[tuple[str, str]]
    sheets: Sequence[TableSheet]
    texts: Sequence[TextSheet]


def read_value(text: str, value: int | None, numeric: bool) -> Value:
    """A cell of a figure's table: `1,234` → 1234, `12.3%` → 0.123, `+4` → 4; what is no number stays text.

    `value` is the number where the table knows it. A year that heads a row is a number without separators.
    """
    if value is not None:
        return Value(value, "#,##0")
    if not numeric:
        return Value(int(text)) if _YEAR.fullmatch(text) else Value(text)
    plain = text.replace("−", "-").replace(",", "")
    sign = "+{0};-{0};0" if text.startswith("+") or "−" in text else "{0}"
    if _WHOLE.fullmatch(text):
        return Value(int(plain), sign.format("#,##0"))
    if found := _PARTS.fullmatch(text):
        return Value(float(plain), sign.format("#,##0." + "0" * len(found[3])))
    if found := _PERCENT.fullmatch(text):
        places = "." + "0" * len(found[2]) if found[2] else ""
        return Value(round(float(plain[:-1]) / 100, 6), sign.format(f"0{places}%"))
    return Value(text)


def sheet_name(number: str, title: str, taken: set[str]) -> str:
    """At most 31 signs, none that a sheet's name may not have, no name twice; `taken` grows."""
    plain = _FORBIDDEN.sub(" ", f"{number.replace('.', '-')} {title}").strip()[:_MOST_NAME].strip()
    name, again = plain, 2
    while name.lower() in taken:
        name, again = f"{plain[: _MOST_NAME - 3]} {again}", again + 1
    taken.add(name.lower())
    return name


def write_briefing_book(book: Book) -> bytes:
    """An XLSX file."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(file, options)
    workbook.set_properties({"title": book.title, "comments": " · ".join(book.above)})
    _Writer(workbook, book).write()
    workbook.close()
    return file.getvalue()


class _Writer:
    """Writes the sheets; the contents stand first and lead to each table's line."""

    def __init__(self, workbook: Any, book: Book) -> None:
        self._workbook, self._book = workbook, book
        self._title = workbook.add_format({"bold": True, "font_size": 14})
        self._bold = workbook.add_format({"bold": True})
        self._head = workbook.add_format(
            {"bold": True, "bg_color": "#EAF0FA", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self._wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._link = workbook.add_format({"font_color": "#0B50D0", "underline": 1})
        self._forms: dict[tuple[str, bool], Any] = {}

    def write(self) -> None:
        contents = self._workbook.add_worksheet(self._book.contents)
        lines = [line for sheet in self._book.sheets for line in self._tables(sheet)]
        for text in self._book.texts:
            self._words(text)
            lines.append((text.name, "", text.name, 0))
        self._contents(contents, lines)

    def _contents(self, sheet: Any, lines: Sequence[tuple[str, str, str, int]]) -> None:
        book = self._book
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 70)
        sheet.set_column(2, 2, 34)
        sheet.write_string(0, 0, book.title, self._title)
        top = 1
        for text in book.above:
            sheet.write_string(top, 0, text, self._bold)
            top += 1
        for term, text in book.facts:
            sheet.write_string(top, 0, term)
            sheet.write_string(top, 1, text)
            top += 1
        for place, head in enumerate(book.heads):
            sheet.write_string(top + 1, place, head, self._head)
        sheet.freeze_panes(top + 2, 0)
        for line, (title, number, name, row) in enumerate(lines, top + 2):
            sheet.write_string(line, 0, number)
            sheet.write_url(line, 1, f"internal:'{name}'!A{row + 1}", self._link, title)
            sheet.write_string(line, 2, name)

    def _tables(self, given: TableSheet) -> list[tuple[str, str, str, int]]:
        """Write a sheet; title, number, sheet and row of each of its tables."""
        sheet = self._workbook.add_worksheet(given.name)
        sheet.set_column(0, 0, _WIDE)
        sheet.set_column(1, 12, _NARROW)
        sheet.write_url(0, 0, f"internal:'{self._book.contents}'!A1", self._link, self._book.back)
        sheet.write_string(0, 1, " · ".join(self._book.above))
        top, found = 2, []
        for block in given.blocks:
            found.append((block.title, block.number, given.name, top))
            top = self._block(sheet, block, top) + 2
        return found

    def _block(self, sheet: Any, block: Block, top: int) -> int:
        sheet.write_string(top, 0, f"{block.number} {block.title}".strip(), self._title)
        for text in block.lines:
            top += 1
            sheet.write_string(top, 0, text)
        top += 1
        for place, (head, _) in enumerate(block.columns):
            sheet.write_string(top, place, head, self._head)
        for row in block.rows:
            top += 1
            for place, value in enumerate(row):
                self._value(sheet, top, place, value)
        if block.total:
            top += 1
            for place, value in enumerate(block.total):
                self._value(sheet, top, place, value, total=True)
        for text in block.notes:
            top += 1
            sheet.write_string(top, 0, text)
        return top

    def _value(self, sheet: Any, row: int, place: int, value: Value, total: bool = False) -> None:
        form = self._form(value.form, total)
        if isinstance(value.content, str):
            sheet.write_string(row, place, value.content, form)
        else:
            sheet.write_number(row, place, value.content, form)

    def _form(self, number: str, total: bool) -> Any:
        if (number, total) not in self._forms:
            known = {"num_format": number} if number else {}
            shown = {"bold": True, "top": 1} if total else {}
            self._forms[number, total] = self._workbook.add_format({**known, **shown})
        return self._forms[number, total]

    def _words(self, given: TextSheet) -> None:
        sheet = self._workbook.add_worksheet(given.name)
        sheet.set_column(0, len(given.heads) - 2, _WIDE, self._wrap)
        sheet.set_column(len(given.heads) - 1, len(given.heads) - 1, _TEXT, self._wrap)
        sheet.write_url(0, 0, f"internal:'{self._book.contents}'!A1", self._link, self._book.back)
        for place, head in enumerate(given.heads):
            sheet.write_string(2, place, head, self._head)
        sheet.freeze_panes(3, 0)
        for line, row in enumerate(given.rows, 3):
            for place, text in enumerate(row):
                sheet.write_string(line, place, text, self._wrap)

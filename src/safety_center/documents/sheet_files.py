"""Sheets as files: the template to fill, and rows to mend, as XLSX and CSV.

Text is written as text and never as a formula; in CSV an apostrophe stands before what a spreadsheet
would compute, and the reader of sheets takes it off again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import xlsxwriter

from safety_center.documents.csv_cells import BYTE_ORDER_MARK, guard
from safety_center.domain.sheet_columns import COLUMNS, EXAMPLE_MARKS, Column, Kind

_LAST_ROW = 5_000
_NAMES = {
    "ko": {"fill": "접수", "read": "작성 방법", "lists": "목록"},
    "en": {"fill": "Reports", "read": "How to fill", "lists": "Lists"},
}
_WIDE = {"narrative": 60, "received_at": 20, "country_code": 18, "mission_code": 26}
_INSTRUCTIONS = {
    "ko": (
        "접수 내용을 한 번에 등록하는 양식입니다. 첫째 시트에 채워 '가져오기' 화면에 올리거나 명령으로 읽습니다.",
        "당사자 한 사람에 한 줄을 씁니다. 접수 출처와 참조번호가 같은 줄이 이어지면 당사자가 여럿인 접수 한 건입니다.",
        f"참조번호가 '{EXAMPLE_MARKS['ko']}'로 시작하는 줄은 보기이며 등록되지 않습니다. 지워도 됩니다.",
        "* 표시는 꼭 적어야 하는 항목입니다. 신고인은 성명이나 전화번호를 적거나 '신고인 없음'에 '예'를 적습니다.",
        "목록이 있는 칸에는 목록의 말이나 부호를 적습니다(예: 도난 또는 theft, 캄보디아 또는 KH).",
        "날짜는 2026. 11. 22. 또는 2026-11-22, 시각은 2026. 11. 22. 14:30 처럼 적습니다. 엑셀의 날짜 형식도 됩니다.",
        (
            "시간대를 적지 않은 시각은 한국시간입니다. '시각 기준'에 현지시간을 고르면 그 줄의 시각은 현지시간입니다. "
            "2026-11-22T14:30+07:00 처럼 적어도 됩니다. 발생일과 발생 시각은 언제나 현지 기준입니다."
        ),
        (
            "전화번호와 여권번호는 텍스트로 적습니다. 숫자로 저장된 칸은 맨 앞의 0이 사라지므로 받지 않습니다. "
            "수식이 든 칸도 받지 않습니다."
        ),
        "주민등록번호는 어디에도 적지 않습니다. 글 속에 신분증 번호가 있으면 가려서 저장하고 알립니다.",
    ),
    "en": (
        (
            "With this sheet many reports are registered at once. Fill the first page; give it in under "
            "'Import' or by command."
        ),
        (
            "One row per person. Rows that follow one another with the same source and reference are one "
            "report with several persons."
        ),
        f"A row whose reference begins with '{EXAMPLE_MARKS['en']}' is an example and is not registered.",
        "* marks what must be filled. The caller has a name or a telephone number, or 'No caller' says Yes.",
        "Cells with a list take its words or codes (Lost property, or loss; Cambodia, or KH).",
        "Dates: 2026-11-22 or 2026. 11. 22.; times: 2026-11-22 14:30. Excel's own dates are read too.",
        (
            "A time without an offset is Seoul's, unless the row's 'Clock' says local time; "
            "2026-11-22T14:30+07:00 works too. Date and time of occurrence are always local."
        ),
        "Telephone and passport numbers as text: a number loses its leading zero and is refused. So are formulas.",
        "Never write resident registration numbers. Identity numbers inside texts are masked, and you are told.",
    ),
}
Labels = Mapping[str, Sequence[str]]


def template_xlsx(language: str, lists: Labels, country: str) -> bytes:
    """The template; `lists`: names by column for those whose words come from reference tables.

    `country` is the name that stands in the example row.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    names = _NAMES[language]
    fill, read, choices = (book.add_worksheet(names[key]) for key in ("fill", "read", "lists"))
    choices.hide()
    _write_columns(book, fill, language, country)
    _write_lists(fill, choices, names["lists"], language, lists)
    _write_instructions(book, read, language)
    book.close()
    return file.getvalue()


def template_csv(language: str, country: str) -> str:
    """The template as CSV: the headings and the example row."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([heading(column, language) for column in COLUMNS])
    writer.writerow([guard(_example(column, language, country)) for column in COLUMNS])
    return BYTE_ORDER_MARK + file.getvalue()


def heading(column: Column, language: str) -> str:
    """`접수 시각 *`: the name of a column, marked where it must be filled."""
    return column.label(language) + (" *" if column.required else "")


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows to mend as CSV, a line at a time."""
    file = io.StringIO()
    writer = csv.writer(file)
    mark = BYTE_ORDER_MARK
    for cells in chain([header], rows):
        writer.writerow([guard(cell) for cell in cells])
        yield mark + file.getvalue()
        mark = ""
        file.seek(0)
        file.truncate()


def rows_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows to mend as XLSX, every cell text; held in memory, so not for very many rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet(title)
    text = book.add_format({"num_format": "@", "valign": "top"})
    bold = book.add_format({"bold": True, "bg_color": "#EAF0FA", "num_format": "@"})
    reason = book.add_format({"text_wrap": True, "font_color": "#B42318", "valign": "top"})
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, max(1, len(header) - 1), 18, text)
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    for line, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(line, column, cell, reason if column == 0 else text)
    book.close()
    return file.getvalue()


def _write_columns(book: Any, sheet: Any, language: str, country: str) -> None:
    text = book.add_format({"num_format": "@"})
    must = book.add_format({"bold": True, "bg_color": "#DCE6F7", "border": 1, "text_wrap": True})
    may = book.add_format({"bg_color": "#F1F3F6", "border": 1, "text_wrap": True})
    example = book.add_format({"num_format": "@", "italic": True, "font_color": "#667085"})
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, _WIDE.get(column.name, 16), text)
        sheet.write_string(0, index, heading(column, language), must if column.required else may)
        sheet.write_string(1, index, _example(column, language, country), example)
        if hint := column.hint(language):
            sheet.write_comment(0, index, hint)


def _example(column: Column, language: str, country: str) -> str:
    """The example row; words of a list in the reader's language."""
    if column.kind is Kind.COUNTRY:
        return country
    term = next((t for t in column.terms or () if t.ko == column.example), None)
    if term is not None:
        return term.label(language)
    return (column.example_en if language == "en" else "") or column.example


def _write_lists(sheet: Any, choices: Any, name: str, language: str, lists: Labels) -> None:
    """Drop-down lists stand on a page of their own: Excel takes only 255 characters otherwise."""
    position = 0
    for index, column in enumerate(COLUMNS):
        words = _words(column, language, lists)
        if not words:
            continue
        for line, word in enumerate(words):
            choices.write_string(line, position, word)
        letters = xlsxwriter.utility.xl_col_to_name(position)
        source = f"='{name}'!${letters}$1:${letters}${len(words)}"
        # A code is understood too, so another entry is asked about and not refused.
        rule = {"validate": "list", "source": source, "error_type": "warning"}
        sheet.data_validation(1, index, _LAST_ROW, index, rule)
        position += 1


def _words(column: Column, language: str, lists: Labels) -> Sequence[str]:
    if column.kind is Kind.YES_NO:
        return ("Yes", "No") if language == "en" else ("예", "아니요")
    if column.terms is not None:
        return [term.label(language) for term in column.offered]
    return lists.get(column.name, ())


def _write_instructions(book: Any, sheet: Any, language: str) -> None:
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#F1F3F6", "border": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 70, wrap)
    line = 0
    for each in (language, "en" if language == "ko" else "ko"):
        sheet.write_string(line, 0, "작성 방법" if each == "ko" else "How to fill", bold)
        for sentence in _INSTRUCTIONS[each]:
            line += 1
            sheet.merge_range(line, 0, line, 2, "", wrap)
            sheet.write_string(line, 0, sentence, wrap)
            sheet.set_row(line, 32)
        line += 2
        titles = ("항목", "이름", "설명") if each == "ko" else ("Column", "Name", "What to write")
        for position, title in enumerate(titles):
            sheet.write_string(line, position, title, head)
        for column in COLUMNS:
            line += 1
            sheet.write_string(line, 0, heading(column, each))
            sheet.write_string(line, 1, column.name)
            sheet.write_string(line, 2, column.hint(each), wrap)
        line += 3

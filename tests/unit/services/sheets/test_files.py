"""Files as people save them become the same reports; everything else is refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safety_center.domain.sheet_columns import COLUMNS, PERSON_PREFIX, headings
from safety_center.services.sheets.cells import Words, read_values
from safety_center.services.sheets.read import SheetReport, open_sheet
from safety_center.services.sheets.rows import Pieces, SheetError, cell_text
from tests.unit.services.sheets.places import PLACES

FILES = Path(__file__).parents[3] / "files" / "sheets"
SHEETS = sorted(path.name for path in FILES.glob("*.*") if path.suffix != ".md")


def pieces(content: bytes, size: int = 1000) -> Pieces:
    """Bytes in small pieces."""

    def read() -> Iterator[bytes]:
        for start in range(0, len(content), size):
            yield content[start : start + size]

    return read


def reports_of(content: bytes) -> list[SheetReport]:
    return list(open_sheet(pieces(content)).reports)


def values_of(report: SheetReport) -> dict[str, Any]:
    read = read_values(report.values, Words(PLACES))
    assert read.errors == []
    return read.values


def workbook(*rows: list[Any], sheet: str = "접수", **more: Any) -> bytes:
    """An XLSX file with these rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    page = book.add_worksheet(sheet)
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and not cell.startswith("="):
                page.write_string(line, column, cell)
            else:
                page.write(line, column, cell)
    for name in more.get("others", ()):
        book.add_worksheet(name).write_string(0, 0, "메모")
    book.close()
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(SheetError) as refused:
        reports_of(content)
    return str(refused.value)


@pytest.mark.parametrize("name", SHEETS)
def test_the_same_reports_come_out_of_every_file(name: str) -> None:
    first, second = (values_of(report) for report in reports_of((FILES / name).read_bytes()))
    assert first["received_at"] == "2026-11-20T14:30:00+07:00"
    assert (first["country_code"], first["situation"]) == ("KH", "theft_loss")
    assert first["occurred_from"] == "2026-11-20"
    assert first["occurred_time"].startswith("13:05")
    assert first["caller_telephone"] == "010 0000 0001"
    assert first["narrative"].splitlines()[1] == "여권이 들어 있었음. (가상 자료)"
    one, other = first["persons"]
    assert (one["passport_number"], one["birth_date"]) == ("00123", "1990-01-01")
    assert (other["name_hangul"], other["birth_date"]) == ("김가상", "1985-12-31")
    assert second["received_at"] == "2026-11-21T09:05:00+09:00"
    assert (second["caller_none"], second["severity"]) == ("true", "serious")
    assert second["narrative"] == "=가상 투자 사기를 신고함"


def test_rows_keep_the_numbers_they_have_in_the_file() -> None:
    head = ["참조번호", "접수 출처", "신고 내용"]
    title, empty = ["접수 현황"], []
    content = workbook(title, empty, head, ["A", "mission", "가"], empty, ["B", "mission", "나"])
    assert [report.line for report in reports_of(content)] == [4, 6]
    text = '참조번호,접수 출처,신고 내용\nA,mission,"두\n줄"\n\nB,mission,나\n'
    assert [report.line for report in reports_of(text.encode())] == [2, 5]


def test_a_formula_is_told_and_never_calculated() -> None:
    content = workbook(["상황", "접수 출처", "신고 내용"], ["fraud", "mission", "=1+1"])
    (report,) = reports_of(content)
    (error,) = read_values(report.values, Words(PLACES)).errors
    assert (error.field, error.code) == ("narrative", "formula")


def test_a_number_is_no_telephone_number() -> None:
    head = ["당사자 전화번호", "접수 출처", "신고 내용", "참조번호"]
    (report,) = reports_of(workbook(head, [821012345678, "mission", 5, 17]))
    read = read_values(report.values, Words(PLACES))
    assert [(e.field, e.code) for e in read.errors] == [("persons.0.telephone", "spoiled_number")]
    assert (read.values["narrative"], read.values["external_reference"]) == ("5", "17")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (datetime.fromisoformat("2026-11-22T14:30"), "2026-11-22T14:30:00+09:00"),
        ("2026. 11. 22. 14:30", "2026-11-22T14:30:00+09:00"),
        ("2026-11-22T14:30+07:00", "2026-11-22T14:30:00+07:00"),
        ("2026/11/22 9:05", "2026-11-22T09:05:00+09:00"),
        ("2026년 11월 22일 14:30", "2026-11-22T14:30:00+09:00"),
    ],
)
def test_instants_are_read_as_written(cell: Any, read: str) -> None:
    assert read_values({"received_at": cell}, Words(PLACES)).values["received_at"] == read


@pytest.mark.parametrize("cell", ["11/22/2026 14:30", "2026. 13. 40. 14:30", "어제"])
def test_what_is_no_instant_is_answered_in_the_words_of_the_template(cell: str) -> None:
    (error,) = read_values({"received_at": cell}, Words(PLACES)).errors
    assert (error.field, error.code) == ("received_at", "datetime_parsing")
    assert "2026. 11. 22. 14:30" in error.message


@pytest.mark.parametrize("cell", [date(2026, 11, 22), "2026. 11. 22.", 45000.0])
def test_a_day_alone_is_no_instant(cell: Any) -> None:
    read = read_values({"received_at": cell}, Words(PLACES))
    assert read.errors[0].field == "received_at"
    assert "received_at" not in read.values


def test_times_are_local_where_the_row_says_so() -> None:
    cells = {"clock": "현지시간", "country_code": "캄보디아", "received_at": "2026-11-22 14:30"}
    values = read_values(cells, Words(PLACES)).values
    assert values["received_at"] == "2026-11-22T14:30:00+07:00"
    read = read_values({**cells, "clock": "화성"}, Words(PLACES))
    assert [error.field for error in read.errors] == ["clock"]


def test_words_of_both_languages_and_codes_are_understood() -> None:
    for told in ("절도", "Theft", "theft", " 절 도 "):
        assert (
            read_values({"incident_type": told}, Words(PLACES)).values["incident_type"] == "theft"
        )
    for told in ("캄보디아", "Cambodia", "kh", "KH"):
        assert read_values({"country_code": told}, Words(PLACES)).values["country_code"] == "KH"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "비어"),
        (b"\xff\xfe\x00", "글자를 읽을 수 없습니다"),
        ("가,나\n1,2".encode(), "항목 이름이 없습니다"),
        ("신고 내용,상황,색깔,참조번호\n1,2,3,4".encode(), "색깔"),
        ("신고 내용,상황,narrative,참조번호\n1,2,3,4".encode(), "두 번"),
        ("상황,참조번호,도시\n1,2,3".encode(), "신고 내용"),
        ('신고 내용,상황,도시\n"가,2,3'.encode(), "CSV 형식"),
        (b"\x80\xff,\xc7\n1,2", "CP949"),
        (b"PK\x03\x04 not a zip", "손상"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "예전 형식"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "암호"),
        (b"%PDF-1.7\0\0", "표 파일이 아닙니다"),
        (b"%PDF-1.4\n1 0 obj", "표 파일이 아닙니다"),
        (b"\x89PNG\r\n\x1a\n", "표 파일이 아닙니다"),
        (b"\xff\xd8\xff\xe0", "표 파일이 아닙니다"),
        (workbook(["메모"], sheet="낙서", others=("다른 시트",)), "낙서, 다른 시트"),
    ],
)
def test_what_is_no_sheet_is_refused_with_the_reason(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_other_archives_and_bombs_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "표 파일이 아닙니다" in refusal(file.getvalue())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.infolist()[-1].file_size = 2**31 - 1  # what its directory says, without the labour
    assert "너무 큽니다" in refusal(file.getvalue())


def test_a_sheet_that_would_fill_the_memory_ends_its_reader_only() -> None:
    """Two cells at opposite corners: the parser makes room for all between them."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("접수")
    page.write_row(0, 0, ["상황", "접수 출처", "신고 내용"])
    page.write_string(1_048_575, 16_383, "끝")
    book.close()
    assert "너무 큽니다" in refusal(file.getvalue())


def test_every_field_of_a_report_has_a_column() -> None:
    from safety_center.domain.reports import PersonInput, ReportInput

    fields = {name for name in ReportInput.model_fields if name != "persons"}
    fields |= {PERSON_PREFIX + name for name in PersonInput.model_fields}
    columns = {column.name for column in COLUMNS} - {"clock"}
    assert fields - columns == set(), "give these a column in domain/sheet_columns.py"
    assert columns - fields == set(), "no field of a report or person: domain/sheet_columns.py"
    assert len(headings()) > 2 * len(COLUMNS)


_QUIET = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@_QUIET
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    head = "상황,접수 출처,신고 내용,참조번호\n".encode()
    for each in (content, head + content):
        if each.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            continue  # a process for each would take long; the next test does these
        try:
            for report in reports_of(each):
                read_values(report.values, Words(PLACES))
        except SheetError:
            pass


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.integers(0, 6000), st.binary(min_size=1, max_size=40))
def test_a_spreadsheet_with_a_broken_place_is_read_or_refused(place: int, noise: bytes) -> None:
    content = bytearray((FILES / "from-template.xlsx").read_bytes())
    content[place + 30 : place + 30 + len(noise)] = noise
    try:
        for report in reports_of(bytes(content)):
            read_values(report.values, Words(PLACES))
    except SheetError:
        pass


_CELLS = st.one_of(
    st.text(max_size=60),
    st.floats(allow_nan=True),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(["2026. 11. 22. 14:30", "9999-12-31 23:59", "0001-01-01 00:00", "예", "=1"]),
)


@_QUIET
@given(st.dictionaries(st.sampled_from([c.name for c in COLUMNS] + [""]), _CELLS))
def test_any_cells_become_text_or_errors(cells: dict[str, Any]) -> None:
    report = {k: v for k, v in cells.items() if not k.startswith(PERSON_PREFIX)}
    person = {k.removeprefix(PERSON_PREFIX): v for k, v in cells.items() if k not in report}
    read = read_values({**report, "persons": [person]}, Words(PLACES))
    for value in (*read.values.values(), *read.values["persons"][0].values()):
        assert isinstance(value, str | list)
    for cell in cells.values():
        assert isinstance(cell_text(cell), str)
    held = {*read.values, *(f"persons.0.{name}" for name in read.values["persons"][0])}
    assert {error.field for error in read.errors}.isdisjoint(held)


def test_a_time_of_day_is_read() -> None:
    for cell in (time(13, 5), "13:05", "13:05:00"):
        values = read_values({"occurred_time": cell}, Words(PLACES)).values
        assert values["occurred_time"] == "13:05:00"

"""From a file to rows of cells: which format it is, how its text is encoded, what parts its columns.

A sheet comes as pieces of bytes, from a path or unsealed, so that it never lies open on the disk.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from safety_center.documents.csv_cells import unguard
from safety_center.domain.errors import N_
from safety_center.domain.sheet_columns import headings, plain_heading
from safety_center.services.sheets.rows import (
    MOST_ROWS,
    NO_SHEET,
    Cell,
    Pieces,
    Rows,
    SheetError,
    too_many_rows,
)
from safety_center.services.sheets.spreadsheets import open_spreadsheet

_TOP_ROWS = 12
_LEAST_KNOWN = 3
_CHUNK = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: How pictures and documents begin that are taken for a sheet by their name.
_NO_TEXT = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"Rar!", b"7z\xbc\xaf")
_DELIMITERS = (",", ";", "\t")
# One cell may be long, it is then refused as a cell; the library's own limit would refuse the file.
csv.field_size_limit(64 << 20)


def open_rows(pieces: Pieces) -> Rows:
    """The rows of a CSV, XLSX or ODS file; raises `SheetError` with the reason and the remedy."""
    first = next(pieces(), b"")
    if not first.strip():
        raise SheetError(N_("파일이 비어 있습니다. 양식을 내려받아 채워 주십시오."))
    if first.startswith((_ZIP, _OLE)):
        return open_spreadsheet(pieces)
    return _text(pieces, first)


class _Stream(io.RawIOBase):
    """Pieces of bytes as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def _text(pieces: Pieces, first: bytes) -> Rows:
    encoding, lines = _encoding(pieces, first)

    def opened() -> io.TextIOWrapper:
        return io.TextIOWrapper(
            io.BufferedReader(_Stream(pieces()), _CHUNK), encoding=encoding, newline=""
        )

    with opened() as file:
        delimiter = _delimiter([line for line, _ in zip(file, range(_TOP_ROWS), strict=False)])
    records = _records(opened(), delimiter)
    header = _header(records)
    return Rows("csv", max(0, lines - 1), header, records)


def _encoding(pieces: Pieces, first: bytes) -> tuple[str, int]:
    """The encoding in which every byte makes sense, and how many lines there are about."""
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    elif b"\0" in first or first.startswith(_NO_TEXT):
        raise SheetError(NO_SHEET)
    else:
        candidates = ("utf-8-sig", "cp949")
    for encoding in candidates:
        decoder, lines = codecs.getincrementaldecoder(encoding)(), 0
        with suppress(UnicodeDecodeError):
            for piece in pieces():
                lines += decoder.decode(piece).count("\n")
            decoder.decode(b"", final=True)
            return encoding, lines
    raise SheetError(
        N_(
            "글자를 읽을 수 없습니다. UTF-8(또는 CP949)로 저장된 CSV가 아닙니다. UTF-8로 다시 저장해 주십시오."
        )
    )


def _delimiter(top: Sequence[str]) -> str:
    """What parts the columns: with it, a line at the top has the most headings we know."""
    known = headings()

    def score(delimiter: str) -> int:
        with suppress(csv.Error):
            rows = csv.reader(top, delimiter=delimiter)
            return max((_known_count(row, known) for row in rows), default=0)
        return 0

    return max(_DELIMITERS, key=score)


def _known_count(cells: Sequence[Cell], known: dict[str, str]) -> int:
    return sum(plain_heading(str(cell)) in known for cell in cells)


def _records(file: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[Cell]]]:
    """Records with the line they begin in; empty ones are left out."""
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    sent, begins = 0, 1
    try:
        with file:
            for cells in reader:
                if any(cells):
                    sent += 1
                    if sent > MOST_ROWS + _TOP_ROWS:
                        raise too_many_rows()
                    yield begins, [unguard(cell) for cell in cells]
                begins = reader.line_num + 1
    except csv.Error as error:
        raise SheetError(
            N_("CSV 형식이 올바르지 않습니다: %(reason)s"), reason=f"{begins}: {error}"
        ) from None


def _header(records: Iterator[tuple[int, list[Cell]]]) -> list[str]:
    """The headings: the first of the top rows in which several are known (a title may stand above)."""
    known = headings()
    for _, (_, cells) in zip(range(_TOP_ROWS), records, strict=False):
        if _known_count(cells, known) >= _LEAST_KNOWN:
            return [str(cell) for cell in cells]
    raise SheetError(
        N_(
            "첫 행에 항목 이름이 없습니다. 첫 행은 '접수 출처', '접수 시각', …(source, received_at, …)이어야 합니다."
        )
    )

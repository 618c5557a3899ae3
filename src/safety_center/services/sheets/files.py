"""From a file to rows of cells: which format it is, how its text is encoded, what parts its columns.

A sheet comes as pieces of bytes, from a path or unsealed, so that it never lies open on the disk.
"""

import codecs
import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from safety_center.domain.errors import N_, SafetyCenterError
from safety_center.domain.sheet_columns import headings, plain_heading

#: Rows of one file; a larger one is given in parts.
MOST_ROWS = 200_000
#: Names of the template's sheet to fill, looked at first.
SHEET_NAMES = ("접수", "Reports")
_TOP_ROWS = 12
_LEAST_KNOWN = 3
_CHUNK = 1 << 20
_READER = Path(__file__).with_name("spreadsheet_reader.py")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = (",", ";", "\t")
_GUARDED = ("'=", "'+", "'-", "'@")
# One cell may be long, it is then refused as a cell; the library's own limit would refuse the file.
csv.field_size_limit(64 << 20)


class SheetError(SafetyCenterError):
    """The file cannot be read as a sheet of reports at all."""


@dataclass(frozen=True)
class Formula:
    """A cell with a formula; `shown` is its last result as the file holds it. It is never calculated."""

    shown: str


Cell = str | float | bool | date | datetime | time | Formula
Pieces = Callable[[], Iterator[bytes]]


@dataclass
class Rows:
    """Rows of one sheet: `expected` (an estimate, for the bar), the columns' headings, then the rows.

    Each row is its number in the file and its cells. `file_format` is `csv`, `xlsx` or `ods`.
    """

    file_format: str
    expected: int
    header: list[str]
    lines: Iterator[tuple[int, list[Cell]]]


def pieces_of(path: Path) -> Pieces:
    """A file on disk in pieces; may be asked for several times."""

    def read() -> Iterator[bytes]:
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                yield piece

    return read


def open_rows(pieces: Pieces) -> Rows:
    """The rows of a CSV, XLSX or ODS file; raises `SheetError` with the reason and the remedy."""
    first = next(pieces(), b"")
    if not first.strip():
        raise SheetError(N_("파일이 비어 있습니다. 양식을 내려받아 채워 주십시오."))
    if first.startswith((_ZIP, _OLE)):
        return _spreadsheet(pieces)
    return _text(pieces, first)


# --- spreadsheets: a reader process ------------------------------------------------------------

_REFUSALS = {
    "encrypted": N_("암호가 걸린 파일입니다. 암호를 풀고 다시 저장해 주십시오."),
    "xls": N_("예전 형식(.xls)은 읽지 않습니다. XLSX 또는 CSV로 다시 저장해 주십시오."),
    "broken": N_("파일이 손상되어 읽을 수 없습니다. 원본을 열어 XLSX로 다시 저장해 주십시오."),
    "too_big": N_("파일의 압축을 풀면 너무 큽니다. 나누어 올려 주십시오."),
    "no_sheet": N_("표 파일이 아닙니다. CSV, XLSX, ODS 가운데 하나로 저장해 주십시오."),
    "formulas": N_("수식이 든 파일입니다. 수식을 값으로 바꾸어 다시 저장해 주십시오."),
}


def _spreadsheet(pieces: Pieces) -> Rows:
    lines = _ask_reader(pieces)
    head = next(lines)
    header: Any = next(lines, (0, []))
    names = [str(_shown(cell)) for cell in header[1]]
    return Rows(head["kind"], head["rows"], names, _typed(lines))


def _typed(lines: Iterator[Any]) -> Iterator[tuple[int, list[Cell]]]:
    for line in lines:
        yield line[0], [_cell(cell) for cell in line[1]]


def _shown(cell: Any) -> Any:
    return next(iter(cell.values())) if isinstance(cell, dict) else cell


def _cell(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        return cell
    if "f" in cell:
        return Formula(cell_text(_cell(cell["f"])))
    text = cell["d"]
    with suppress(ValueError):
        if " " in text:
            return datetime.fromisoformat(text)
        return date.fromisoformat(text) if "-" in text else time.fromisoformat(text.zfill(8))
    return str(text)


def cell_text(cell: Cell) -> str:
    """A cell as text, exactly: whole numbers without `.0`, days and times in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Formula):
        return cell.shown
    if isinstance(cell, bool):
        return "예" if cell else "아니요"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()


def _ask_reader(pieces: Pieces) -> Iterator[Any]:
    """Lines of the reader process; it is ended when the caller stops reading."""
    command = [sys.executable, "-I", str(_READER)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as reader:
        try:
            _feed(reader, pieces)
            yield from _answers(reader)
        finally:
            reader.kill()


def _feed(reader: "subprocess.Popen[bytes]", pieces: Pieces) -> None:
    asked = {"known": sorted(headings()), "preferred": SHEET_NAMES, "most_rows": MOST_ROWS}
    with suppress(BrokenPipeError):
        if reader.stdin is None:
            return
        reader.stdin.write(json.dumps(asked).encode() + b"\n")
        for piece in pieces():
            reader.stdin.write(piece)
        reader.stdin.close()


def _answers(reader: "subprocess.Popen[bytes]") -> Iterator[Any]:
    answered = False
    for line in reader.stdout or ():
        answer = json.loads(line)
        if isinstance(answer, dict) and "refused" in answer:
            raise _refusal(answer)
        answered = True
        yield answer
    if reader.wait() != 0:
        raise SheetError(_REFUSALS["too_big" if reader.returncode < 0 else "broken"])
    if not answered:
        raise SheetError(_REFUSALS["broken"])


def _refusal(answer: dict[str, Any]) -> SheetError:
    reason, told = answer["refused"], answer["told"]
    if reason == "too_many":
        return too_many_rows()
    if reason == "wrong_sheet":
        message = N_(
            "항목 이름이 있는 시트가 없습니다(본 시트: %(sheets)s). 양식의 '접수' 시트에 채워 주십시오."
        )
        return SheetError(message, sheets=told[0] or "–")
    return SheetError(_REFUSALS.get(reason, _REFUSALS["broken"]))


def too_many_rows() -> SheetError:
    """More rows than one file may have."""
    message = N_("한 파일에 %(most)s행까지 올릴 수 있습니다. 나누어 올려 주십시오.")
    return SheetError(message, most=f"{MOST_ROWS:,}")


# --- text --------------------------------------------------------------------------------------


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
    elif b"\0" in first:
        raise SheetError(_REFUSALS["no_sheet"])
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
                    yield begins, [_unguarded(cell) for cell in cells]
                begins = reader.line_num + 1
    except csv.Error as error:
        raise SheetError(
            N_("CSV 형식이 올바르지 않습니다: %(reason)s"), reason=f"{begins}: {error}"
        ) from None


def _unguarded(cell: str) -> str:
    """Our own CSV files put an apostrophe before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith(_GUARDED) else cell


def _header(records: Iterator[tuple[int, list[Cell]]]) -> list[str]:
    """The headings: the first of the top rows in which several are known (a title may stand above)."""
    known = headings()
    for _, (_, cells) in zip(range(_TOP_ROWS), records, strict=False):
        if _known_count(cells, known) >= _LEAST_KNOWN:
            return [str(cell) for cell in cells]
    raise SheetError(
        N_(
            "첫 줄에 항목 이름이 없습니다. 첫 줄은 '접수 출처', '접수 시각', …(source, received_at, …)이어야 합니다."
        )
    )

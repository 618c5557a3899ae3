"""Rows of an XLSX or ODS file, told by a reader process: what breaks or fills it ends it and nothing else."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from safety_center.domain.errors import N_
from safety_center.domain.sheet_columns import headings
from safety_center.services.sheets.rows import (
    MOST_ROWS,
    NO_SHEET,
    Cell,
    Formula,
    Pieces,
    Rows,
    SheetError,
    cell_text,
    too_many_rows,
)

#: Names of the template's sheet to fill, looked at first.
SHEET_NAMES = ("접수", "Reports")
_READER = Path(__file__).with_name("spreadsheet_reader.py")
_REFUSALS = {
    "encrypted": N_("암호가 걸린 파일입니다. 암호를 풀고 다시 저장해 주십시오."),
    "xls": N_("예전 형식(.xls)은 읽지 않습니다. XLSX 또는 CSV로 다시 저장해 주십시오."),
    "broken": N_("파일이 손상되어 읽을 수 없습니다. 원본을 열어 XLSX로 다시 저장해 주십시오."),
    "too_big": N_("파일의 압축을 풀면 너무 큽니다. 나누어 올려 주십시오."),
    "no_sheet": NO_SHEET,
    "formulas": N_("수식이 든 파일입니다. 수식을 값으로 바꾸어 다시 저장해 주십시오."),
}


def open_spreadsheet(pieces: Pieces) -> Rows:
    """The rows of an XLSX or ODS file; raises `SheetError`."""
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

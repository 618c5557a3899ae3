"""What a file of reports is read as: rows of cells, each cell as the file holds it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from safety_center.domain.errors import N_, SafetyCenterError

#: Rows of one file; a larger one is given in parts.
MOST_ROWS = 200_000
#: What is neither text nor a spreadsheet.
NO_SHEET = N_("표 파일이 아닙니다. CSV, XLSX, ODS 가운데 하나로 저장해 주십시오.")
_CHUNK = 1 << 20


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


def too_many_rows() -> SheetError:
    """More rows than one file may have."""
    message = N_("한 파일에 %(most)s행까지 올릴 수 있습니다. 나누어 올려 주십시오.")
    return SheetError(message, most=f"{MOST_ROWS:,}")

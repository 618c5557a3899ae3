"""From rows of cells to the reports of a sheet; no cell is guessed at, `00123` stays text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from safety_center.domain.errors import N_
from safety_center.domain.sheet_columns import (
    EXAMPLE_MARKS,
    PERSON_PREFIX,
    headings,
    plain_heading,
)
from safety_center.services.sheets.files import open_rows
from safety_center.services.sheets.rows import (
    Cell,
    Pieces,
    Rows,
    SheetError,
    cell_text,
)

_SHOWN_UNKNOWN = 10


@dataclass
class SheetReport:
    """One report of a sheet: its first line (the header is line 1) and its cells by field.

    `values` holds what the file says, typed cells included; `persons` is a list of such mappings.
    `conflicts`: lines and fields of the report told otherwise than in its first line. `rows` are the
    cells of each of its lines as they stand, for the file of rows to mend.
    """

    line: int
    values: dict[str, Any]
    lines: list[int] = field(default_factory=list)
    person_lines: list[int] = field(default_factory=list)
    conflicts: list[tuple[int, str]] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass
class Sheet:
    """A sheet: its headings as written, the rows expected (an estimate) and its reports in file order."""

    file_format: str
    header: list[str]
    expected: int
    reports: Iterator[SheetReport]


def open_sheet(pieces: Pieces) -> Sheet:
    """A sheet whose columns are all known; raises `SheetError`.

    Rows that follow one another with the same `source` and `external_reference` are one report
    with several persons; a row without a reference is a report of its own.
    """
    rows = open_rows(pieces)
    columns = _columns(rows)
    return Sheet(rows.file_format, rows.header, rows.expected, _reports(rows, columns))


def _columns(rows: Rows) -> list[str | None]:
    """The field of each column; "" for the column of reasons, None where the heading is blank."""
    known = headings()
    plain = [plain_heading(name) for name in rows.header]
    unknown = [
        name for name, key in zip(rows.header, plain, strict=True) if key and key not in known
    ]
    if unknown:
        names = ", ".join(name.strip()[:40] for name in unknown[:_SHOWN_UNKNOWN])
        message = N_(
            "알 수 없는 열이 있습니다: %(names)s. 열 이름을 양식과 같게 고치거나 그 열을 지운 뒤 다시 올려 주십시오."
        )
        raise SheetError(message, names=names)
    found = [known[key] if key else None for key in plain]
    twice = sorted({name for name in found if name and found.count(name) > 1})
    if twice:
        message = N_("같은 열이 두 번 있습니다: %(names)s. 하나만 남기고 다시 올려 주십시오.")
        raise SheetError(message, names=", ".join(twice))
    if "narrative" not in found:
        raise SheetError(N_("'신고 내용'(narrative) 열이 없습니다. 양식을 내려받아 채워 주십시오."))
    return found


def _reports(rows: Rows, columns: list[str | None]) -> Iterator[SheetReport]:
    current: SheetReport | None = None
    for line, cells in rows.lines:
        report, person = _split(cells, columns)
        if (not report and not person) or _is_example(report):
            continue
        if current is not None and _same_report(current.values, report):
            _add_line(current, line, cells, report, person)
            continue
        if current is not None:
            yield current
        report["persons"] = [person] if person else []
        current = SheetReport(line, report, [line], [line] if person else [], rows=[cells])
    if current is not None:
        yield current


def _add_line(
    current: SheetReport,
    line: int,
    cells: list[Cell],
    report: dict[str, Any],
    person: dict[str, Any],
) -> None:
    if person:
        current.values["persons"].append(person)
        current.person_lines.append(line)
    current.lines.append(line)
    current.rows.append(cells)
    told = current.values
    current.conflicts += [(line, name) for name in report if told.get(name) != report[name]]


def _split(cells: list[Cell], columns: list[str | None]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Report and person of a row, blanks left out; a cell under no heading is a field without a name."""
    report: dict[str, Any] = {}
    person: dict[str, Any] = {}
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and not cell.strip():
            continue
        name = columns[index] if index < len(columns) else None
        if name is None:
            report.setdefault("", cell)
        elif name.startswith(PERSON_PREFIX):
            person[name.removeprefix(PERSON_PREFIX)] = cell
        elif name:
            report[name] = cell
    return report, person


def _is_example(report: dict[str, Any]) -> bool:
    reference = str(report.get("external_reference", "")).casefold()
    return reference.startswith(tuple(mark.casefold() for mark in EXAMPLE_MARKS.values()))


def _same_report(earlier: dict[str, Any], report: dict[str, Any]) -> bool:
    return bool(report.get("external_reference")) and _key(earlier) == _key(report)


def _key(values: dict[str, Any]) -> tuple[str, str]:
    names = ("source", "external_reference")
    source, reference = (cell_text(values.get(name, "")).strip() for name in names)
    return source, reference

"""From a CSV file to the dicts every door hands over; no cell is guessed at, `00123` stays text."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safety_center.domain.errors import N_, SafetyCenterError
from safety_center.domain.reports import PersonInput, ReportInput

PERSON_PREFIX = "person_"
_PERSON_COLUMNS = tuple(PERSON_PREFIX + name for name in PersonInput.model_fields)
_REPORT_COLUMNS = tuple(name for name in ReportInput.model_fields if name != "persons")
#: Every column a sheet may have; the required ones are those the input model requires.
SHEET_COLUMNS = _REPORT_COLUMNS + _PERSON_COLUMNS
_YES_NO = {"예": "true", "아니요": "false", "아니오": "false"}


class SheetError(SafetyCenterError):
    """The file cannot be read as a sheet of reports at all."""


@dataclass
class SheetReport:
    """One report of a sheet: its first line (the header is line 1) and what the door hands over."""

    line: int
    values: dict[str, Any]
    lines: list[int] = field(default_factory=list)


def read_csv(path: Path) -> Iterator[SheetReport]:
    """Reports of a UTF-8 CSV file with a header, in file order, in constant memory.

    Rows that follow one another with the same `source` and `external_reference` are one report
    with several persons; a row without a reference is a report of its own.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield from _grouped(csv.DictReader(file, strict=True))
        except UnicodeDecodeError:
            raise SheetError(
                N_("UTF-8로 저장된 CSV 파일이 아닙니다. UTF-8로 다시 저장해 주십시오.")
            ) from None
        except csv.Error as error:
            raise SheetError(
                N_("CSV 형식이 올바르지 않습니다: %(reason)s"), reason=str(error)
            ) from None


def _grouped(reader: "csv.DictReader[str]") -> Iterator[SheetReport]:
    _check_header(reader.fieldnames)
    current: SheetReport | None = None
    for row in reader:
        line = reader.line_num
        report, person = _split(row)
        if current is not None and _same_report(current.values, report):
            current.values["persons"].append(person)
            current.lines.append(line)
            continue
        if current is not None:
            yield current
        report["persons"] = [person] if person else []
        current = SheetReport(line, report, [line])
    if current is not None:
        yield current


def _check_header(names: Any) -> None:
    unknown = [name for name in names or () if name not in SHEET_COLUMNS]
    if not names or "narrative" not in names:
        raise SheetError(
            N_("첫 줄에 항목 이름이 없습니다. 첫 줄은 source, received_at, … 이어야 합니다.")
        )
    if unknown:
        raise SheetError(
            N_("알 수 없는 열이 있습니다: %(names)s"), names=", ".join(map(str, unknown))
        )


def _split(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Report and person of a row, blanks left out; surplus cells keep the key None and are refused."""
    given = {key: _YES_NO.get(value, value) for key, value in row.items() if value}
    person = {
        key.removeprefix(PERSON_PREFIX): value
        for key, value in given.items()
        if key in _PERSON_COLUMNS
    }
    report = {str(key): value for key, value in given.items() if key not in _PERSON_COLUMNS}
    return report, person


def _same_report(earlier: dict[str, Any], report: dict[str, Any]) -> bool:
    reference = report.get("external_reference")
    return bool(reference) and (earlier.get("source"), earlier.get("external_reference")) == (
        report.get("source"),
        reference,
    )

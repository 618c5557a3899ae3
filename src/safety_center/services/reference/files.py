"""Reading the reference files: the only place where CSV of `data/` becomes rows.

The csv module leaves every cell text: Namibia's `NA` stays a code.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safety_center.domain.errors import N_
from safety_center.domain.reference import (
    REFERENCE_FILES,
    WORLD,
    ReferenceDataError,
    ReferenceFile,
    RowError,
    check_row,
)
from safety_center.domain.reference.rows import ReferenceRow

Key = tuple[Any, ...]

#: file, its columns that point, the file pointed to
_POINTERS = (
    ("regions.csv", ("scheme_code",), "region_schemes.csv"),
    ("country_regions.csv", ("scheme_code", "region_code"), "regions.csv"),
    ("country_regions.csv", ("country_code",), "countries.csv"),
    ("missions.csv", ("country_code",), "countries.csv"),
    ("mission_coverage.csv", ("mission_code",), "missions.csv"),
    ("mission_coverage.csv", ("country_code",), "countries.csv"),
    ("exposure.csv", ("place_code",), "countries.csv"),
    ("travel_alerts.csv", ("country_code",), "countries.csv"),
    ("published/published_figures.csv", ("country_code",), "countries.csv"),
)
_TWO_REGIONS = N_("한 국가가 같은 날 두 지역에 속할 수 없습니다.")
_TWO_COVERAGES = N_("같은 유형의 기재 여부가 같은 날 두 번 정해져 있습니다.")


@dataclass
class FileRows:
    """The valid rows of one file by key, and the line each stands on."""

    rows: dict[Key, ReferenceRow] = field(default_factory=dict)
    lines: dict[Key, int] = field(default_factory=dict)


def read_reference_files(folder: Path) -> dict[str, FileRows]:
    """Every row of every file by file name; raises ReferenceDataError with all errors at once."""
    errors: list[RowError] = []
    contents = {file.name: _read_file(folder, file, errors) for file in REFERENCE_FILES}
    if not errors:
        errors = [
            *_dangling_pointers(contents),
            *_overlaps(contents, "country_regions.csv", 2, "region_code", _TWO_REGIONS),
            *_overlaps(contents, "coverage.csv", 2, "valid_from", _TWO_COVERAGES),
        ]
    if errors:
        raise ReferenceDataError(errors)
    return contents


def read_reference_file(folder: Path, name: str) -> list[ReferenceRow]:
    """The rows of one file of the list; raises ReferenceDataError with all its errors."""
    errors: list[RowError] = []
    file = next(file for file in REFERENCE_FILES if file.name == name)
    content = _read_file(folder, file, errors)
    if errors:
        raise ReferenceDataError(errors)
    return list(content.rows.values())


def _read_file(folder: Path, file: ReferenceFile, errors: list[RowError]) -> FileRows:
    content = FileRows()
    for line, cells in _read_lines(folder, file, errors):
        row, row_errors = check_row(file, line, cells)
        errors += row_errors
        if row is not None:
            _take(content, file, row, line, errors)
    return content


def _take(
    content: FileRows, file: ReferenceFile, row: ReferenceRow, line: int, errors: list[RowError]
) -> None:
    key = tuple(getattr(row, column) for column in file.key)
    if key in content.rows:
        reason = N_("같은 자료가 %(first)d행에도 있습니다.")
        where = ", ".join(file.key)
        errors.append(RowError(file.name, line, where, reason, {"first": content.lines[key]}))
        return
    content.rows[key] = row
    content.lines[key] = line


def _read_lines(
    folder: Path, file: ReferenceFile, errors: list[RowError]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        with (folder / file.name).open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            errors += (header_errors := _header_errors(file, header))
            for cells in reader if not header_errors else ():
                if len(cells) == len(header):
                    yield reader.line_num, dict(zip(header, cells, strict=True))
                elif cells:
                    reason = N_("열의 수가 머리글과 다릅니다.")
                    errors.append(RowError(file.name, reader.line_num, "", reason))
    except FileNotFoundError:
        errors.append(RowError(file.name, 1, "", N_("파일이 없습니다.")))
    except UnicodeDecodeError:
        errors.append(RowError(file.name, 1, "", N_("UTF-8 파일이 아닙니다.")))
    except csv.Error:
        errors.append(RowError(file.name, reader.line_num, "", N_("CSV 형식이 아닙니다.")))


def _header_errors(file: ReferenceFile, header: list[str]) -> list[RowError]:
    fields = file.row.model_fields
    absent = [name for name, known in fields.items() if known.is_required() and name not in header]
    return [
        *(RowError(file.name, 1, name, N_("있어야 할 열이 없습니다.")) for name in absent),
        *(
            RowError(file.name, 1, name, N_("알 수 없는 열입니다."))
            for name in header
            if name not in fields
        ),
    ]


def _dangling_pointers(contents: Mapping[str, FileRows]) -> Iterator[RowError]:
    for name, columns, target in _POINTERS:
        known = contents[target].rows
        for key, row in contents[name].rows.items():
            pointer = tuple(getattr(row, column) for column in columns)
            if pointer not in known and pointer not in {(None,), (WORLD,)}:
                yield RowError(
                    name,
                    contents[name].lines[key],
                    ", ".join(columns),
                    N_("%(target)s에 없는 값입니다: %(value)s"),
                    {"value": " ".join(map(str, pointer)), "target": target},
                )


def _overlaps(
    contents: Mapping[str, FileRows], name: str, fixed: int, column: str, reason: str
) -> Iterator[RowError]:
    """Rows of the same thing (the first `fixed` columns of the key) that hold on the same day."""
    spans: dict[Key, list[tuple[str, str]]] = {}
    for key, row in contents[name].rows.items():
        start, end = (getattr(row, bound) for bound in ("valid_from", "valid_to"))
        span = (start.isoformat() if start else "", end.isoformat() if end else "9999-99-99")
        others = spans.setdefault(key[:fixed], [])
        if any(span[0] < other[1] and other[0] < span[1] for other in others):
            yield RowError(name, contents[name].lines[key], column, reason)
        others.append(span)

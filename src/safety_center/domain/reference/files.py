"""The list of reference files, and what is wrong with a line of one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from safety_center.domain.errors import N_, SafetyCenterError
from safety_center.domain.reference.coverage import CoverageRow
from safety_center.domain.reference.published import (
    CategoryChangeRow,
    FigureConflictRow,
    PublishedFigureRow,
    RegionTotalRow,
)
from safety_center.domain.reference.rows import (
    CountryRegionRow,
    CountryRow,
    ExposureRow,
    MissionCoverageRow,
    MissionRow,
    ReferenceRow,
    RegionRow,
    RegionSchemeRow,
    TravelAlertRow,
)

_WHERE = N_("%(file)s %(line)d행 %(column)s: %(reason)s")
_REASONS = {
    "missing": N_("빈칸일 수 없습니다."),
    "extra_forbidden": N_("알 수 없는 열입니다."),
    "string_pattern_mismatch": N_("정해진 형식(%(pattern)s)이 아닙니다."),
    "string_too_long": N_("%(max_length)s자를 넘었습니다."),
    "enum": N_("쓸 수 있는 값은 %(expected)s입니다."),
    "literal_error": N_("쓸 수 있는 값은 %(expected)s입니다."),
    "greater_than_equal": N_("%(ge)s 이상이어야 합니다."),
    "less_than_equal": N_("%(le)s 이하여야 합니다."),
}
_OTHER_REASON = N_("값이 올바르지 않습니다.")


@dataclass(frozen=True)
class ReferenceFile:
    """A file of `data/`, its row model and the columns that tell its rows apart."""

    name: str
    row: type[ReferenceRow]
    key: tuple[str, ...]


#: In loading order: a row may point only to files above its own.
REFERENCE_FILES = (
    ReferenceFile("countries.csv", CountryRow, ("alpha2",)),
    ReferenceFile("region_schemes.csv", RegionSchemeRow, ("code",)),
    ReferenceFile("regions.csv", RegionRow, ("scheme_code", "code")),
    ReferenceFile(
        "country_regions.csv", CountryRegionRow, ("scheme_code", "country_code", "region_code")
    ),
    ReferenceFile("missions.csv", MissionRow, ("code",)),
    ReferenceFile(
        "mission_coverage.csv", MissionCoverageRow, ("mission_code", "country_code", "kind")
    ),
    ReferenceFile("exposure.csv", ExposureRow, ("measure", "place_code", "year", "basis")),
    ReferenceFile(
        "travel_alerts.csv", TravelAlertRow, ("country_code", "kind", "level", "valid_from")
    ),
    ReferenceFile("coverage.csv", CoverageRow, ("involvement", "incident_type", "valid_from")),
    ReferenceFile("published/published_figures.csv", PublishedFigureRow, ("code",)),
    ReferenceFile("published/conflicts.csv", FigureConflictRow, ("item", "source")),
    ReferenceFile("published/category_changes.csv", CategoryChangeRow, ("period", "category_ko")),
    ReferenceFile(
        "published/overseas_koreans_by_region.csv", RegionTotalRow, ("region_ko", "year")
    ),
)


@dataclass(frozen=True)
class RowError:
    """What is wrong where; `line` counts from 1 with the header, `reason` is a Korean msgid."""

    file: str
    line: int
    column: str
    reason: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """One sentence with file, line, column and reason."""
        reason = translate(self.reason)
        return translate(_WHERE) % {
            "file": self.file,
            "line": self.line,
            "column": self.column or "-",
            "reason": reason % self.params if self.params else reason,
        }

    def __str__(self) -> str:
        return self.text()


class ReferenceDataError(SafetyCenterError):
    """The reference files have errors; nothing was loaded. `errors` holds all of them."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__(
            N_("기준정보에 오류가 %(count)d건 있어 불러오지 않았습니다."), count=len(errors)
        )
        self.errors = errors

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.errors)])


def check_row(
    file: ReferenceFile, line: int, cells: Mapping[str, str]
) -> tuple[ReferenceRow | None, list[RowError]]:
    """The validated row, or every error of the line."""
    try:
        return file.row.model_validate(dict(cells)), []
    except ValidationError as refused:
        return None, [_row_error(file.name, line, detail) for detail in refused.errors()]


def _row_error(file: str, line: int, detail: ErrorDetails) -> RowError:
    column = str(detail["loc"][0]) if detail["loc"] else ""
    params = detail.get("ctx", {})
    if detail["type"] in _REASONS:
        return RowError(file, line, column, _REASONS[detail["type"]], params)
    is_ours = not detail["msg"].isascii()
    return RowError(file, line, column, detail["msg"] if is_ours else _OTHER_REASON)

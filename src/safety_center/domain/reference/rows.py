"""One model per file of `data/`: what a line must hold before it may be loaded.

An empty cell is an absent value. Validity is half-open: a row holds on a day when
`valid_from <= day < valid_to`; an empty bound is open.
"""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from safety_center.domain.errors import N_
from safety_center.domain.reference.cells import (
    Alpha2,
    Alpha3,
    Day,
    Flag,
    Level,
    MissionCode,
    Name,
    PlaceCode,
    Slug,
    Text,
    WholeNumber,
    Year,
    Zone,
    Zones,
)
from safety_center.domain.reference.terms import (
    CoverageKind,
    ExposureMeasure,
    MissionStatus,
    MissionType,
    NameStatus,
    PlaceKind,
    Trust,
)


class ReferenceRow(BaseModel):
    """A line of a reference file; unknown columns are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty_cells(cls, cells: Any) -> Any:
        if not isinstance(cells, dict):
            return cells
        return {
            name: cell
            for name, cell in cells.items()
            if not (isinstance(cell, str) and not cell.strip())
        }


class SourcedRow(ReferenceRow):
    """Every row says where it is from, of which day, and how far to trust it."""

    source: Name | Annotated[str, StringConstraints(max_length=1000)]
    as_of: Day
    trust: Trust
    note: Text = ""


class DatedRow(SourcedRow):
    """A row with a period of validity."""

    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise PydanticCustomError("backwards", N_("valid_to는 valid_from보다 뒤여야 합니다."))
        return self


class CountryRow(DatedRow):
    """`countries.csv`. `alpha3` is the code in case numbers; ZZZ for every special place."""

    alpha2: Alpha2
    alpha3: Alpha3
    kind: PlaceKind
    name_ko: Name
    name_en: Name
    status: NameStatus
    approved_on: Day | None = None
    approved_by: Text = ""
    selectable: Flag
    main_timezone: Zone
    timezones: Zones = ""

    @model_validator(mode="after")
    def _approval_is_signed(self) -> Self:
        if (self.status == NameStatus.APPROVED) != bool(self.approved_on and self.approved_by):
            raise PydanticCustomError(
                "approval",
                N_("승인된 이름에만, 그리고 반드시 approved_on과 approved_by를 적습니다."),
            )
        return self


class RegionSchemeRow(DatedRow):
    """`region_schemes.csv`: a named, dated way of grouping countries."""

    code: Slug
    name_ko: Name
    name_en: Name


class RegionRow(SourcedRow):
    """`regions.csv`. `outside_code` is the publisher's own code, if it has one."""

    scheme_code: Slug
    code: Slug
    name_ko: Name
    name_en: Name
    sort_order: WholeNumber
    outside_code: Text = ""


class CountryRegionRow(DatedRow):
    """`country_regions.csv`: the region of a country in a scheme."""

    scheme_code: Slug
    region_code: Slug
    country_code: Alpha2


class MissionRow(DatedRow):
    """`missions.csv`. `country_code` is where it sits or, for the Holy See, to whom it is sent."""

    code: MissionCode
    type: MissionType
    name_ko: Name
    name_en: Name
    short_ko: Name
    short_en: Name
    country_code: Alpha2
    city: Name
    city_basis: Name
    timezone: Zone
    status: MissionStatus
    selectable: Flag
    consular_jurisdiction: Text = ""
    evidence_year: Year

    @model_validator(mode="after")
    def _only_operating_missions_are_offered(self) -> Self:
        if self.selectable and self.status != MissionStatus.OPERATING:
            raise PydanticCustomError(
                "not_operating", N_("운영이 확인되지 않은 공관은 선택할 수 없어야 합니다.")
            )
        return self


class MissionCoverageRow(DatedRow):
    """`mission_coverage.csv`: the countries a mission answers for."""

    mission_code: MissionCode
    country_code: Alpha2
    kind: CoverageKind


class ExposureRow(SourcedRow):
    """`exposure.csv`: persons per year. Rows of different `basis` must not be put in one series."""

    measure: ExposureMeasure
    place_code: PlaceCode
    year: Year
    value: WholeNumber
    basis: Name
    precision: Name


class TravelAlertRow(DatedRow):
    """`travel_alerts.csv`. `level` 1-4; 0 for a special advisory (특별여행주의보)."""

    country_code: Alpha2
    kind: Slug
    level: Level
    name_ko: Name
    name_en: Name
    scope: Slug
    area_ko: Text = ""
    valid_from: Day

    @model_validator(mode="after")
    def _only_alerts_have_levels(self) -> Self:
        if (self.level > 0) != (self.kind == "travel_alert"):
            raise PydanticCustomError("level", N_("특별여행주의보만 단계가 0입니다."))
        return self

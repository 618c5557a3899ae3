"""Tables of the reference data; the files are in `data/`, their row models in `domain.reference`.

Field names equal the columns of the files. Rows are ended (`valid_to`), never deleted, so that a
case keeps the names and regions it was recorded under. Validity is half-open; NULL is open.
"""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel


class Country(SQLModel, table=True):
    """A country or area of ISO 3166-1, or high seas (XZ), in flight (XF), unknown (ZZ)."""

    __tablename__ = "country"

    alpha2: str = Field(primary_key=True, max_length=2)
    alpha3: str = Field(max_length=3, index=True)
    kind: str = Field(max_length=16)
    name_ko: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    status: str = Field(max_length=16)
    approved_on: date | None = None
    approved_by: str = Field(default="", max_length=200)
    selectable: bool
    main_timezone: str = Field(max_length=64)
    timezones: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str
    as_of: date
    trust: str = Field(max_length=16)
    note: str = ""


class RegionScheme(SQLModel, table=True):
    """A named, dated way of grouping countries into regions."""

    __tablename__ = "region_scheme"

    code: str = Field(primary_key=True, max_length=40)
    name_ko: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    valid_from: date | None = None
    valid_to: date | None = None
    source: str
    as_of: date
    trust: str = Field(max_length=16)
    note: str = ""


class Region(SQLModel, table=True):
    """A region of one scheme; `none` exists in every scheme."""

    __tablename__ = "region"

    scheme_code: str = Field(primary_key=True, foreign_key="region_scheme.code", max_length=40)
    code: str = Field(primary_key=True, max_length=40)
    name_ko: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    sort_order: int
    outside_code: str = Field(default="", max_length=16)
    valid_to: date | None = None
    source: str
    as_of: date
    trust: str = Field(max_length=16)
    note: str = ""


class CountryRegion(SQLModel, table=True):
    """The region of a country in a scheme; every country has exactly one on a day."""

    __tablename__ = "country_region"
    __table_args__ = (
        ForeignKeyConstraint(["scheme_code", "region_code"], ["region.scheme_code", "region.code"]),
    )

    scheme_code: str = Field(primary_key=True, max_length=40)
    country_code: str = Field(primary_key=True, foreign_key="country.alpha2", max_length=2)
    region_code: str = Field(primary_key=True, max_length=40)
    valid_from: date | None = None
    valid_to: date | None = None
    source: str
    as_of: date
    trust: str = Field(max_length=16)
    note: str = ""


class Mission(SQLModel, table=True):
    """A mission abroad (재외공관); only rows with `selectable` are offered for a case."""

    __tablename__ = "mission"

    code: str = Field(primary_key=True, max_length=31)
    type: str = Field(max_length=24)
    name_ko: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    short_ko: str = Field(max_length=200)
    short_en: str = Field(max_length=200)
    country_code: str = Field(foreign_key="country.alpha2", max_length=2, index=True)
    city: str = Field(max_length=200)
    city_basis: str = Field(max_length=200)
    timezone: str = Field(max_length=64)
    status: str = Field(max_length=16)
    selectable: bool
    consular_jurisdiction: str = ""
    evidence_year: int
    valid_from: date | None = None
    valid_to: date | None = None
    source: str
    as_of: date
    trust: str = Field(max_length=16)
    note: str = ""


class MissionCoverage(SQLModel, table=True):
    """A country a mission answers for, by its seat there or by concurrent accreditation (겸임)."""

    __tablename__ = "mission_coverage"

    mission_code: str = Field(primary_key=True, foreign_key="mission.code", max_length=31)
    country_code: str = Field(
        primary_key=True, foreign_key="country.alpha2", max_length=2, index=True
    )
    kind: str = Field(primary_key=True, max_length=16)
    valid_from: date | None = None
    valid_to: date | None = None
    source: str
    as_of: date
    trust: str = Field(max_length=16)
    note: str = ""


class Exposure(SQLModel, table=True):
    """Persons per year and place, for rates. `place_code` is alpha-2 or ALL; never mix `basis`."""

    __tablename__ = "exposure"
    __table_args__ = (Index("ix_exposure_measure_year", "measure", "year"),)

    measure: str = Field(primary_key=True, max_length=24)
    place_code: str = Field(primary_key=True, max_length=3)
    year: int = Field(primary_key=True)
    basis: str = Field(primary_key=True, max_length=200)
    value: int
    precision: str = Field(max_length=40)
    valid_to: date | None = None
    source: str
    as_of: date
    trust: str = Field(max_length=16)
    note: str = ""


class TravelAlert(SQLModel, table=True):
    """The ministry's alert for a country or a part of it; `level` 0 is a special advisory."""

    __tablename__ = "travel_alert"

    country_code: str = Field(primary_key=True, foreign_key="country.alpha2", max_length=2)
    kind: str = Field(primary_key=True, max_length=24)
    level: int = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    name_ko: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    scope: str = Field(max_length=16)
    area_ko: str = ""
    source: str
    as_of: date
    trust: str = Field(max_length=16)
    note: str = ""


class PublishedFigure(SQLModel, table=True):
    """A figure as published. Sources may disagree on a year; `year` is set only for full years."""

    __tablename__ = "published_figure"
    __table_args__ = (Index("ix_published_figure_series", "series", "involvement", "year"),)

    code: str = Field(primary_key=True, max_length=8)
    series: str = Field(max_length=200)
    involvement: str | None = Field(default=None, max_length=16)
    period: str = Field(max_length=40)
    year: int | None = None
    type_ko: str = Field(default="", max_length=200)
    place_ko: str = Field(default="", max_length=200)
    country_code: str | None = Field(default=None, foreign_key="country.alpha2", max_length=2)
    value: int
    unit: str = Field(max_length=24)
    basis: str = Field(max_length=24)
    valid_to: date | None = None
    source: str
    source_date: str = Field(default="", max_length=80)
    trust: str = Field(max_length=16)
    note: str = ""

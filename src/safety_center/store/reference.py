"""Rows of the reference tables, in and out.

`on` is the day for which validity is asked: the day of the case for countries and missions, the
day of reading (usually today) for regions.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, SQLModel, col, select

from safety_center.domain.reference import PlaceKind
from safety_center.store.tables.reference import (
    Country,
    CountryRegion,
    Mission,
    MissionCoverage,
    Region,
    RegionScheme,
)

Row = TypeVar("Row", bound=SQLModel)
Dated = type[Country] | type[CountryRegion] | type[Mission] | type[MissionCoverage]


def fetch_all(session: Session, table: type[Row]) -> list[Row]:
    """Every row of a reference table, ended ones too."""
    return list(session.exec(select(table)).all())


def fetch_country_codes(session: Session) -> list[str]:
    """alpha-2 of every country or area ever loaded."""
    return list(session.exec(select(Country.alpha2)).all())


def save_rows(session: Session, rows: Iterable[SQLModel]) -> None:
    """Write new rows now, so that rows of later tables may point to them."""
    session.add_all(list(rows))
    session.flush()


def fetch_countries(session: Session, on: date) -> list[Country]:
    """Places that a case may name, by Korean name; special places come last, unknown at the end.

    Sorted here, because the databases collate Hangul differently.
    """
    query = select(Country).where(col(Country.selectable), _valid(Country, on))
    return sorted(session.exec(query).all(), key=_place_order)


def fetch_country(session: Session, code: str) -> Country | None:
    """One place, selectable or not."""
    return session.get(Country, code)


def fetch_missions(session: Session, on: date) -> list[Mission]:
    """Missions that may be made responsible, by Korean short name."""
    query = select(Mission).where(col(Mission.selectable), _valid(Mission, on))
    return sorted(session.exec(query).all(), key=lambda mission: mission.short_ko)


def fetch_covering_missions(
    session: Session, country_code: str, on: date
) -> list[tuple[Mission, str]]:
    """Selectable missions that answer for a country, each with the kind of coverage; unordered."""
    query = (
        select(Mission, MissionCoverage.kind)
        .join(MissionCoverage, col(MissionCoverage.mission_code) == col(Mission.code))
        .where(MissionCoverage.country_code == country_code, col(Mission.selectable))
        .where(_valid(Mission, on), _valid(MissionCoverage, on))
    )
    return [(mission, kind) for mission, kind in session.exec(query).all()]


def fetch_countries_without_mission(session: Session) -> list[Country]:
    """Countries and areas for which no mission is recorded at all, whatever its status."""
    covered = exists().where(col(MissionCoverage.country_code) == col(Country.alpha2))
    query = select(Country).where(Country.kind == PlaceKind.COUNTRY.value, ~covered)
    return list(session.exec(query.order_by(col(Country.alpha2))).all())


def fetch_region_schemes(session: Session) -> list[RegionScheme]:
    """Every scheme by code, ended ones too: a figure may still be read under one."""
    return list(session.exec(select(RegionScheme).order_by(col(RegionScheme.code))).all())


def fetch_regions(session: Session, scheme: str, on: date) -> list[Region]:
    """Regions of a scheme in their order; `none` comes last."""
    still_there = or_(col(Region.valid_to).is_(None), col(Region.valid_to) > on)
    query = select(Region).where(Region.scheme_code == scheme, still_there)
    return list(session.exec(query.order_by(col(Region.sort_order))).all())


def fetch_country_regions(session: Session, scheme: str, on: date) -> list[CountryRegion]:
    """Assignments valid on a day; where two are, the later begun and not ended one comes last."""
    query = select(CountryRegion).where(
        CountryRegion.scheme_code == scheme, _valid(CountryRegion, on)
    )
    rows = session.exec(query).all()
    return sorted(rows, key=lambda row: (row.valid_from or date.min, row.valid_to or date.max))


def _place_order(country: Country) -> tuple[bool, str]:
    is_special = country.kind == PlaceKind.SPECIAL
    return is_special, country.alpha2 if is_special else country.name_ko


def _valid(table: Dated, on: date) -> ColumnElement[bool]:
    started: Any = or_(col(table.valid_from).is_(None), col(table.valid_from) <= on)
    not_ended: Any = or_(col(table.valid_to).is_(None), col(table.valid_to) > on)
    return and_(started, not_ended)


def fetch_coverage(session: Session, on: date) -> list[MissionCoverage]:
    """Which mission answers for which country on a day; unordered."""
    return list(session.exec(select(MissionCoverage).where(_valid(MissionCoverage, on))).all())

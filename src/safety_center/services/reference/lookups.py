"""Questions to the reference data: which places, which missions, which region."""

from datetime import date

from sqlmodel import Session

from safety_center.domain.reference import NO_REGION, order_of_choice
from safety_center.store import reference as store
from safety_center.store.once import once
from safety_center.store.tables.reference import Country, Mission, Region, RegionScheme


def fetch_countries(session: Session, on: date) -> list[Country]:
    """Places that a case may name on a day, by Korean name, special places last. KR is not one."""
    return store.fetch_countries(session, on)


def fetch_missions(session: Session, on: date) -> list[Mission]:
    """Missions that may be made responsible on a day; announced and merely listed ones are not."""
    return store.fetch_missions(session, on)


def responsible_missions(session: Session, country_code: str, on: date) -> list[Mission]:
    """Missions for a country (alpha-2), the one to preselect first.

    Those with a seat there come before those concurrently accredited; an embassy before consulates
    general, branch and consular offices, representations. Empty: 확인된 관할 공관 없음.
    """
    covering = store.fetch_covering_missions(session, country_code, on)
    covering.sort(key=lambda pair: order_of_choice(pair[1], pair[0].type, pair[0].code))
    return list({mission.code: mission for mission, _ in covering}.values())


def countries_without_mission(session: Session) -> list[Country]:
    """Countries and areas of ISO 3166-1 for which the sources record no mission of any status."""
    return store.fetch_countries_without_mission(session)


def country_codes(session: Session) -> list[str]:
    """alpha-2 of every country or area ever loaded."""
    return once(session, "countries", lambda: store.fetch_country_codes(session))


def region_schemes(session: Session) -> list[RegionScheme]:
    """The ways of grouping countries that a statistic may name."""
    return once(session, "region schemes", lambda: store.fetch_region_schemes(session))


def regions_of(session: Session, scheme: str, on: date) -> list[Region]:
    """Regions of a scheme in their order, `none` (해당 지역 없음) last."""
    key = ("regions", scheme, on)
    return once(session, key, lambda: store.fetch_regions(session, scheme, on))


def country_region_map(session: Session, scheme: str, on: date) -> dict[str, str]:
    """alpha-2 → region code, for every place ever loaded, so that totals add up.

    `on` is the day whose division is wanted (usually today), not the day of an incident. A place
    without a row is in `none`.
    """
    key = ("region of each country", scheme, on)
    return once(session, key, lambda: _country_region_map(session, scheme, on))


def _country_region_map(session: Session, scheme: str, on: date) -> dict[str, str]:
    regions = dict.fromkeys(country_codes(session), NO_REGION)
    for row in store.fetch_country_regions(session, scheme, on):
        regions[row.country_code] = row.region_code
    return regions

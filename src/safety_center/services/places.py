"""The view of countries and missions that the rules use."""

from collections import defaultdict
from datetime import date

from sqlmodel import Session

from safety_center.domain.places import HOME_COUNTRY, Country, Mission, Places
from safety_center.domain.reference import order_of_choice
from safety_center.store import reference as store
from safety_center.store.tables import Country as CountryRow


def build_places(session: Session, day: date) -> Places:
    """Selectable countries and missions of a day, each country's missions with the preselected first."""
    countries = {row.alpha2: _country(row) for row in store.fetch_countries(session, day)}
    home = store.fetch_country(session, HOME_COUNTRY)
    rows = {row.code: row for row in store.fetch_missions(session, day)}
    missions = {
        row.code: Mission(row.code, row.country_code, row.short_ko, row.short_en, row.timezone)
        for row in rows.values()
    }
    covering = defaultdict(list)
    for coverage in store.fetch_coverage(session, day):
        if coverage.mission_code in rows:
            row = rows[coverage.mission_code]
            covering[coverage.country_code].append(
                (order_of_choice(coverage.kind, row.type, row.code), row.code)
            )
    responsible = {
        country: tuple(dict.fromkeys(code for _, code in sorted(found)))
        for country, found in covering.items()
    }
    return Places(countries, missions, responsible, _country(home) if home else None)


def _country(row: CountryRow) -> Country:
    zones = _zones(row.main_timezone, row.timezones)
    return Country(row.alpha2, row.alpha3, row.name_ko, row.name_en, zones)


def _zones(main: str, every: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([main, *every.split()])) if main else tuple(every.split())

"""The view of countries and missions that the rules use."""

from collections import defaultdict
from datetime import date

from sqlmodel import Session

from safety_center.domain.places import Country, Mission, Places
from safety_center.domain.reference import order_of_choice
from safety_center.store import reference as store


def build_places(session: Session, day: date) -> Places:
    """Selectable countries and missions of a day, each country's missions with the preselected first."""
    countries = {
        row.alpha2: Country(
            row.alpha2,
            row.alpha3,
            row.name_ko,
            row.name_en,
            _zones(row.main_timezone, row.timezones),
        )
        for row in store.fetch_countries(session, day)
    }
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
    return Places(countries, missions, responsible)


def _zones(main: str, every: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([main, *every.split()])) if main else tuple(every.split())

"""Where things happen: a country by published shares, then a city and its mission."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from safety_center.domain.places import HOME_COUNTRY, Places
from safety_center.domain.vocabulary import Involvement
from safety_center.services.demonstration.words import Weighted

_WHOLE = 100.0
_WITHOUT_MISSION = 0.1
_UNLISTED_WEIGHT = 4


@dataclass(frozen=True)
class Spot:
    """A country, the mission that handles it (None where there is none), and a city in Korean."""

    country_code: str
    mission_code: str | None
    city: str | None
    zone: str


class Whereabouts:
    """Draws spots; tables are built when first asked for."""

    def __init__(self, words: Mapping[str, Any], places: Places) -> None:
        self._rows: Sequence[Mapping[str, Any]] = words["countries"]["places"]
        self._never = {*words["countries"]["never"], HOME_COUNTRY}
        self._cities: Mapping[str, Mapping[str, int]] = words["cities"]["missions"]
        self._without = frozenset(words["cities"]["without_cases"])
        self._places = places
        self._country = lru_cache(maxsize=None)(self._weigh_countries)
        self._spot = lru_cache(maxsize=None)(self._weigh_spots)

    def draw(
        self, involvement: Involvement, incident_type: str, year: int, chance: random.Random
    ) -> Spot:
        """One spot for a case of that kind in that year."""
        country = self._country(involvement.value, incident_type, year).draw(chance)
        return self._spot(country).draw(chance)

    def shares(self, involvement: str, incident_type: str, year: int) -> dict[str, float]:
        """Percent per country: the type's own list, the rest by the wider list, its rest by the tail."""
        wide = self._named(involvement, None, year)
        wide = {**wide, **self._tail(wide, _WHOLE - sum(wide.values()))}
        own = self._named(involvement, incident_type, year)
        others = {country: share for country, share in wide.items() if country not in own}
        factor = (_WHOLE - sum(own.values())) / sum(others.values())
        return {**own, **{country: share * factor for country, share in others.items()}}

    def _weigh_countries(self, involvement: str, incident_type: str, year: int) -> Weighted[str]:
        return Weighted(self.shares(involvement, incident_type, year).items())

    def _named(self, involvement: str, incident_type: str | None, year: int) -> dict[str, float]:
        for row in self._rows:
            same = row["involvement"] == involvement and row.get("type") == incident_type
            if same and row["from"] <= year <= row["to"]:
                return {c: s for c, s in row["named"].items() if c in self._places.countries}
        return {}

    def _tail(self, named: Mapping[str, float], share: float) -> dict[str, float]:
        weights = {
            country: 1.0 if self._places.responsible.get(country) else _WITHOUT_MISSION
            for country in self._places.countries
            if country not in named and country not in self._never
        }
        whole = sum(weights.values())
        return {country: share * weight / whole for country, weight in weights.items()}

    def _weigh_spots(self, country: str) -> Weighted[Spot]:
        found: list[tuple[Spot, float]] = []
        for mission in self._places.missions_for(country):
            if mission.code in self._without:
                continue
            zone = self._places.zone_of(country, mission.code)
            listed = self._cities.get(mission.code) if mission.country_code == country else None
            for city, weight in listed.items() if listed else ((None, _UNLISTED_WEIGHT),):
                found.append((Spot(country, mission.code, city, zone), weight))
        zone = self._places.zone_of(country)
        return Weighted(found or [(Spot(country, None, None, zone), 1)])

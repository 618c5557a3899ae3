"""Places: countries, and the missions answerable for them, as one frozen view of a day.

Names come only from the reference tables; this module holds no name of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from safety_center.domain.choices import choices_of, name_nearest
from safety_center.domain.errors import N_, FieldError
from safety_center.domain.input_errors import shown

#: Codes of places outside every country; alpha-3 `ZZZ` in case numbers.
SPECIAL_PLACES = ("XZ", "XF", "ZZ")
#: Refused as a place: the system is for incidents abroad.
HOME_COUNTRY = "KR"
UNKNOWN_COUNTRY = N_("목록에 없는 국가·지역입니다: %(value)s. 이름을 목록에서 골라 주십시오.")
HOME_REFUSED = N_(
    "국내에서 일어난 일은 이 시스템에 등록하지 않습니다. 사건·사고가 일어난 국가·지역을 골라 주십시오."
)


@dataclass(frozen=True)
class Country:
    """A place as the rules need it; `zones` are IANA names, the main one first."""

    code: str
    alpha3: str
    ko: str
    en: str
    zones: tuple[str, ...]

    def label(self, language: str = "ko") -> str:
        """Name from the ministry's table."""
        return self.en if language == "en" else self.ko

    @property
    def main_zone(self) -> str:
        """Zone of the capital or largest city; UTC where there is none."""
        return self.zones[0] if self.zones else "Etc/UTC"


@dataclass(frozen=True)
class Mission:
    """A mission (재외공관) as the rules need it; labels are the short forms."""

    code: str
    country_code: str
    ko: str
    en: str
    zone: str

    def label(self, language: str = "ko") -> str:
        """Short name, such as 주캄보디아대사관."""
        return self.en if language == "en" else self.ko


@dataclass(frozen=True)
class Places:
    """Selectable countries and missions of one day, and who is answerable for whom.

    `responsible[country]` lists mission codes, the one to preselect first; no entry means that no
    mission is known (확인된 관할 공관 없음). `home`: names by which Korea itself is known when it is
    given as a place; it is never among `countries`.
    """

    countries: Mapping[str, Country]
    missions: Mapping[str, Mission]
    responsible: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    home: Country | None = None

    def is_home(self, typed: str) -> bool:
        """True for Korea's code and for its names of the reference table, however written."""
        wanted = _plain(typed)
        names = (self.home.ko, self.home.en, self.home.alpha3) if self.home else ()
        return bool(wanted) and wanted in map(_plain, (HOME_COUNTRY, *names))

    def missions_for(self, country_code: str) -> list[Mission]:
        """Missions answerable for a country, the one to preselect first."""
        return [self.missions[code] for code in self.responsible.get(country_code, ())]

    def preselected_mission(self, country_code: str) -> Mission | None:
        """Embassy of the country, else the mission concurrently accredited, else None."""
        missions = self.missions_for(country_code)
        return missions[0] if missions else None

    def zone_of(self, country_code: str, mission_code: str | None = None) -> str:
        """Zone for local time: the mission's when it sits in that country, else the country's."""
        mission = self.missions.get(mission_code or "")
        if mission is not None and mission.country_code == country_code:
            return mission.zone
        country = self.countries.get(country_code)
        return country.main_zone if country else "Etc/UTC"


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def unknown_country(value: str, places: Places) -> FieldError:
    """A country that is none, with those whose name or code is like it."""
    params: dict[str, Any] = {"value": shown(value)}
    near = name_nearest(params["value"], choices_of(places.countries))
    if near is None:
        return FieldError("country_code", "unknown_code", UNKNOWN_COUNTRY, params)
    message = N_("목록에 없는 국가·지역입니다: %(value)s. 비슷한 이름: %(choices)s")
    return FieldError("country_code", "unknown_code", message, params | {"choices": near})

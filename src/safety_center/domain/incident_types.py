"""Incident types (사건·사고 유형) per involvement, dated by the day of occurrence.

Sources: the victims' thirteen and the perpetrators' fifteen types of the ministry's tables as
published 2016-2025 (`data/published`); other = 자살, 강제추방, 행려병자, 기타. 분실 is printed from
2019, 위난사고 from 2020. 불법체류 is absent from 2020 on; its overlap with 출입국 in 2019 is an
inference and changes no code. 실종의심 is the label of 행방불명 in figures from 2023.
"""

from dataclasses import dataclass
from datetime import date

from safety_center.domain.vocabulary import Involvement


@dataclass(frozen=True)
class IncidentType:
    """One type in one involvement's list; `relabels` are (from, ko, en) label changes."""

    slug: str
    involvement: Involvement
    ko: str
    en: str
    valid_from: date | None = None
    valid_to: date | None = None
    relabels: tuple[tuple[date, str, str], ...] = ()

    def is_valid_on(self, day: date | None) -> bool:
        """True when the type may be used for an incident of that local day (unknown day: today's list rules)."""
        if day is None:
            return self.valid_to is None
        return (self.valid_from is None or day >= self.valid_from) and (
            self.valid_to is None or day <= self.valid_to
        )

    def label(self, language: str = "ko", on: date | None = None) -> str:
        """Label as printed on `on` (newest when None)."""
        ko, en = self.ko, self.en
        for since, new_ko, new_en in self.relabels:
            if on is None or on >= since:
                ko, en = new_ko, new_en
        return en if language == "en" else ko


V, P, O = Involvement.VICTIM, Involvement.PERPETRATOR, Involvement.OTHER  # noqa: E741 - a table below
OTHER_SLUG = "etc"

INCIDENT_TYPES: tuple[IncidentType, ...] = (
    IncidentType("homicide", V, "살인", "Homicide"),
    IncidentType("robbery", V, "강도", "Robbery"),
    IncidentType("theft", V, "절도", "Theft"),
    IncidentType("sexual_assault", V, "강간·강제추행", "Rape and sexual assault"),
    IncidentType("kidnapping", V, "납치·감금", "Kidnapping and confinement"),
    IncidentType("assault", V, "폭행·상해", "Assault and injury"),
    IncidentType("fraud", V, "사기", "Fraud"),
    IncidentType("traffic_accident", V, "교통사고", "Traffic accident"),
    IncidentType("accidental_death", V, "안전사고사망", "Accidental death"),
    IncidentType(
        "missing",
        V,
        "행방불명",
        "Missing",
        relabels=((date(2023, 1, 1), "실종의심", "Suspected missing"),),
    ),
    IncidentType("lost_property", V, "분실", "Lost property", valid_from=date(2019, 1, 1)),
    IncidentType("disaster", V, "위난사고", "Disaster", valid_from=date(2020, 1, 1)),
    IncidentType(OTHER_SLUG, V, "기타", "Other"),
    IncidentType("homicide", P, "살인", "Homicide"),
    IncidentType("robbery", P, "강도", "Robbery"),
    IncidentType("theft", P, "절도", "Theft"),
    IncidentType("sexual_assault", P, "강간·강제추행", "Rape and sexual assault"),
    IncidentType("kidnapping", P, "납치·감금", "Kidnapping and confinement"),
    IncidentType("assault", P, "폭행·상해", "Assault and injury"),
    IncidentType("fraud", P, "사기", "Fraud"),
    IncidentType("gambling", P, "도박", "Gambling"),
    IncidentType("drugs", P, "마약", "Drugs"),
    IncidentType("immigration", P, "출입국", "Immigration offence"),
    IncidentType("smuggling", P, "밀수", "Smuggling"),
    IncidentType("prostitution", P, "성매매", "Prostitution"),
    IncidentType("traffic_accident", P, "교통사고", "Traffic accident"),
    IncidentType("overstay", P, "불법체류", "Overstay", valid_to=date(2019, 12, 31)),
    IncidentType(OTHER_SLUG, P, "기타", "Other"),
    IncidentType("suicide", O, "자살", "Suicide"),
    IncidentType("deportation", O, "강제추방", "Deportation"),
    IncidentType("destitution", O, "행려병자", "Destitute and ill"),
    IncidentType(OTHER_SLUG, O, "기타", "Other"),
)

_BY_KEY = {(t.involvement, t.slug): t for t in INCIDENT_TYPES}
SLUGS: frozenset[str] = frozenset(t.slug for t in INCIDENT_TYPES)
#: Each type once, by its slug.
TYPES = {each.slug: each for each in reversed(INCIDENT_TYPES)}


def find_incident_type(involvement: Involvement, slug: str) -> IncidentType | None:
    """The type of that slug in that involvement's list, or None."""
    return _BY_KEY.get((involvement, slug))


def incident_types_on(involvement: Involvement, day: date | None) -> list[IncidentType]:
    """Types that may be chosen for an incident of that local day, in the published order."""
    return [t for t in INCIDENT_TYPES if t.involvement == involvement and t.is_valid_on(day)]


def resolve_incident_type(involvement: Involvement, case_slug: str, own_slug: str | None) -> str:
    """A person's type: their own, else the case's where their list has it, else 기타."""
    slug = own_slug or case_slug
    return slug if (involvement, slug) in _BY_KEY else OTHER_SLUG

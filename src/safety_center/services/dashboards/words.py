"""The words of a page: who is counted when, where the numbers are from, names of codes."""

from collections.abc import Mapping
from datetime import datetime

from safety_center.charts import Sentence, Wording
from safety_center.charts.sentences import CASES, PERSONS
from safety_center.domain.incident_types import INCIDENT_TYPES, OTHER_SLUG, IncidentType
from safety_center.domain.periods import format_instant
from safety_center.domain.statistics import (
    NO_MISSION,
    RULES,
    Dimension,
    Notice,
    StatisticsQuery,
)
from safety_center.domain.vocabulary import CountUnit, DateBasis, Involvement, Term
from safety_center.services.context import Context
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.reference import region_schemes, regions_of
from safety_center.services.statistics import label_maps

_WHO: Mapping[Involvement | None, tuple[str, str]] = {
    None: ("당사자", "persons"),
    Involvement.VICTIM: ("피해자", "victims"),
    Involvement.PERPETRATOR: ("가해자", "perpetrators"),
    Involvement.OTHER: ("기타 당사자", "other persons"),
}
#: Persons of an involvement, where a series or a sum names them.
PERSONS_OF: Mapping[Involvement, Sentence] = {
    Involvement.VICTIM: Sentence("피해자", "Victims"),
    Involvement.PERPETRATOR: Sentence("가해자", "Perpetrators"),
    Involvement.OTHER: Sentence("기타", "Others"),
}
_DATED = {
    DateBasis.REPORTED: ("접수된 {who}", "{who} reported"),
    DateBasis.OCCURRED: ("발생한 사건의 {who}", "{who} of incidents that occurred"),
    DateBasis.ENTERED: ("입력된 {who}", "{who} entered"),
}
_CASES_DATED = {**_DATED, DateBasis.OCCURRED: ("발생한 {who}", "{who} that occurred")}
#: What cases are called in the same places.
_CASES = ("사건·사고", "cases")
_UNITS: Mapping[CountUnit, Sentence] = {CountUnit.PERSONS: PERSONS, CountUnit.CASES: CASES}
_SEPARATOR = ":"


def make_wording(ctx: Context, chosen: Parameters, language: str) -> Wording:
    """Words that all figures of the page share."""
    period = chosen.period
    of_cases = chosen.unit is CountUnit.CASES
    names = _CASES if of_cases else _WHO[chosen.involvement]
    dated = _CASES_DATED if of_cases else _DATED
    ko, en = (text.format(who=who) for text, who in zip(dated[chosen.basis], names, strict=True))
    return Wording(
        language=language,
        who=Sentence(ko, en),
        this=period.text(),
        this_short=period.short(),
        last=period.text_before(),
        last_short=period.short_before(),
        than=period.than,
        demonstration=ctx.installation.holds_synthetic_data,
        unit=_UNITS[chosen.unit],
    )


def make_basis(
    ctx: Context, chosen: Parameters, as_of: datetime
) -> list[tuple[Sentence, Sentence]]:
    """산출 근거: what every number of the page rests on."""
    scheme = next(s for s in region_schemes(ctx.session) if s.code == chosen.scheme)
    rule = RULES[chosen.unit]
    ko, en = (format_instant(as_of, language=language) for language in ("ko", "en"))
    if chosen.as_of:
        ko, en = f"{ko}에 알려져 있던 대로", f"{en}, as known then"
    lines = [
        (Sentence("기간", "Period"), chosen.period.text()),
        (Sentence("비교 기간", "Compared with"), chosen.period.text_before()),
        (Sentence("단위", "Unit"), both(chosen.unit)),
        (Sentence("날짜 기준", "Date basis"), both(chosen.basis)),
        (
            Sentence("집계 규칙", "Counting rule"),
            Sentence(f"{rule.ko} ({rule})", f"{rule.en} ({rule})"),
        ),
        (Sentence("지역 구분", "Region scheme"), Sentence(scheme.name_ko, scheme.name_en)),
        (Sentence("기준 시각", "As of"), Sentence(ko, en)),
    ]
    if ctx.installation.holds_synthetic_data:
        lines.append((Sentence("자료", "Data"), both(Notice.DEMONSTRATION)))
    return lines


def both(term: Term) -> Sentence:
    """A term's two labels."""
    return Sentence(term.ko, term.en)


def labels_of(ctx: Context, dimension: str, scheme: str) -> dict[str, Sentence]:
    """Code → name. Types are `involvement:slug`, since the lists differ."""
    if dimension == Dimension.TYPE:
        return _type_labels() | _slug_labels(ctx, scheme)
    if dimension == Dimension.COUNTRY:
        return {code: Sentence(c.ko, c.en) for code, c in ctx.places.countries.items()}
    if dimension == Dimension.MISSION:
        names = {code: Sentence(m.ko, m.en) for code, m in ctx.places.missions.items()}
        return names | {NO_MISSION: Sentence("관할 공관 없음", "No responsible mission")}
    query = StatisticsQuery(by=(dimension,), scheme=scheme)
    ko, en = (label_maps(ctx, query, language)[dimension] for language in ("ko", "en"))
    return {code: Sentence(ko[code], en[code]) for code in ko}


def _slug_labels(ctx: Context, scheme: str) -> dict[str, Sentence]:
    """Types of cases, which no involvement parts."""
    query = StatisticsQuery(by=(Dimension.TYPE.value,), scheme=scheme)
    ko, en = (label_maps(ctx, query, language)[Dimension.TYPE] for language in ("ko", "en"))
    return {code: Sentence(ko[code], en[code]) for code in ko}


def type_code(involvement: str, slug: str) -> str:
    """One code for a type of one involvement's list."""
    return f"{involvement}{_SEPARATOR}{slug}"


def split_type_code(code: str) -> tuple[str, str]:
    """Back to involvement and slug."""
    involvement, _, slug = code.partition(_SEPARATOR)
    return involvement, slug


def _type_labels() -> dict[str, Sentence]:
    return {
        type_code(kind.involvement.value, kind.slug): Sentence(
            f"{_type_name(kind, 'ko')}({kind.involvement.ko})",
            f"{_type_name(kind, 'en')} ({kind.involvement.en})",
        )
        for kind in INCIDENT_TYPES
    }


def _type_name(kind: IncidentType, language: str) -> str:
    """기타 is also an involvement, so that the type says that it is one."""
    if kind.slug != OTHER_SLUG:
        return kind.label(language)
    return "Other type" if language == "en" else "기타 유형"


def place_name(ctx: Context, chosen: Parameters) -> Sentence | None:
    """Name of the region, country or mission that the page is about; None for the world."""
    if chosen.country:
        country = ctx.places.countries[chosen.country]
        return Sentence(country.ko, country.en)
    if chosen.mission:
        mission = ctx.places.missions[chosen.mission]
        return Sentence(f"{mission.ko} 관할", f"the district of the {mission.en}")
    regions = regions_of(ctx.session, chosen.scheme, ctx.today)
    return next((Sentence(r.name_ko, r.name_en) for r in regions if r.code == chosen.region), None)

"""Names of codes in figures, and the order in which they are listed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from safety_center.domain.incident_types import INCIDENT_TYPES, OTHER_SLUG
from safety_center.domain.statistics import (
    NO_MISSION,
    REGIONS,
    UNKNOWN,
    Dimension,
    StatisticsQuery,
)
from safety_center.domain.vocabulary import (
    AgeBand,
    Involvement,
    PersonOutcome,
    ReportSource,
    Severity,
    Sex,
    Sojourn,
    Term,
)
from safety_center.services.context import Context
from safety_center.services.reference import regions_of
from safety_center.services.statistics.as_of import day_of_reading
from safety_center.store.once import once
from safety_center.store.reference import fetch_all
from safety_center.store.tables.reference import Country, Mission

Place = TypeVar("Place", Country, Mission)

_TERMS: Mapping[str, Iterable[Term]] = {
    Dimension.INVOLVEMENT: Involvement,
    Dimension.SEVERITY: Severity,
    Dimension.SOURCE: ReportSource,
    Dimension.SOJOURN: Sojourn,
    Dimension.OUTCOME: PersonOutcome,
    Dimension.SEX: Sex,
    Dimension.AGE_BAND: AgeBand,
}
_NONE = {"ko": "관할 공관 없음", "en": "No responsible mission"}
_UNKNOWN = {"ko": "날짜 미상", "en": "Date unknown"}


def label_maps(ctx: Context, query: StatisticsQuery, language: str) -> dict[str, dict[str, str]]:
    """Code → label for each dimension of `query.by` that has codes; times are their own labels.

    The unknown day is labelled under `unknown` of each time.
    """
    return {str(name): labels_of(ctx, query, str(name), language) for name in query.by}


def code_orders(ctx: Context, query: StatisticsQuery) -> dict[str, list[str]]:
    """Codes of a dimension in the order of its list; dimensions sorted by code are left out."""
    listed = [name for name in query.by if name in _TERMS or name in (*REGIONS, Dimension.TYPE)]
    return {str(name): list(labels_of(ctx, query, str(name), "ko")) for name in listed}


def labels_of(ctx: Context, query: StatisticsQuery, name: str, language: str) -> dict[str, str]:
    """Code → label of one dimension, in the order of its list."""
    if name in _TERMS:
        return {term.value: term.label(language) for term in _TERMS[name]}
    if name == Dimension.TYPE:
        found = {kind.slug: kind.label(language) for kind in INCIDENT_TYPES}
        other = found.pop(OTHER_SLUG)  # 기타 closes every list
        return {**found, OTHER_SLUG: other}
    if name in _PLACES:
        return place_labels(ctx, query, name, language)
    return {UNKNOWN: _UNKNOWN[language]}


def place_labels(ctx: Context, query: StatisticsQuery, name: str, language: str) -> dict[str, str]:
    """Code → name of every country and mission, ended ones too, or of the regions or bureaus then."""
    return _PLACES[name](ctx, query, language)


def _places(ctx: Context, table: type[Place]) -> Sequence[Place]:
    return once(ctx.session, table, lambda: fetch_all(ctx.session, table))


def _countries(ctx: Context, _query: StatisticsQuery, language: str) -> dict[str, str]:
    rows = _places(ctx, Country)
    return {row.alpha2: _named(row, "name", language) for row in rows}


def _missions(ctx: Context, _query: StatisticsQuery, language: str) -> dict[str, str]:
    rows = _places(ctx, Mission)
    return {row.code: _named(row, "short", language) for row in rows} | {
        NO_MISSION: _NONE[language]
    }


def _regions(ctx: Context, query: StatisticsQuery, language: str) -> dict[str, str]:
    rows = regions_of(ctx.session, query.scheme, day_of_reading(ctx, query))
    return {row.code: _named(row, "name", language) for row in rows}


def _bureaus(ctx: Context, query: StatisticsQuery, language: str) -> dict[str, str]:
    return _regions(ctx, replace(query, scheme="bureau"), language)


_PLACES: Mapping[str, Callable[[Context, StatisticsQuery, str], dict[str, str]]] = {
    Dimension.COUNTRY: _countries,
    Dimension.MISSION: _missions,
    Dimension.REGION: _regions,
    Dimension.BUREAU: _bureaus,
}


def _named(row: Any, name: str, language: str) -> str:
    return str(getattr(row, f"{name}_{'en' if language == 'en' else 'ko'}"))

"""Questions that cannot be answered are refused at the field that is wrong."""

from safety_center.charts import Sentence
from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import FieldError, InputRefused
from safety_center.domain.statistics import (
    NO_MISSION,
    REGIONS,
    Dimension,
    StatisticsQuery,
    check_query,
)
from safety_center.services.context import Context
from safety_center.services.reference import country_codes, region_schemes
from safety_center.services.statistics.as_of import check_instant
from safety_center.services.statistics.labels import place_labels


def require_answerable(ctx: Context, query: StatisticsQuery) -> None:
    """Raise `InputRefused` unless every dimension and code of the query exists, and its instant has come."""
    errors = check_query(query) + check_places_and_instant(ctx, query)
    if errors:
        raise InputRefused(errors)


def check_places_and_instant(ctx: Context, query: StatisticsQuery) -> list[FieldError]:
    """What is wrong with a query as only the reference data and today can tell."""
    schemes = {
        scheme.code: Sentence(scheme.name_ko, scheme.name_en)
        for scheme in region_schemes(ctx.session)
    }
    errors = check_instant(ctx, query.as_of)
    if query.scheme not in schemes:
        return [unknown_code("scheme", query.scheme, schemes), *errors]
    asked = [
        (name, query.filters[name])
        for name in (Dimension.COUNTRY, Dimension.MISSION, *REGIONS)
        if name in query.filters
    ]
    return [
        error for name, codes in asked for error in _check_codes(ctx, query, name, codes)
    ] + errors


def _check_codes(
    ctx: Context, query: StatisticsQuery, name: str, codes: tuple[str, ...]
) -> list[FieldError]:
    """Of every country and mission, ended ones too, or of the regions or bureaus then."""
    if name == Dimension.COUNTRY and set(codes) <= {*country_codes(ctx.session), NO_MISSION}:
        return []
    ko = place_labels(ctx, query, name, "ko")
    wrong = [code for code in codes if code not in ko and code != NO_MISSION]
    if not wrong:
        return []
    en = place_labels(ctx, query, name, "en")
    known = {code: Sentence(ko[code], en[code]) for code in ko}
    return [unknown_code(name, code, known) for code in wrong]

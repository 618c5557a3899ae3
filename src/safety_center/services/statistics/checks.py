"""Questions that cannot be answered are refused at the field that is wrong."""

from collections.abc import Collection

from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.statistics import (
    NO_MISSION,
    REGIONS,
    Dimension,
    StatisticsQuery,
    check_query,
)
from safety_center.services.context import Context
from safety_center.services.reference import region_schemes
from safety_center.services.statistics.labels import place_labels
from safety_center.store.reference import fetch_country_codes


def require_answerable(ctx: Context, query: StatisticsQuery) -> None:
    """Raise `InputRefused` unless every dimension and code of the query exists."""
    errors = check_query(query)
    if query.scheme not in {scheme.code for scheme in region_schemes(ctx.session)}:
        errors.append(_unknown("scheme", query.scheme))
    elif not errors:
        for name in (Dimension.COUNTRY, Dimension.MISSION, *REGIONS):
            if name in query.filters:
                known = {*_place_codes(ctx, query, name), NO_MISSION}
                errors += _check_codes(name, query.filters[name], known)
    if errors:
        raise InputRefused(errors)


def _place_codes(ctx: Context, query: StatisticsQuery, name: str) -> Collection[str]:
    """Every country and mission, ended ones too, or the regions or bureaus then."""
    if name == Dimension.COUNTRY:
        return fetch_country_codes(ctx.session)
    return place_labels(ctx, query, name, "ko")


def _check_codes(name: str, codes: tuple[str, ...], known: Collection[str]) -> list[FieldError]:
    return [_unknown(name, code) for code in codes if code not in known]


def _unknown(name: str, code: str) -> FieldError:
    return FieldError(
        name, "unknown_code", N_("목록에 없는 값입니다: %(value)s"), {"value": code[:40]}
    )

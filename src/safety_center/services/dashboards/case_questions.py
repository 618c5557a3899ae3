"""What panels of cases ask under a page's choice, where their numbers lead, and what they rest on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from safety_center.charts import Sentence
from safety_center.domain.statistics import RULES, Dimension, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit, DateBasis
from safety_center.services.context import Context
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.view import Terms
from safety_center.services.dashboards.words import both, make_basis

_NOT_DIVIDED = (
    Sentence("당사자 구분", "Involvement"),
    Sentence(
        "건을 당사자 구분으로 나눌 수 없어 모든 건을 셈",
        "Cases cannot be divided by involvement: all are counted",
    ),
)


def case_query(
    chosen: Parameters, panel: Panel, by: tuple[str, ...], ends: Sequence[date] = ()
) -> StatisticsQuery:
    """The page's choice as far as cases have it; months reach back into the year before."""
    first, last = chosen.period.first, chosen.period.last
    basis = chosen.basis
    if Dimension.MONTH in by and not ends:
        first = date(chosen.period.year - 1, 1, 1)
    if ends:
        first, last, basis = ends[0].replace(day=1), ends[-1], DateBasis.REPORTED
    filters = {str(name): codes for name, codes in panel.filters.items()}
    if chosen.region:
        filters[Dimension.REGION.value] = (chosen.region,)
    for name, code in ((Dimension.COUNTRY, chosen.country), (Dimension.MISSION, chosen.mission)):
        if code:
            filters[name.value] = (code,)
    return StatisticsQuery(
        by=by,
        unit=CountUnit.CASES,
        basis=basis,
        scheme=chosen.scheme,
        from_day=first,
        to_day=last,
        filters=filters,
        as_of=chosen.as_of,
    )


def case_basis(ctx: Context, chosen: Parameters, as_of: Any, *further: Any) -> Terms:
    """산출 근거 of a panel of cases: unit and rule are those of cases, and nothing is compared."""
    rule, unit = RULES[CountUnit.CASES], both(CountUnit.CASES)
    ours = {
        "단위": unit,
        "집계 규칙": Sentence(f"{rule.ko} ({rule})", f"{rule.en} ({rule})"),
    }
    lines = [
        (term, ours.get(term.ko, text))
        for term, text in make_basis(ctx, chosen, as_of)
        if term.ko != "비교 기간"
    ]
    if chosen.involvement is not None:
        further = (*further, _NOT_DIVIDED)
    return (*lines, *further)


def flat_filters(filters: Mapping[str, str | list[str]]) -> dict[str, str]:
    """For an address: several codes between commas; a case's own type, not that of its persons."""
    flat = {
        "case_type" if name == Dimension.TYPE else name: value
        if isinstance(value, str)
        else ",".join(value)
        for name, value in filters.items()
    }
    return {**flat, "unit": CountUnit.CASES.value}

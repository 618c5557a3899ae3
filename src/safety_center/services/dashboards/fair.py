"""Panels of published series and of rates: real numbers apart, made-up numerators marked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from safety_center.charts import Chart, Sentence, Wording
from safety_center.charts.published import build_published
from safety_center.charts.rate_words import Compared
from safety_center.charts.rates import build_no_rate, build_rates
from safety_center.charts.sentences import NOTHING
from safety_center.domain.rates import RateNotice, RateScope
from safety_center.domain.statistics import Dimension, StatisticsQuery
from safety_center.domain.vocabulary import Sojourn
from safety_center.services.context import Context
from safety_center.services.dashboards.counter import Counter, Need
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.view import PanelView, Terms
from safety_center.services.dashboards.words import both, labels_of
from safety_center.services.published import (
    BASES,
    describe_series,
    published_series,
)
from safety_center.services.statistics.rated_rows import EDITIONS, WORLD_NOTE, rated_point
from safety_center.services.statistics.rates import (
    RatedCell,
    RateTable,
    compare_years,
    rates_of,
)
from safety_center.stats.frames import COUNT

_YEARS_SHOWN = 10
_YEAR = Sentence("연도", "Year")


def build_published_panel(ctx: Context, panel: Panel, wording: Wording) -> PanelView:
    """`panel.series` with its own foundation: nothing of it was counted by this system."""
    series = published_series(ctx, panel.series or "")
    return PanelView(panel, build_published(series, wording), basis=describe_series(series))


def build_published_rates(ctx: Context, panel: Panel, wording: Wording) -> PanelView:
    """Published victims by departures: nothing in it was counted, or made up, by this system."""
    series = published_series(ctx, panel.series or "")
    stated = series.lines[0].stated()
    frame = pd.DataFrame({"year": list(stated), COUNT: [point.value for point in stated.values()]})
    query = StatisticsQuery(
        by=(Dimension.YEAR.value,),
        from_day=date(min(stated), 1, 1),
        to_day=date(max(stated), 12, 31),
    )
    table = rates_of(ctx, query, frame, published=True)
    label = series.lines[0].label
    who = Sentence(f"{label.ko}(발표)", f"published {label.en.lower()}")
    chart = _chart(ctx, table, panel, replace(wording, who=who, demonstration=False))
    basis = (*describe_series(series), *rate_basis(panel))
    return PanelView(panel, replace(chart, is_published=True), basis=basis)


def rate_need(chosen: Parameters, panel: Panel, today: date) -> Need:
    """What a panel of rates counts: ten years worldwide, or residents by country in a whole year."""
    if panel.denominator == RateScope.RESIDENTS:
        year = _whole_year(chosen, today)
        filters = {**panel.filters, Dimension.SOJOURN.value: (Sojourn.RESIDENT.value,)}
        return Need((date(year, 1, 1), date(year, 12, 31)), (Dimension.COUNTRY.value,), filters)
    year = chosen.period.year
    first, last = date(year - _YEARS_SHOWN, 1, 1), min(date(year, 12, 31), today)
    return Need((first, last), (Dimension.YEAR.value,), panel.filters)


def build_rate_panel(
    ctx: Context, chosen: Parameters, counter: Counter, panel: Panel, wording: Wording
) -> PanelView:
    """Rates of the page's choice, or one sentence saying why it has none."""
    need = rate_need(chosen, panel, ctx.today)
    query = _query(chosen, need)
    table = rates_of(ctx, query, counter.frame(need))
    if table.why is not None or table.scope is None:
        why = both(table.why) if table.why else NOTHING
        return PanelView(panel, build_no_rate(why, wording, panel.title.sentence))
    return PanelView(panel, _chart(ctx, table, panel, wording))


def _query(chosen: Parameters, need: Need) -> StatisticsQuery:
    """The panel's question as rates are asked for it: a page's region is a region."""
    filters: dict[str, tuple[str, ...]] = {str(k): v for k, v in need.filters.items()}
    if chosen.region:
        filters[Dimension.REGION.value] = (chosen.region,)
    for name, code in ((Dimension.COUNTRY, chosen.country), (Dimension.MISSION, chosen.mission)):
        if code:
            filters[name.value] = (code,)
    if chosen.involvement:
        filters.setdefault(Dimension.INVOLVEMENT.value, (chosen.involvement.value,))
    return StatisticsQuery(
        by=need.by,
        unit=chosen.unit,
        basis=chosen.basis,
        scheme=chosen.scheme,
        from_day=need.days[0],
        to_day=need.days[1],
        filters=filters,
        as_of=chosen.as_of,
    )


def _chart(ctx: Context, table: RateTable, panel: Panel, wording: Wording) -> Chart:
    residents = table.scope is RateScope.RESIDENTS
    countries = labels_of(ctx, Dimension.COUNTRY, table.query.scheme) if residents else {}
    points = [rated_point(cell, _label(cell, countries)) for cell in table.cells]
    if residents:
        points = [point for point in points if point.rate] or points
    notice = both(RateNotice.SYNTHETIC) if table.synthetic else NOTHING
    chart = build_rates(
        points,
        both(Dimension.COUNTRY) if residents else _YEAR,
        both(table.scope) if table.scope else NOTHING,
        wording,
        panel.title.sentence,
        _compared(table),
        notice,
    )
    return chart.noting(*(_residents_notes(table) if residents else (WORLD_NOTE,)))


def _compared(table: RateTable) -> Compared | None:
    found = compare_years(table)
    if found is None:
        return None
    first, last = (rated_point(cell, _label(cell, {})) for cell in found[:2])
    return Compared(first, last, found[2])


def _residents_notes(table: RateTable) -> tuple[Sentence, ...]:
    """How many persons stand in countries without a rate; the reason is told once for all."""
    without = [cell for cell in table.cells if cell.rate is None]
    if len(without) == len(table.cells):
        return ()  # nothing is ranked, and the reason stands beside each
    if not without:
        return (EDITIONS,)
    why = next((cell.why for cell in without if cell.why), None)
    persons, reason = sum(cell.count for cell in without), both(why) if why else NOTHING
    left = Sentence(
        f"비율이 없는 {len(without)}개 국가·지역의 {persons:,}명: {reason.ko}",
        f"{persons:,} {'person' if persons == 1 else 'persons'} in {len(without)} "
        f"{'country or area' if len(without) == 1 else 'countries and areas'} without a rate: {reason.en}",
    )
    return EDITIONS, left


def _label(cell: RatedCell, countries: Mapping[str, Sentence]) -> Sentence:
    code = str(cell.codes.get(Dimension.COUNTRY.value, ""))
    return countries.get(code) or Sentence(f"{cell.year}년", str(cell.year))


def _whole_year(chosen: Parameters, today: date) -> int:
    """The chosen year when it is over, else the one before."""
    return chosen.period.year if chosen.period.year < today.year else today.year - 1


def rate_basis(panel: Panel) -> Terms:
    """What the denominators of a panel rest on, for its 산출 근거."""
    scope = RateScope.RESIDENTS if panel.denominator == RateScope.RESIDENTS else RateScope.WORLD
    return (
        (Sentence("분모", "Denominator"), both(scope)),
        (Sentence("분모 자료", "Data of the denominator"), BASES[scope.value]),
        (
            Sentence("구간", "Interval"),
            Sentence("정확 구간(Garwood), 95%", "exact (Garwood), 95%"),
        ),
    )

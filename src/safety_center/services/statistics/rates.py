"""Rates of figures: the denominator that belongs to each cell, or why there is none.

Denominators come from `data/exposure.csv`. One answer uses one basis of departures: the one that
states most of the years asked; a year it does not state has no rate, however well another knows it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlmodel import col

from safety_center.domain.rates import (
    OLDEST_YEARS,
    RateScope,
    WhyNoRate,
    is_whole_year,
    scope_of,
)
from safety_center.domain.reference import WORLD, ExposureMeasure
from safety_center.domain.statistics import Dimension, StatisticsQuery
from safety_center.services.context import Context
from safety_center.stats.frames import COUNT
from safety_center.stats.rates import Rate, RateRatio, compare_rates, measure_rate
from safety_center.store.tables.reference import Exposure

_MEASURES = {
    RateScope.WORLD: ExposureMeasure.DEPARTURES,
    RateScope.RESIDENTS: ExposureMeasure.OVERSEAS_NATIONALS,
}


@dataclass(frozen=True)
class Denominator:
    """A published number of persons. `as_of` is the day it describes, `rounded` how it was printed."""

    measure: ExposureMeasure
    place: str
    value: int
    basis: str
    as_of: date
    source: str
    rounded: bool

    def age_in(self, year: int) -> int:
        """Years between the denominator's and the one counted."""
        return year - self.as_of.year


@dataclass(frozen=True)
class RatedCell:
    """A cell of figures by its codes, with its rate, or `why` it has none."""

    codes: Mapping[str, Any]
    year: int
    count: int
    denominator: Denominator | None = None
    rate: Rate | None = None
    why: WhyNoRate | None = None


@dataclass(frozen=True)
class RateTable:
    """`why` is set where the whole question has no rate. `synthetic`: the counts are made up."""

    query: StatisticsQuery
    scope: RateScope | None
    cells: tuple[RatedCell, ...]
    synthetic: bool
    why: WhyNoRate | None = None

    def rated(self) -> list[RatedCell]:
        """Cells that have a rate."""
        return [cell for cell in self.cells if cell.rate is not None]

    @property
    def basis(self) -> str:
        """The one basis of all denominators of departures; empty without rates."""
        return next((cell.denominator.basis for cell in self.rated() if cell.denominator), "")


def rates_of(
    ctx: Context, query: StatisticsQuery, frame: pd.DataFrame, published: bool = False
) -> RateTable:
    """Rates for an answer to `query`: `frame` has its dimensions and `count` (`Figures.frame`).

    `published`: the counts were published, so they are real, and a year without a row was not stated.
    Years without a row after the first one count 0. The order of the rows is kept: rates are not ranked.
    """
    synthetic = ctx.installation.holds_synthetic_data and not published
    scope = scope_of(query)
    if isinstance(scope, WhyNoRate):
        return RateTable(query, None, (), synthetic, scope)
    cells = list(_cells(query, frame))
    if not published:
        cells += _empty_years(ctx, query, cells)
    if tuple(query.by) == (Dimension.YEAR,):
        cells.sort(key=lambda cell: cell.year)  # years without a row were put in
    found = _fetch(ctx, _MEASURES[scope])
    if scope is RateScope.WORLD:
        years = {cell.year for cell in cells}
        found = [row for row in found if row.basis == _best_basis(found, years)]
    rated = tuple(_rate(cell, _pick(found, cell, query, scope), ctx, query) for cell in cells)
    return RateTable(query, scope, rated, synthetic)


def compare_years(table: RateTable) -> tuple[RatedCell, RatedCell, RateRatio] | None:
    """The first and the last rated year of one series and how they compare; None with fewer."""
    rated = table.rated()
    if len(rated) < 2 or tuple(table.query.by) != (Dimension.YEAR,):
        return None
    first, last = rated[0], rated[-1]
    if first.denominator is None or last.denominator is None:
        return None
    ratio = compare_rates(last.count, last.denominator.value, first.count, first.denominator.value)
    return first, last, ratio


def _cells(query: StatisticsQuery, frame: pd.DataFrame) -> Iterable[RatedCell]:
    names = [str(name) for name in query.by]
    year = Dimension.YEAR.value
    for row in frame.to_dict("records"):
        if year in names and pd.isna(row[year]):
            continue  # a day that is not known is in no year
        codes = {name: row[name] for name in names}
        of = int(row[year]) if year in names else _only_year(query)
        yield RatedCell(codes, of, int(row[COUNT]))


def _empty_years(
    ctx: Context, query: StatisticsQuery, cells: list[RatedCell]
) -> Iterable[RatedCell]:
    """Years in which nobody was counted, after the first one with somebody: before, nothing was kept."""
    if tuple(query.by) != (Dimension.YEAR,) or not cells or query.to_day is None:
        return
    seen = {cell.year for cell in cells}
    last = min(query.to_day.year, ctx.today.year)
    for of in sorted(set(range(min(seen), last + 1)) - seen):
        yield RatedCell({Dimension.YEAR.value: of}, of, 0)


def _only_year(query: StatisticsQuery) -> int:
    return query.from_day.year if query.from_day else 0


def _fetch(ctx: Context, measure: ExposureMeasure) -> list[Denominator]:
    query = select(Exposure).where(
        col(Exposure.measure) == measure.value, col(Exposure.valid_to).is_(None)
    )
    rows = ctx.session.execute(query).scalars()
    return [
        Denominator(
            measure=measure,
            place=row.place_code,
            value=row.value,
            basis=row.basis,
            as_of=row.as_of,
            source=row.source,
            rounded=row.precision != "exact",
        )
        for row in rows
        if row.value > 0
    ]


def _best_basis(found: list[Denominator], years: set[int]) -> str:
    """The basis that states most of the years, then the latest of them."""
    stated: dict[str, set[int]] = {}
    for row in found:
        if row.place == WORLD and row.as_of.year in years:
            stated.setdefault(row.basis, set()).add(row.as_of.year)
    ranked = sorted(stated, key=lambda basis: (len(stated[basis]), max(stated[basis]), basis))
    return ranked[-1] if ranked else ""


def _pick(
    found: list[Denominator], cell: RatedCell, query: StatisticsQuery, scope: RateScope
) -> Denominator | None:
    """World: the year's own. A country: the last edition that describes the year or an earlier one."""
    if scope is RateScope.WORLD:
        return next((row for row in found if row.as_of.year == cell.year), None)
    place = str(cell.codes.get(Dimension.COUNTRY.value, "")) or _only_country(query)
    known = [row for row in found if row.place == place and row.as_of.year <= cell.year]
    return max(known, key=lambda row: row.as_of, default=None)


def _only_country(query: StatisticsQuery) -> str:
    """The country of a question about one; several together have no common denominator."""
    asked = query.filters.get(Dimension.COUNTRY, ())
    return asked[0] if len(asked) == 1 else ""


def _rate(
    cell: RatedCell, known: Denominator | None, ctx: Context, query: StatisticsQuery
) -> RatedCell:
    why = _refuse(cell, known, ctx, query)
    if why is not None or known is None:
        return RatedCell(cell.codes, cell.year, cell.count, known if why else None, None, why)
    rate = measure_rate(cell.count, known.value)
    return RatedCell(cell.codes, cell.year, cell.count, known, rate)


def _refuse(
    cell: RatedCell, known: Denominator | None, ctx: Context, query: StatisticsQuery
) -> WhyNoRate | None:
    if cell.year >= ctx.today.year:
        return WhyNoRate.RUNNING
    if not is_whole_year(query, cell.year):
        return WhyNoRate.PART_OF_YEAR
    if known is None:
        by_country = scope_of(query) is RateScope.RESIDENTS
        return WhyNoRate.NATIONALS if by_country else WhyNoRate.NOT_STATED
    return WhyNoRate.OLD if known.age_in(cell.year) > OLDEST_YEARS else None

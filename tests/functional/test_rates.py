"""Rates from stored denominators: one basis, never a guess, and a reason where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

from safety_center.domain.periods import SEOUL
from safety_center.domain.rates import WhyNoRate
from safety_center.domain.statistics import StatisticsQuery
from safety_center.services.context import Context, reading
from safety_center.services.installation import Installation
from safety_center.services.statistics.rates import RateTable, compare_years, rates_of

WORLD = StatisticsQuery(by=("year",), from_day=date(2018, 1, 1), to_day=date(2026, 12, 31))
RESIDENTS = StatisticsQuery(
    by=("country",),
    from_day=date(2023, 1, 1),
    to_day=date(2023, 12, 31),
    filters={"sojourn": ("resident",)},
)


@pytest.fixture
def ctx(sqlite_installation: Installation) -> object:
    with reading(sqlite_installation, None) as made:
        yield made


def by_year(ctx: Context, counts: dict[int, int], query: StatisticsQuery = WORLD) -> RateTable:
    return rates_of(ctx, query, pd.DataFrame({"year": list(counts), "count": counts.values()}))


def whys(table: RateTable) -> dict[int, WhyNoRate | None]:
    return {cell.year: cell.why for cell in table.cells}


def test_a_series_of_years_stands_on_one_basis_of_departures(ctx: Context) -> None:
    table = by_year(ctx, dict.fromkeys(range(2018, 2027), 10000))
    assert table.basis == "KTO, incl. crew"
    assert {cell.denominator.basis for cell in table.rated() if cell.denominator} == {table.basis}
    assert [cell.year for cell in table.rated()] == [2018, 2019, 2020, 2023, 2025]
    assert whys(table)[2022] is WhyNoRate.NOT_STATED  # stated on the other basis
    assert whys(table)[2024] is WhyNoRate.NOT_STATED  # stated nowhere


def test_a_year_known_on_another_basis_only_is_rated_by_itself(ctx: Context) -> None:
    query = StatisticsQuery(by=("year",), from_day=date(2022, 1, 1), to_day=date(2022, 12, 31))
    (cell,) = by_year(ctx, {2022: 100}, query).cells
    assert cell.denominator is not None
    assert (cell.denominator.basis, cell.denominator.value) == ("MOJ", 6_580_145)


def test_the_rate_is_persons_per_100_000_departures_with_its_interval(ctx: Context) -> None:
    cell = next(cell for cell in by_year(ctx, {2019: 16_335}).cells if cell.year == 2019)
    assert cell.rate is not None
    assert cell.rate.value == pytest.approx(56.8881, abs=1e-4)
    assert cell.rate.low < cell.rate.value < cell.rate.high
    assert not cell.rate.unstable


def test_the_running_year_and_a_cut_year_have_no_rate(ctx: Context) -> None:
    query = StatisticsQuery(by=("year",), from_day=date(2019, 3, 1), to_day=ctx.today)
    found = whys(by_year(ctx, {2019: 5, 2020: 5, ctx.today.year: 5}, query))
    assert found[2019] is WhyNoRate.PART_OF_YEAR
    assert found[ctx.today.year] is WhyNoRate.RUNNING
    assert found[2020] is None


def test_a_year_in_which_nobody_was_counted_has_a_rate_of_zero(ctx: Context) -> None:
    table = by_year(ctx, {2019: 5})
    cell = next(cell for cell in table.cells if cell.year == 2020)
    assert cell.rate is not None
    assert (cell.rate.value, cell.rate.low, cell.rate.unstable) == (0, 0, True)
    assert cell.rate.high > 0


def test_residents_have_rates_where_nationals_are_counted(ctx: Context) -> None:
    frame = pd.DataFrame({"country": ["US", "KH", "VN"], "count": [300, 12, 4]})
    cells = {str(cell.codes["country"]): cell for cell in rates_of(ctx, RESIDENTS, frame).cells}
    known = cells["US"].denominator
    assert known is not None
    assert (known.value, known.as_of.year, known.age_in(2023)) == (1_091_596, 2022, 1)
    assert cells["KH"].why is WhyNoRate.NATIONALS  # overseas Koreans are known, nationals are not
    assert cells["VN"].why is WhyNoRate.NATIONALS  # known for a later year only


def test_a_denominator_grows_old_and_is_then_no_more_used(ctx: Context) -> None:
    for year, why in ((2025, None), (2027, None), (2028, WhyNoRate.OLD)):
        query = StatisticsQuery(
            by=("country",),
            from_day=date(year, 1, 1),
            to_day=date(year, 12, 31),
            filters={"sojourn": ("resident",)},
        )
        later = _at(ctx, date(2030, 1, 1))
        frame = pd.DataFrame({"country": ["US"], "count": [30]})
        (cell,) = rates_of(later, query, frame).cells
        assert cell.why is why


def test_a_page_about_a_region_has_no_rate_and_says_why(ctx: Context) -> None:
    query = StatisticsQuery(by=("year",), filters={"region": ("europe",)})
    table = by_year(ctx, {2019: 5}, query)
    assert (table.cells, table.why) == ((), WhyNoRate.PLACE)


def test_two_years_are_compared_with_an_exact_interval(ctx: Context) -> None:
    query = StatisticsQuery(by=("year",), from_day=date(2019, 1, 1), to_day=date(2023, 12, 31))
    compared = compare_years(by_year(ctx, {2019: 16_335, 2023: 15_769}, query))
    assert compared is not None
    first, last, ratio = compared
    assert (first.year, last.year) == (2019, 2023)
    assert ratio.value == pytest.approx((15_769 / 22_715_841) / (16_335 / 28_714_247))
    assert ratio.is_clear


def _at(ctx: Context, day: date) -> Context:
    """The same unit of work on a later day."""
    return replace(ctx, now=datetime(day.year, day.month, day.day, tzinfo=SEOUL))

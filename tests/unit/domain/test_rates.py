"""Which questions have a denominator of their scope."""

from __future__ import annotations

from datetime import date

import pytest

from safety_center.domain.rates import RateScope, WhyNoRate, is_whole_year, scope_of
from safety_center.domain.statistics import StatisticsQuery
from safety_center.domain.vocabulary import CountUnit, DateBasis

RESIDENTS = {"sojourn": ("resident",)}
YEAR_2023 = {"from_day": date(2023, 1, 1), "to_day": date(2023, 12, 31)}


def ask(*by: str, **asked: object) -> RateScope | WhyNoRate:
    return scope_of(StatisticsQuery(by=by, **asked))  # type: ignore[arg-type]


def test_the_whole_world_by_year_goes_by_departures() -> None:
    assert ask("year") is RateScope.WORLD
    assert ask("year", "involvement", filters={"type": ("theft_robbery",)}) is RateScope.WORLD
    assert ask(**YEAR_2023) is RateScope.WORLD
    assert ask("year", filters={"sojourn": ("visitor",)}) is RateScope.WORLD


def test_countries_have_rates_for_residents_only() -> None:
    assert ask("country", filters=RESIDENTS, **YEAR_2023) is RateScope.RESIDENTS
    assert ask("country", **YEAR_2023) is WhyNoRate.VISITORS
    assert ask("year", filters={"country": ("JP",)}) is WhyNoRate.VISITORS
    assert ask("year", filters=RESIDENTS) is WhyNoRate.WORLD_RESIDENTS
    mixed = {"sojourn": ("resident", "visitor")}
    assert ask("country", filters=mixed, **YEAR_2023) is WhyNoRate.VISITORS


@pytest.mark.parametrize(
    ("by", "asked", "why"),
    [
        ("year", {"unit": CountUnit.CASES}, WhyNoRate.UNIT),
        ("year", {"basis": DateBasis.ENTERED}, WhyNoRate.ENTERED),
        ("region", {}, WhyNoRate.PLACE),
        ("mission", {}, WhyNoRate.PLACE),
        ("year", {"filters": {"bureau": ("x",)}}, WhyNoRate.PLACE),
        ("age_band", {}, WhyNoRate.PERSON),
        ("year", {"filters": {"sex": ("female",)}}, WhyNoRate.PERSON),
        ("month", {}, WhyNoRate.PART_OF_YEAR),
        ("involvement", {}, WhyNoRate.PART_OF_YEAR),
        ("involvement", {"from_day": date(2023, 1, 1)}, WhyNoRate.PART_OF_YEAR),
    ],
)
def test_everything_else_says_why_it_has_none(
    by: str, asked: dict[str, object], why: WhyNoRate
) -> None:
    assert ask(by, **asked) is why


def test_a_cut_year_is_no_whole_year() -> None:
    query = StatisticsQuery(by=("year",), from_day=date(2022, 7, 1), to_day=date(2023, 12, 31))
    assert not is_whole_year(query, 2022)
    assert is_whole_year(query, 2023)

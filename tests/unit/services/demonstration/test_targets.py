"""The targets are the published figures, and what is drawn says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from safety_center.domain.incident_types import find_incident_type
from safety_center.domain.vocabulary import Involvement
from safety_center.services.demonstration.targets import (
    Target,
    complete_types,
    elapsed,
    read_targets,
)
from safety_center.services.demonstration.words import chance_from, read_words
from safety_center.settings import load_settings

TODAY = date(2026, 11, 22)
VICTIM, PERPETRATOR, OTHER = Involvement.VICTIM, Involvement.PERPETRATOR, Involvement.OTHER
_DATA: Path = load_settings({}).data_folder


@pytest.fixture(scope="module")
def targets() -> list[Target]:
    return read_targets(_DATA, read_words(_DATA), TODAY, chance_from(1))


@pytest.fixture(scope="module")
def total(targets: list[Target]) -> Callable[[Involvement, str], int]:
    def of(involvement: Involvement, period: str) -> int:
        return sum(
            t.persons
            for t in targets
            if t.involvement is involvement and t.period.startswith(period)
        )

    return of


_PUBLISHED = {
    (VICTIM, 2016): 9290,
    (VICTIM, 2017): 12529,
    (VICTIM, 2018): 13235,
    (VICTIM, 2019): 16335,
    (VICTIM, 2020): 9113,
    (VICTIM, 2021): 6498,
    (VICTIM, 2022): 11323,
    (VICTIM, 2023): 15769,
    (VICTIM, 2024): 17283,
    (PERPETRATOR, 2016): 1638,
    (PERPETRATOR, 2017): 1692,
    (PERPETRATOR, 2018): 1869,
    (PERPETRATOR, 2019): 2507,
    (PERPETRATOR, 2020): 2297,
    (PERPETRATOR, 2024): 3321,
    (OTHER, 2016): 3565,
    (OTHER, 2017): 4189,
    (OTHER, 2018): 4996,
    (OTHER, 2019): 3890,
    (OTHER, 2024): 2992,
}


@pytest.mark.parametrize(("key", "persons"), _PUBLISHED.items())
def test_a_published_year_is_a_published_target(
    targets: list[Target], key: tuple[Involvement, int], persons: int
) -> None:
    [target] = [t for t in targets if (t.involvement, t.year) == key]
    assert (target.persons, target.published) == (persons, True)


def test_every_other_total_is_said_to_be_drawn_except_published_half_years(
    targets: list[Target],
) -> None:
    published = {(t.involvement, t.year) for t in targets if t.published}
    assert published == {*_PUBLISHED, (VICTIM, 2025), (PERPETRATOR, 2025)}


def test_the_years_drawn_close_with_the_pooled_total_of_2020_to_june_2022(
    total: Callable[[Involvement, str], int],
) -> None:
    victims = total(VICTIM, "2020") + total(VICTIM, "2021") + 5050
    others = [
        total(group, period)
        for group in (PERPETRATOR, OTHER)
        for period in ("2020", "2021", "2022H1")
    ]
    assert victims + sum(others) == 36095


def test_perpetrators_of_2016_to_2019_have_exactly_their_printed_types(
    targets: list[Target],
) -> None:
    by_year = {t.year: t for t in targets if t.involvement is PERPETRATOR and t.year <= 2019}
    assert all(set(t.types) == t.stated_types for t in by_year.values())
    assert by_year[2018].types["prostitution"] == 37
    assert by_year[2019].types["overstay"] == 370
    assert "etc" not in by_year[2019].types


def test_a_type_printed_only_together_with_another_is_taken_apart(targets: list[Target]) -> None:
    robbery = {t.year: t.types["robbery"] for t in targets if t.involvement is VICTIM}
    assert (robbery[2019], robbery[2021]) == (4532 - 4383, 318 - 261)


def test_published_half_years_hold(targets: list[Target]) -> None:
    halves = {t.year: t.first_half for t in targets if t.involvement is VICTIM and t.first_half}
    assert halves == {2022: 5050, 2023: 7294}


def test_the_types_of_every_target_add_up_and_are_in_use(targets: list[Target]) -> None:
    for target in targets:
        assert sum(target.types.values()) == target.persons
        first = date(target.year, target.first_month, 1)
        used = [find_incident_type(target.involvement, slug) for slug in target.types]
        assert all(known is not None and known.is_valid_on(first) for known in used)


def test_a_year_that_is_not_over_ends_with_the_day_of_making(targets: list[Target]) -> None:
    [target] = [t for t in targets if (t.involvement, t.year) == (VICTIM, 2026)]
    assert target.months is not None
    assert target.months[12] == 0 < target.months[11] < target.months[10]


def test_stated_types_above_their_total_are_an_error() -> None:
    with pytest.raises(ValueError, match="exceed their total by 1"):
        complete_types(4, {"theft": 5}, {})


def test_a_demonstration_of_a_published_year_is_refused() -> None:
    with pytest.raises(ValueError, match="2026 or later"):
        read_targets(_DATA, read_words(_DATA), date(2025, 12, 31), chance_from(1))


def test_a_month_is_over_in_part_only_while_it_lasts() -> None:
    assert elapsed(2026, 10, TODAY) == 1
    assert elapsed(2026, 12, TODAY) == 0
    assert 0.7 < elapsed(2026, 11, TODAY) < 0.75

"""Whole persons out of shares: every sum holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.services.demonstration.apportion import apportion, deal, month_weights
from safety_center.services.demonstration.words import chance_from

_WEIGHTS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.floats(0.01, 1000, allow_nan=False), min_size=1
)


def test_the_largest_remainders_are_rounded_up() -> None:
    assert apportion(10, {"a": 1, "b": 1, "c": 2}) == {"a": 3, "b": 2, "c": 5}


def test_equal_remainders_go_to_the_earlier_key() -> None:
    assert apportion(1, {"a": 1, "b": 1}) == {"a": 1, "b": 0}


def test_nothing_divided_is_nothing_each() -> None:
    assert apportion(0, {"a": 0}) == {"a": 0}


def test_something_without_weights_is_an_error() -> None:
    with pytest.raises(ValueError, match="divide 3"):
        apportion(3, {"a": 0})


@given(st.integers(0, 50_000), _WEIGHTS)
def test_the_parts_add_up_and_none_is_a_whole_person_off(
    total: int, weights: dict[str, float]
) -> None:
    parts = apportion(total, weights)
    assert sum(parts.values()) == total
    whole = sum(weights.values())
    assert all(abs(parts[key] - total * weights[key] / whole) <= 1 for key in weights)


@given(st.dictionaries(st.sampled_from("abc"), st.integers(0, 400), min_size=1), st.integers(0, 99))
def test_dealing_keeps_the_totals_of_types_and_of_months(counts: dict[str, int], seed: int) -> None:
    capacity = apportion(sum(counts.values()), {1: 3, 2: 0.5, 3: 7})
    preferences = {"a": {1: 9, 2: 1, 3: 1}} if sum(capacity.values()) else {}
    dealt = deal(counts, capacity, preferences, chance_from(seed))
    assert {month: sum(types.values()) for month, types in dealt.items()} == capacity
    assert {key: sum(types[key] for types in dealt.values()) for key in counts} == counts


def test_a_type_with_months_of_its_own_goes_there_as_far_as_there_is_room() -> None:
    dealt = deal({"a": 10, "b": 10}, {1: 10, 2: 10}, {"a": {1: 1, 2: 0}}, chance_from(1))
    assert dealt[1]["a"] == 10


def test_a_year_without_its_own_months_takes_the_usual_ones() -> None:
    table = {"default": [1] * 12, "2020": [2] * 12}
    assert month_weights(table, 2020)[12] == 2
    assert month_weights(table, 2019)[1] == 1

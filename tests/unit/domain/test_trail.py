"""Case ids of a list as the trail keeps them, and what of an address it takes over."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.domain.trail import (
    holds_id,
    is_case_or_receipt_number,
    pack_ids,
    unpack_ids,
    years_before,
)


@pytest.mark.parametrize(
    ("ids", "runs", "packed"),
    [([], False, ""), ([3, 1, 3], False, " 1 3 "), ([1, 2, 3, 5, 6], True, " 1-3 5 6 ")],
)
def test_ids_are_packed_in_order_and_in_runs_for_files(
    ids: list[int], runs: bool, packed: str
) -> None:
    assert pack_ids(ids, runs) == packed


@given(st.sets(st.integers(1, 300)), st.integers(1, 300), st.booleans())
def test_what_was_packed_is_found_again(ids: set[int], wanted: int, runs: bool) -> None:
    packed = pack_ids(ids, runs)
    assert holds_id(packed, frozenset({wanted})) == (wanted in ids)
    assert unpack_ids(packed, 1000) == sorted(ids)


@pytest.mark.parametrize(
    ("text", "taken"),
    [("2026-KHM-000123", True), ("R-2026-0000001", True), ("홍길동", False), ("M12345678", False)],
)
def test_only_numbers_of_cases_and_receipts_are_taken_from_an_address(
    text: str, taken: bool
) -> None:
    assert is_case_or_receipt_number(text) is taken


def test_old_is_counted_from_the_first_of_a_month() -> None:
    assert years_before(date(2028, 2, 29), 3) == date(2025, 2, 1)

"""A period cut into years, months and days is the same days, each once, with little to read."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.domain.cuts import Piece, cut_period

DAYS = st.dates(date(2019, 1, 1), date(2024, 12, 31))


def days_of(first: date, last: date) -> Counter[date]:
    return Counter(first + timedelta(days=n) for n in range((last - first).days + 1))


@given(first=DAYS, last=DAYS, grains=st.sampled_from(["", "M", "Y", "YM"]))
def test_pieces_make_up_every_day_once_and_hold_whole_periods(
    first: date, last: date, grains: str
) -> None:
    days: Counter[date] = Counter()
    for piece in cut_period(first, last, grains):
        assert piece.grain in {*grains, "D"}
        after = piece.last + timedelta(days=1)
        if piece.grain != "D":
            assert piece.first.day == after.day == 1
        if piece.grain == "Y":
            assert piece.first.month == after.month == 1
        for day, number in days_of(piece.first, piece.last).items():
            days[day] += number * piece.sign
    assert {day: number for day, number in days.items() if number} == days_of(first, last)


@given(first=DAYS, last=DAYS)
def test_never_is_more_read_than_of_months_and_days_added_up(first: date, last: date) -> None:
    def weight(grains: str) -> int:
        return sum(piece.weight() for piece in cut_period(first, last, grains))

    assert weight("YM") <= weight("M") <= weight("")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2020-01-01", "2021-12-31", "+Y"),
        ("2020-01-02", "2020-12-31", "+Y -D"),
        ("2025-01-01", "2025-11-23", "+Y -M -D"),
        ("2016-01-01", "2026-11-23", "+Y -M -D"),
        ("2025-01-01", "2025-06-30", "+M"),
        ("2025-02-10", "2025-11-23", "+Y -M -D -M -D"),
        ("2019-12-15", "2022-01-03", "+Y +D +D"),
        ("2020-03-01", "2020-03-30", "+M -D"),
        ("2020-03-01", "2020-03-09", "+D"),
        ("0001-01-01", "9999-12-31", "+Y"),
        ("0001-01-01", "2026-11-22", "+Y -M -D"),
        ("2026-11-22", "9999-12-31", "+Y +M +D"),
    ],
)
def test_wide_pieces_are_taken_and_what_is_too_much_taken_away(
    first: str, last: str, expected: str
) -> None:
    pieces = cut_period(date.fromisoformat(first), date.fromisoformat(last), "YM")
    signed = ["+-"[piece.sign < 0] + piece.grain for piece in pieces]
    assert sorted(signed) == sorted(expected.split())


def test_nothing_is_cut_from_a_period_that_ends_before_it_begins() -> None:
    assert cut_period(date(2020, 2, 1), date(2020, 1, 1), "YM") == []
    assert cut_period(date(2020, 1, 1), date(2020, 1, 1), "") == [
        Piece("D", date(2020, 1, 1), date(2020, 1, 1))
    ]

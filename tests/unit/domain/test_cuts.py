"""A period cut into years, months and days is the same days, each once, in as few pieces as can be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.domain.cuts import Piece, cut_period

DAYS = st.dates(date(2019, 1, 1), date(2024, 12, 31))


@given(first=DAYS, last=DAYS, grains=st.sampled_from(["", "M", "Y", "YM"]))
def test_pieces_cover_every_day_once_and_hold_whole_periods(
    first: date, last: date, grains: str
) -> None:
    pieces = list(cut_period(first, last, grains))
    assert {piece.grain for piece in pieces} <= {*grains, "D"}
    next_day = first
    for piece in pieces:
        assert piece.first == next_day <= piece.last
        next_day = piece.last + timedelta(days=1)
        if piece.grain != "D":
            assert piece.first.day == next_day.day == 1
        if piece.grain == "Y":
            assert piece.first.month == next_day.month == 1
    assert next_day == max(first, last + timedelta(days=1)) if pieces else first > last


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2020-01-01", "2021-12-31", "Y"),
        ("2020-01-02", "2020-12-31", "DM"),
        ("2019-11-15", "2022-02-03", "DMYMD"),
        ("2020-03-01", "2020-03-30", "D"),
        ("0001-01-01", "9999-12-31", "Y"),
        ("0001-01-01", "2026-11-22", "YMD"),
        ("2026-11-22", "9999-12-31", "DMY"),
    ],
)
def test_the_widest_pieces_are_taken(first: str, last: str, expected: str) -> None:
    pieces = cut_period(date.fromisoformat(first), date.fromisoformat(last), "YM")
    assert "".join(piece.grain for piece in pieces) == expected


def test_nothing_is_cut_from_a_period_that_ends_before_it_begins() -> None:
    assert list(cut_period(date(2020, 2, 1), date(2020, 1, 1), "YM")) == []
    assert list(cut_period(date(2020, 1, 1), date(2020, 1, 1), "")) == [
        Piece("D", date(2020, 1, 1), date(2020, 1, 1))
    ]

"""Axes of large numbers are read in 만 and in millions."""

from __future__ import annotations

from safety_center.charts.large_numbers import spell_large


def test_large_numbers_have_few_ticks_in_the_words_of_the_language() -> None:
    texts = spell_large(33_000_000, "ko")["ticktext"]
    assert texts == ["0", "1,000만", "2,000만", "3,000만"]
    assert spell_large(1_200_000, "en")["ticktext"] == ["0", "0.5 M", "1 M"]


def test_smaller_numbers_stand_as_they_are() -> None:
    assert spell_large(17_000, "ko") == {"tickformat": ",d", "nticks": 6}

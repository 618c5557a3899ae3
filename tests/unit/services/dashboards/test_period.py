"""A period of the page and the same period a year before."""

from __future__ import annotations

from datetime import date

import pytest

from safety_center.services.dashboards.period import make_period

TODAY = date(2026, 11, 22)


def test_the_running_year_is_compared_up_to_the_same_day() -> None:
    period = make_period(2026, "year", TODAY)
    assert (period.first, period.last) == (date(2026, 1, 1), TODAY)
    assert period.before == (date(2025, 1, 1), date(2025, 11, 22))
    assert period.than.ko == "전년 같은 기간"


def test_a_year_that_is_over_is_compared_whole() -> None:
    period = make_period(2024, "year", TODAY)
    assert period.before == (date(2023, 1, 1), date(2023, 12, 31))
    assert period.than.ko == "전년"


@pytest.mark.parametrize(
    ("year", "day", "before"), [(2024, 29, date(2023, 2, 28)), (2025, 28, date(2024, 2, 29))]
)
def test_the_end_of_february_is_its_end_in_both_years(year: int, day: int, before: date) -> None:
    period = make_period(year, "m2", TODAY)
    assert period.last == date(year, 2, day)
    assert period.before[1] == before


def test_on_leap_day_the_year_before_ends_on_the_28th() -> None:
    assert make_period(2024, "year", date(2024, 2, 29)).before[1] == date(2023, 2, 28)


def test_a_period_of_the_future_has_not_begun() -> None:
    period = make_period(2026, "m12", TODAY)
    assert not period.begun
    assert period.last == date(2026, 12, 31)


def test_a_period_is_written_with_its_year_once() -> None:
    text = make_period(2026, "year", TODAY).text()
    assert (text.ko, text.en) == ("2026. 1. 1.–11. 22.", "1 January to 22 November 2026")
    assert make_period(2025, "q3", TODAY).short().en == "2025, Quarter 3"


def test_one_day_is_told_once() -> None:
    told = make_period(2027, "year", date(2027, 1, 1)).text()
    assert (told.ko, told.en) == ("2027. 1. 1.", "1 January 2027")

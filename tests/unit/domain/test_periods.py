"""Calendars and the ministry's way of writing dates, times and numbers."""

from datetime import UTC, date, datetime, time

import pytest

from safety_center.domain.periods import (
    format_date,
    format_instant,
    format_number,
    local_date,
    local_instant,
    seoul_bounds,
    seoul_date,
    zone_name,
)

EVENING = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)


def test_the_day_in_seoul_is_not_the_day_elsewhere() -> None:
    assert seoul_date(EVENING) == date(2026, 11, 23)
    assert local_date(EVENING, "America/New_York") == date(2026, 11, 22)


def test_dates_are_written_as_the_ministry_writes_them() -> None:
    assert format_date(date(2018, 12, 10)) == "2018. 12. 10."
    assert format_date(date(2018, 12, 1), "en") == "1 December 2018"
    assert format_date(None) == ""


def test_an_instant_is_written_with_its_zone() -> None:
    assert format_instant(EVENING, "Asia/Phnom_Penh") == "2026. 11. 22. 23:30 UTC+7"
    assert format_instant(EVENING) == "2026. 11. 23. 01:30 KST"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Asia/Seoul", "KST"),
        ("Asia/Manila", "UTC+8"),
        ("America/Los_Angeles", "UTC-8"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("Africa/Abidjan", "UTC"),
    ],
)
def test_a_zone_other_than_seoul_is_written_as_its_offset(zone: str, name: str) -> None:
    assert zone_name(EVENING, zone) == name


def test_unknown_is_not_zero() -> None:
    assert [format_number(n) for n in (None, 0, 1234567)] == ["–", "0", "1,234,567"]


def test_days_of_seoul_span_both_ends() -> None:
    start, end = seoul_bounds(date(2026, 1, 1), date(2026, 1, 1))
    assert (start, end) == (
        datetime(2025, 12, 31, 15, tzinfo=UTC),
        datetime(2026, 1, 1, 15, tzinfo=UTC),
    )


def test_a_local_time_becomes_an_instant() -> None:
    assert local_instant(date(2026, 7, 1), time(9), "America/New_York") == datetime(
        2026, 7, 1, 13, tzinfo=UTC
    )

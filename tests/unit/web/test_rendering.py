"""What templates are given."""

from __future__ import annotations

from datetime import UTC, date, datetime

from safety_center.domain.errors import FieldError
from safety_center.services.mission_figures import a_year_before
from safety_center.web.rendering import anchor, day_of, errors_at, wall_clock

INSTANT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)


def test_the_day_of_an_instant_is_that_of_the_place() -> None:
    assert day_of(INSTANT, "Asia/Seoul") == date(2026, 11, 23)
    assert day_of(INSTANT, "Europe/Paris") == date(2026, 11, 22)


def test_a_clock_shows_the_time_of_its_zone() -> None:
    assert wall_clock(INSTANT, "Asia/Phnom_Penh") == "23:30"


def test_a_field_of_a_group_has_an_id_without_dots() -> None:
    assert anchor("persons.0.birth_date") == "persons-0-birth_date"


def test_a_field_gets_its_own_errors_only() -> None:
    errors = [FieldError("city", "missing", ""), FieldError("", "too_long", "")]
    assert errors_at(errors, "city") == errors[:1]


def test_the_29th_of_february_is_compared_with_the_28th() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert a_year_before(date(2026, 11, 22)) == date(2025, 11, 22)

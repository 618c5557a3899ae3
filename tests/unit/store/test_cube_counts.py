"""Which cells answer a question: the fewest that hold what is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from safety_center.store.cube_counts import CellQuery

COUNTRY, WORLD = ("country_code", "involvement"), ("involvement", "incident_type")
ALL = ("country_code", "mission_code", "involvement", "incident_type")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (CellQuery("reported", ("year", "involvement")), WORLD),
        (CellQuery("reported"), WORLD),
        (CellQuery("reported", ("month",), codes={"country_code": ("KH",)}), COUNTRY),
        (CellQuery("reported", ("country_code",)), COUNTRY),
        (CellQuery("reported", ("incident_type",), codes={"country_code": ("KH",)}), ALL),
        (CellQuery("reported", ("mission_code",)), ALL),
        (CellQuery("reported", ("incident_type",), unit="cases"), ("incident_type",)),
        (CellQuery("reported", ("severity",)), None),
        (CellQuery("reported", ("day",)), None),
        (CellQuery("reported", as_of=datetime(2026, 1, 1, tzinfo=UTC)), None),
    ],
)
def test_the_narrowest_periods_that_have_every_dimension_answer(
    wanted: CellQuery, expected: tuple[str, ...] | None
) -> None:
    periods = wanted.periods()
    assert (periods and periods.dimensions) == expected


def test_quarters_and_months_are_not_cut_into_years() -> None:
    asked = {"from_day": date(2020, 1, 1), "to_day": date(2025, 12, 31)}
    assert CellQuery("reported", ("year",), **asked).grains() == "YM"
    assert CellQuery("reported", ("quarter",), **asked).grains() == "M"
    assert CellQuery("reported", ("sex",), **asked).grains() == ""

"""Type lists, dated by the day of occurrence."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from safety_center.domain.incident_types import (
    INCIDENT_TYPES,
    find_incident_type,
    incident_types_on,
    resolve_incident_type,
)
from safety_center.domain.vocabulary import Involvement

VICTIM, PERPETRATOR, OTHER = Involvement


def slugs(involvement: Involvement, day: date | None) -> set[str]:
    """Types offered for an incident of that day."""
    return {t.slug for t in incident_types_on(involvement, day)}


def test_today_there_are_thirteen_types_of_victims_and_fourteen_of_perpetrators() -> None:
    assert len(slugs(VICTIM, None)) == 13
    assert len(slugs(PERPETRATOR, None)) == 14
    assert slugs(OTHER, None) == {"suicide", "deportation", "destitution", "etc"}


@pytest.mark.parametrize(
    ("slug", "involvement", "last_day_without", "first_day_with"),
    [
        ("lost_property", VICTIM, date(2018, 12, 31), date(2019, 1, 1)),
        ("disaster", VICTIM, date(2019, 12, 31), date(2020, 1, 1)),
        ("overstay", PERPETRATOR, date(2020, 1, 1), date(2019, 12, 31)),
    ],
)
def test_a_type_is_offered_only_in_its_time(
    slug: str, involvement: Involvement, last_day_without: date, first_day_with: date
) -> None:
    assert slug not in slugs(involvement, last_day_without)
    assert slug in slugs(involvement, first_day_with)


def test_missing_is_called_suspected_missing_from_2023() -> None:
    missing = find_incident_type(VICTIM, "missing")
    assert missing is not None
    assert [missing.label("ko", date(year, 6, 1)) for year in (2022, 2023)] == [
        "행방불명",
        "실종의심",
    ]


def test_a_person_has_their_own_type_or_the_cases_or_other() -> None:
    assert resolve_incident_type(VICTIM, "theft", "fraud") == "fraud"
    assert resolve_incident_type(VICTIM, "theft", None) == "theft"
    assert resolve_incident_type(PERPETRATOR, "lost_property", None) == "etc"


def test_the_declared_coverage_says_the_same_as_the_validity_of_types() -> None:
    with (Path(__file__).parents[3] / "data" / "coverage.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["stated"] == "1"]
    stated = {
        (r["involvement"], r["incident_type"]): (r["valid_from"], r["valid_to"]) for r in rows
    }
    for kind in INCIDENT_TYPES:
        first = kind.valid_from.isoformat() if kind.valid_from else ""
        last = (kind.valid_to + timedelta(days=1)).isoformat() if kind.valid_to else ""
        assert stated.pop((kind.involvement.value, kind.slug)) == (first, last)
    assert stated == {}

"""What a figure differs by between two instants: the parts add up, and each is what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from safety_center.domain.differences import REASONS, REDIVIDED, parse_question
from safety_center.domain.errors import InputRefused
from safety_center.domain.periods import utc_now
from safety_center.domain.statistics import StatisticsQuery, parse_query
from safety_center.services.context import Context, reading, writing
from safety_center.services.installation import Installation
from safety_center.services.statistics import count
from safety_center.services.statistics.differences import Differences, diff
from tests.functional.histories import FIXED, STEPS, Life, Step, begin_life, divide_anew

QUESTIONS = (
    {},
    {"by": "year,region,involvement"},
    {"by": "bureau,mission,type", "basis": "occurred"},
    {"by": "month,country", "basis": "entered", "from": "2025-01-01"},
    {"by": "severity", "region": "asia_pacific", "from": "2025-06-01", "basis": "occurred"},
    {"by": "day,sex", "involvement": "victim", "day": "unknown", "basis": "occurred"},
    {"by": "quarter,country", "unit": "cases", "basis": "occurred"},
    {"by": "type,bureau", "unit": "cases", "country": "KH,XZ"},
)
PARTS = [reason.value for reason in REASONS]


def live(life: Life, steps: list[Step]) -> list[datetime]:
    """The instants before the first and after each step."""
    moments = [utc_now()]
    for step in steps:
        life.do(step)
        moments.append(utc_now())
    return moments


def cells(frame: Any, by: tuple[str, ...], column: str) -> dict[tuple[Any, ...], int]:
    """Cell → number, without the cells of nothing."""
    named = frame[[*by, column]].astype("object").fillna("")
    return {tuple(row[:-1]): row[-1] for row in named.to_numpy().tolist() if row[-1]}


def check(ctx: Context, query: StatisticsQuery, one: datetime, other: datetime) -> Differences:
    """The parts add up to the difference of what was counted as known then, in each cell."""
    found = diff(ctx, query, one, other)
    for at, column in ((one, "before"), (other, "after")):
        figures = count(ctx, replace(query, as_of=at))
        assert cells(found.frame, query.by, column) == cells(figures.frame, query.by, "count")
        assert found.totals[column] == figures.total
    added = found.frame[["before", *PARTS, REDIVIDED]].sum(axis=1)
    assert added.tolist() == found.frame["after"].tolist()
    for name, moves in found.moves.items():
        assert (moves["old"].astype(str) != moves["new"].astype(str)).all(), name
    return found


def test_parts_add_up_in_every_cell_whatever_happened(sqlite_installation: Installation) -> None:
    life = begin_life(sqlite_installation)

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def hold(steps: list[Step]) -> None:
        first = {"do": "new", "persons": [{}, {"sex": "female"}]}
        moments = live(life, [first, *steps])
        with reading(sqlite_installation, None) as ctx:
            for values in QUESTIONS:
                query = parse_query(values)
                check(ctx, query, moments[0], moments[-1])
                check(ctx, query, moments[len(moments) // 2], moments[-1])

    hold()


def test_parts_add_up_over_a_history_with_one_of_everything(installation: Installation) -> None:
    life = begin_life(installation)
    moments = live(life, list(FIXED))
    with reading(installation, None) as ctx:
        for values in QUESTIONS:
            query = parse_query(values)
            for one, other in [*pairwise(moments), (moments[0], moments[-1])]:
                check(ctx, query, one, other)
        whole = check(ctx, StatisticsQuery(by=("type",)), moments[0], moments[-1])
    assert whole.totals["before"] == 0
    assert (whole.totals["new"], whole.totals["late_entry"]) == (2, 3)
    assert {reason for reason, number in whole.changes.items() if number} >= {
        *("new", "late_entry", "merged", "split", "reclassified", "corrected")
    }


def test_a_step_is_told_by_its_reason_and_from_what_to_what(installation: Installation) -> None:
    life = begin_life(installation)
    start, *after = live(life, list(FIXED[:6]))
    victims = StatisticsQuery(by=("country",), filters={"involvement": ("victim",)})
    with reading(installation, None) as ctx:
        entered = diff(ctx, victims, start, after[1])
        reclassified = diff(ctx, victims, after[1], after[3])
        moved = diff(ctx, replace(victims, by=("year",)), after[3], after[4])
        merged = diff(ctx, victims, after[4], after[5])
    assert (entered.totals["new"], entered.totals["late_entry"], entered.totals["after"]) == (
        2,
        3,
        5,
    )
    assert reclassified.totals["reclassified"] == 0, "two left one country and came to another"
    by_country = reclassified.frame.set_index("country")["reclassified"].to_dict()
    assert by_country == {"DE": 2, "KH": -2, "TH": 0}
    assert reclassified.moves["country"].values.tolist() == [["KH", "DE", 2]]
    assert reclassified.moves["type"]["new"].tolist() == ["fraud"]
    assert reclassified.changes["reclassified"] == 4
    assert "year" not in moved.moves, "received in the same year, whenever it happened"
    assert merged.totals["merged"] == -3
    assert merged.totals["after"] == 2


def test_a_day_that_was_corrected_moves_between_years(installation: Installation) -> None:
    life = begin_life(installation)
    steps = [
        {"do": "new", "occurred_from": "2025-12-31", "persons": [{"headcount": 2}]},
        {"do": "change", "case": 0, "occurred_from": "2026-01-01"},
    ]
    _, before, after = live(life, steps)
    query = parse_query({"basis": "occurred", "from": "2025-01-01", "to": "2025-12-31"})
    with reading(installation, None) as ctx:
        found = check(ctx, query, before, after)
    assert (found.totals["before"], found.totals["corrected"], found.totals["after"]) == (2, -2, 0)
    assert found.moves["year"].values.tolist() == [[2025, 2026, 2]]


def test_another_division_into_regions_is_a_part_of_its_own(installation: Installation) -> None:
    life = begin_life(installation)
    life.do({"do": "new", "country_code": "DE"})
    then = utc_now()
    divide_anew(installation, "DE")
    tomorrow = then + timedelta(days=1)
    with writing(installation, None, now=tomorrow) as ctx:
        ctx.note("statistics.export")
    with reading(installation, None) as ctx:
        ctx.now = tomorrow
        found = check(ctx, StatisticsQuery(by=("region",)), then, tomorrow)
        europe = check(ctx, StatisticsQuery(filters={"region": ("europe",)}), then, tomorrow)
    divided = found.frame.set_index("region")[REDIVIDED].to_dict()
    assert divided == {"europe": 1, "none": -1}
    assert found.parts[-1] == REDIVIDED
    assert (europe.totals["before"], europe.totals[REDIVIDED], europe.totals["after"]) == (0, 1, 1)


def test_nothing_recorded_is_no_difference(installation: Installation) -> None:
    life = begin_life(installation)
    life.do({"do": "new"})
    now = utc_now()
    with reading(installation, None) as ctx:
        found = check(ctx, StatisticsQuery(by=("country",)), now, now)
    assert not any(found.changes.values())
    assert found.moves == {}


def test_a_date_begins_and_ends_at_midnight_in_seoul() -> None:
    question = parse_question({"from": "2026-01-01", "to": "2026-06-30", "first_day": "2025-01-01"})
    assert question.from_at.isoformat() == "2026-01-01T00:00:00+09:00"
    assert question.to_at.isoformat() == "2026-06-30T23:59:59.999999+09:00"
    assert question.query.from_day is not None
    exact = parse_question({"from": "2026-01-01T09:00Z", "to": "2026-06-30 14:30"})
    assert exact.from_at.isoformat() == "2026-01-01T09:00:00+00:00"
    assert exact.to_at.isoformat() == "2026-06-30T14:30:00+09:00"


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, ["from", "to"]),
        ({"from": "2026-06-30", "to": "2026-01-01"}, ["to"]),
        ({"from": "yesterday", "to": "2026-01-01"}, ["from"]),
        ({"from": "2026-01-01", "to": "2026-01-02", "first_day": "x"}, ["first_day"]),
        ({"from": "2026-01-01", "to": "2026-01-02", "by": "weather"}, ["by"]),
    ],
)
def test_a_wrong_question_is_refused_at_its_field(
    values: dict[str, str], fields: list[str]
) -> None:
    with pytest.raises(InputRefused) as caught:
        parse_question(values)
    assert [error.field for error in caught.value.errors] == fields


def test_an_instant_yet_to_come_is_refused_at_its_field(installation: Installation) -> None:
    with reading(installation, None) as ctx, pytest.raises(InputRefused) as caught:
        diff(ctx, StatisticsQuery(), utc_now(), utc_now() + timedelta(days=2))
    assert [error.field for error in caught.value.errors] == ["to"]

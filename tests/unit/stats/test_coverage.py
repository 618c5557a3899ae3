"""Not stated is not 0, and neither changes a total."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from safety_center.stats.coverage import (
    STATED,
    Coverage,
    Gap,
    Scope,
    mark_stated,
    span_of_frame,
    touching_gaps,
)
from safety_center.stats.frames import COUNT, build_counts

LOST = Gap("victim", "lost", None, date(2018, 12, 31))
STAY = Gap("perpetrator", "stay", date(2020, 1, 1), None)
COVERAGE = Coverage(
    [LOST, STAY], {"victim": ["theft", "lost", "etc"], "perpetrator": ["theft", "stay", "etc"]}
)
EVERYTHING = Scope()
YEARS = Scope(span=(date(2017, 1, 1), date(2021, 12, 31)))


def marked(by: list[str], rows: list[Any], scope: Scope = EVERYTHING) -> dict[Any, Any]:
    """Cell → number (None: not stated), or (number,) where a number stands in a gap."""
    found = mark_stated(build_counts(rows, by), by, COVERAGE, scope)
    cells = {}
    for row in found.itertuples(index=False):
        *key, number, stated = row
        key = [None if pd.isna(value) else value for value in key]
        number = None if pd.isna(number) else int(number)
        cells[tuple(key)] = number if stated or number is None else (number,)
    return cells


def test_a_type_before_its_first_year_is_not_stated_and_every_year_between_is_there() -> None:
    found = marked(["year", "type"], [(2017, "theft", 3), (2020, "lost", 1)], YEARS)
    assert found == {
        (2017, "theft"): 3,
        (2017, "lost"): None,
        (2018, "lost"): None,
        (2020, "lost"): 1,
        (2020, "stay"): None,
        (2021, "stay"): None,
    }


def test_a_number_in_a_gap_stays_and_is_marked() -> None:
    assert marked(["year", "type"], [(2018, "lost", 4)]) == {(2018, "lost"): (4,)}


def test_each_group_has_its_cells_that_are_not_stated() -> None:
    rows = [(2018, "europe", "theft", 1), (2020, "africa", "lost", 2)]
    found = marked(["year", "region", "type"], rows)
    # Of times, kinds and others: the order of `by` is kept in the columns.
    assert found[2018, "africa", "lost"] is None
    assert found[2018, "europe", "lost"] is None
    assert found[2020, "europe", "stay"] is None
    assert (2018, "europe", "stay") not in found


def test_a_cell_with_any_stated_type_or_day_is_stated() -> None:
    assert marked(["year"], [(2018, 2)]) == {(2018,): 2}
    scope = Scope(types=["lost", "theft"])
    assert marked(["year"], [(2018, 2)], scope) == {(2018,): 2}
    over_the_end = Scope(types=["lost"], span=(date(2018, 1, 1), date(2019, 1, 1)))
    assert marked([], [(0,)], over_the_end) == {(): 0}


def test_a_filter_alone_makes_a_number_not_stated() -> None:
    scope = Scope(types=["lost"], span=(date(2016, 1, 1), date(2018, 6, 30)))
    assert marked([], [(0,)], scope) == {(): None}
    assert marked([], [(2,)], scope) == {(): (2,)}
    assert marked(["year"], [], scope) == {(2016,): None, (2017,): None, (2018,): None}


def test_an_unknown_year_is_stated() -> None:
    assert marked(["year", "type"], [(9999, "lost", 1)]) == {(None, "lost"): 1}


def test_a_type_that_an_involvement_does_not_have_is_0() -> None:
    scope = Scope(involvements=["perpetrator"], types=["lost"])
    assert marked(["year"], [(2018, 0)], scope) == {(2018,): 0}


def test_gaps_are_told_where_a_table_touches_them() -> None:
    frame = build_counts([(2019, "theft", 1)], ["year", "type"])
    span = span_of_frame(frame, ["year", "type"], Scope())
    assert span == (date(2019, 1, 1), date(2019, 12, 31))
    assert touching_gaps(COVERAGE, Scope(), ["type"], span) == []
    assert touching_gaps(COVERAGE, Scope(), ["type"], (None, None)) == [LOST, STAY]
    assert touching_gaps(COVERAGE, Scope(involvements=["victim"]), ["type"], (None, None)) == [LOST]
    assert touching_gaps(COVERAGE, Scope(), ["region"], (None, None)) == []


_ROWS = st.lists(
    st.tuples(
        st.sampled_from([2016, 2018, 2019, 2021, 9999]),
        st.sampled_from(["europe", "africa"]),
        st.sampled_from(["victim", "perpetrator"]),
        st.sampled_from(["theft", "lost", "stay", "etc"]),
        st.integers(1, 50),
    ),
    max_size=12,
    unique_by=lambda row: row[:4],
)


@settings(deadline=None)
@given(_ROWS, st.sampled_from([0, 20_000]))
def test_totals_and_cells_never_change(rows: list[Any], most: int) -> None:
    by = ["year", "region", "involvement", "type"]
    frame = build_counts(rows, by)
    found = mark_stated(frame, by, COVERAGE, YEARS, most)
    assert found[COUNT].sum() == frame[COUNT].sum()
    assert found[: len(frame)][COUNT].tolist() == frame[COUNT].tolist()
    added = found[len(frame) :]
    assert added[COUNT].isna().all()
    assert not added[STATED].any()
    assert not found.duplicated(by).any()

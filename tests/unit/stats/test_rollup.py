"""Rolling up: a table one can check in the head, and the property that nothing is lost."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from safety_center.stats.frames import build_counts
from safety_center.stats.rollup import attach, roll_up, sort_counts

_ROWS = st.lists(
    st.tuples(
        st.sampled_from([2024, 2025, 9999]),
        st.sampled_from(["KH", "TH", "NA", "XZ"]),
        st.sampled_from(["KHM-PHNOMPENH", None]),
        st.integers(0, 5000),
    )
)
_COLUMNS = ["year", "country", "mission"]


def _frame(*rows: tuple[object, ...]) -> pd.DataFrame:
    return build_counts(rows, _COLUMNS)


def test_rolling_up_adds_what_falls_together() -> None:
    frame = _frame((2025, "KH", None, 2), (2025, "TH", None, 3), (2024, "TH", None, 4))
    assert roll_up(frame, ["country"]).to_numpy().tolist() == [["KH", 2], ["TH", 7]]
    assert roll_up(frame, []).to_numpy().tolist() == [[9]]


def test_a_place_without_a_region_is_in_none() -> None:
    frame = attach(
        _frame((2025, "KH", None, 2), (2025, "XZ", None, 3)), "country", "region", {"KH": "asia"}
    )
    assert frame["region"].tolist() == ["asia", "none"]


def test_rows_follow_the_order_of_the_list_and_unknown_years_come_last() -> None:
    frame = _frame((9999, "TH", None, 1), (2025, "KH", None, 1), (2025, "TH", None, 1))
    ordered = sort_counts(frame, ["year", "country"], {"country": ["TH", "KH"]})
    assert ordered["country"].tolist() == ["TH", "KH", "TH"]
    assert ordered["year"].isna().tolist() == [False, False, True]


@given(_ROWS, st.lists(st.sampled_from([*_COLUMNS, "region"]), unique=True))
def test_the_total_of_a_roll_up_equals_that_of_the_cells(
    rows: list[tuple[object, ...]], by: list[str]
) -> None:
    frame = attach(_frame(*rows), "country", "region", {"KH": "asia", "TH": "asia"})
    rolled = roll_up(frame, by)
    assert rolled["count"].sum() == sum(row[-1] for row in rows)
    assert not rolled.duplicated(by).any() if by else len(rolled) == 1

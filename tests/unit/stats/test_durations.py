"""Medians of groups: a table one can check in the head, and the law against the library's own."""

from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from safety_center.stats.durations import measure_groups

_MINUTES = st.integers(0, 2**31 - 1) | st.integers(0, 3)
_GROUPS = 4


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    frame = measure_groups([2, 0, 0, 2, 0], [10, 7, 500, 3, 8], 3, [7, 10])
    assert frame["known"].tolist() == [3, 0, 2]
    assert frame["median_minutes"].fillna(-1).tolist() == [8.0, -1, 6.5]
    assert frame["over_7"].tolist() == [2, 0, 1]
    assert frame["over_10"].tolist() == [1, 0, 0]


def test_without_groups_there_is_no_row() -> None:
    assert len(measure_groups([], [], 0, [60])) == 0


@given(st.lists(st.tuples(st.integers(0, _GROUPS - 1), _MINUTES)), st.integers(0, 5))
def test_every_group_has_its_own_median_and_its_own_numbers(
    cases: list[tuple[int, int]], most: int
) -> None:
    frame = measure_groups([group for group, _ in cases], [m for _, m in cases], _GROUPS, [most])
    for number, row in enumerate(frame.to_dict("records")):
        own = [minutes for group, minutes in cases if group == number]
        assert row["known"] == len(own)
        assert row[f"over_{most}"] == sum(minutes > most for minutes in own)
        if own:
            assert row["median_minutes"] == float(median(own))
        else:
            assert row["median_minutes"] != row["median_minutes"]

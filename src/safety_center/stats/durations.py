"""Medians and numbers over thresholds of groups, from the minutes of each case."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

KNOWN, MEDIAN = "known", "median_minutes"


def over(minutes: int) -> str:
    """The column with the number of cases over a threshold."""
    return f"over_{minutes}"


def measure_groups(
    groups: Sequence[int], minutes: Sequence[int], size: int, thresholds: Sequence[int] = ()
) -> pd.DataFrame:
    """A row for each group from 0 to `size`: `known`, `median_minutes`, `over_<minutes>`.

    Each case is in one place of `groups` and `minutes`. The median is exact: the mean of the two in
    the middle of an even number, missing where a group has no case.
    """
    group, time = np.asarray(groups, dtype=np.int64), np.asarray(minutes, dtype=np.int64)
    sizes = np.bincount(group, minlength=size)
    columns = {KNOWN: sizes, MEDIAN: _medians(time[np.lexsort((time, group))], sizes)}
    for most in thresholds:
        columns[over(most)] = np.bincount(group[time > most], minlength=size)
    return pd.DataFrame(columns)


def _medians(line: Any, sizes: Any) -> Any:
    """`line`: the minutes of all groups one after another, each group's in their order."""
    medians = np.full(len(sizes), np.nan)
    some = sizes > 0
    starts = (np.cumsum(sizes) - sizes)[some]
    lower, upper = (line[starts + rank[some]] for rank in ((sizes - 1) // 2, sizes // 2))
    medians[some] = (lower + upper) / 2
    return medians

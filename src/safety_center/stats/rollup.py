"""Rolling counts up to fewer dimensions and putting them in order."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from safety_center.stats.frames import COUNT


def attach(
    frame: pd.DataFrame, source: str, target: str, mapping: Mapping[str, str]
) -> pd.DataFrame:
    """The frame with a column `target`, looked up from the codes of `source`; absent codes are `none`."""
    found = frame[source].map(dict(mapping))
    return frame.assign(**{target: found.where(found.notna(), "none").astype("str")})


def roll_up(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Counts summed over every dimension not in `by`; without any, one row with the total.

    The total never changes: a missing code is a group of its own.
    """
    if not by:
        return pd.DataFrame({COUNT: [int(frame[COUNT].sum())]}, dtype="int64")
    grouped = frame.groupby(list(by), dropna=False, sort=False, observed=True)
    return grouped[COUNT].sum().reset_index()


def in_order(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The same counts with their dimensions in this order."""
    wanted = [*by, COUNT]
    return frame if list(frame.columns) == wanted else frame[wanted]


def sort_counts(
    frame: pd.DataFrame, by: Sequence[str], orders: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Rows in the order of each dimension's list; by code where it has none; unknown years last."""
    if not by or frame.empty:
        return frame.reset_index(drop=True)

    ranks = [_ranks(frame[name], orders.get(name)) for name in by]
    ordered = frame.take(np.lexsort(ranks[::-1]))
    ordered.index = pd.RangeIndex(len(ordered))
    return ordered


def _ranks(codes: pd.Series, order: Sequence[str] | None) -> list[int]:
    """Place of each code in its list, or among all; what is not in the list, and what is missing, is last."""
    listed = order if order is not None else sorted(codes.dropna().unique().tolist())
    places = {code: place for place, code in enumerate(listed)}
    return [places.get(code, len(places)) for code in codes.tolist()]

"""Counts laid out in rows and columns, with totals; every count adds up, so totals are sums."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from safety_center.stats.coverage import STATED
from safety_center.stats.frames import COUNT

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Number:
    """A cell: None where it is not stated; a number may stand where nothing was stated officially."""

    count: int | None
    stated: bool = True


@dataclass(frozen=True)
class Grid:
    """`cells` by row and column. Without a column dimension there is one column, with the key None."""

    rows: Sequence[Key]
    columns: Sequence[Any]
    cells: Sequence[Sequence[Number]]
    row_totals: Sequence[Number]
    column_totals: Sequence[Number]
    total: Number


def lay_out(
    frame: pd.DataFrame,
    rows: Sequence[str],
    column: str | None,
    columns: Sequence[Any],
    is_stated: Callable[[Key, Any], bool],
) -> Grid:
    """A frame with `count` and `stated` as a grid: rows in its order, columns in the order given.

    `is_stated(row, column)` is asked for cells that the frame does not have: 0 or not stated.
    """
    found: dict[tuple[Key, Any], Number] = {}
    order: dict[Key, None] = {}
    names = [*rows, *([column] if column else []), COUNT, STATED]
    for *key, count, stated in frame[names].itertuples(index=False):
        plain = [None if pd.isna(value) else value for value in key]
        row, at = tuple(plain[: len(rows)]), plain[-1] if column else None
        order[row] = None
        found[row, at] = Number(None if pd.isna(count) else int(count), bool(stated))
    keys = list(order)

    def cell(row: Key, at: Any) -> Number:
        if (row, at) in found:
            return found[row, at]
        stated = is_stated(row, at)
        return Number(0 if stated else None, stated)

    cells = [[cell(row, at) for at in columns] for row in keys]
    across = [_sum(line) for line in cells]
    down = [_sum([line[place] for line in cells]) for place in range(len(columns))]
    return Grid(keys, columns, cells, across, down, _sum(down))


def _sum(numbers: Sequence[Number]) -> Number:
    """Not stated only where every part is not stated."""
    stated = [number.count for number in numbers if number.count is not None]
    if numbers and not stated:
        return Number(None, False)
    return Number(sum(stated))

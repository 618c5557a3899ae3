"""Open stock: cases received minus cases closed, up to the end of a day."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pandas as pd

from safety_center.domain.access import Permission, require
from safety_center.domain.statistics import TIMES, Dimension, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit, DateBasis
from safety_center.services.context import Context
from safety_center.services.statistics.as_of import settled_instant
from safety_center.services.statistics.checks import require_answerable
from safety_center.services.statistics.counting import (
    Figures,
    cell_query,
    dimension_of,
    read_cells,
    region_maps,
)
from safety_center.services.statistics.labels import code_orders
from safety_center.stats.frames import COUNT, build_counts
from safety_center.stats.rollup import attach, roll_up, sort_counts
from safety_center.store.cube_counts import CellQuery
from safety_center.store.cubes import CLOSED

_DAY = timedelta(days=1)


def count_open_stock(ctx: Context, query: StatisticsQuery, days: Sequence[date]) -> Figures:
    """Cases open at the end of each of the Seoul days (ascending), by the dimensions of `query.by`.

    `frame`: a column `day` (`2026-01-31`), those of `query.by` without times, and `count`; a group that
    was ever open has a row for every day, 0 too. `total` is that of the last day. The query's unit,
    basis and period are not used; filters and `as_of` are. Raises what `count` raises.
    """
    if ctx.actor is not None:
        require(ctx.actor, Permission.STATISTICS_VIEW)
    by = tuple(name for name in query.by if name not in TIMES)
    asked = replace(query, by=by, unit=CountUnit.CASES, from_day=None, to_day=None)
    require_answerable(ctx, asked)
    if asked.as_of is not None:
        asked = replace(asked, as_of=settled_instant(ctx, asked.as_of))
    as_of, received = _until(ctx, asked, DateBasis.REPORTED.value, days)
    _, closed = _until(ctx, asked, CLOSED, days)
    moved = pd.concat([received, closed.assign(**{COUNT: -closed[COUNT]})], ignore_index=True)
    frame = _accumulate(roll_up(moved, ["day", *by]), by, days)
    by = (Dimension.DAY.value, *by)
    frame = sort_counts(frame, by, code_orders(ctx, asked))
    total = int(frame.loc[frame["day"] == days[-1].isoformat(), COUNT].sum()) if len(days) else 0
    return Figures(replace(asked, by=by), frame, as_of, total)


def _until(
    ctx: Context, query: StatisticsQuery, basis: str, days: Sequence[date]
) -> tuple[datetime, pd.DataFrame]:
    """What was added up to each requested day since the one before it; to the first, all before it."""
    maps = region_maps(ctx, query)
    wanted = replace(cell_query(query, maps), basis=basis)
    # Ends of months are answered by whole months of the cube, other days one by one.
    time = "month" if all(day == _end_of_month(day) for day in days) else "day"
    before = replace(wanted, to_day=days[0])
    after = replace(wanted, groups=(time, *wanted.groups), from_day=days[0] + _DAY, to_day=days[-1])
    as_of, frame = _read(ctx, before)
    frames = [frame.assign(day=days[0].isoformat())]
    if len(days) > 1:
        as_of, frame = _read(ctx, after)
        asked = [_asked(value, days) for value in frame[time]]
        frames.append(frame.drop(columns=time).assign(day=asked))
    found = pd.concat(frames, ignore_index=True)
    for name, regions in maps.items():
        if name in query.by:
            found = attach(found, Dimension.COUNTRY, name, regions)
    return as_of, found


def _read(ctx: Context, wanted: CellQuery) -> tuple[datetime, pd.DataFrame]:
    as_of, rows = read_cells(ctx, wanted)
    return as_of, build_counts(rows, [dimension_of(name) for name in wanted.groups])


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _asked(value: str, days: Sequence[date]) -> str:
    """The first requested day that is not before a day, or the end of a month (`2026-01`)."""
    day = _end_of_month(date.fromisoformat(f"{value}-01")) if len(value) == 7 else None
    return days[bisect_left(days, day or date.fromisoformat(value))].isoformat()


def _accumulate(moved: pd.DataFrame, by: tuple[str, ...], days: Sequence[date]) -> pd.DataFrame:
    """From what was added up to each day to what there was, with a row for every group and day."""
    stamps = [day.isoformat() for day in days]
    if not by:
        added = moved.set_index("day")[COUNT].reindex(stamps, fill_value=0)
        stock = added.cumsum().rename_axis("day")
        return stock.astype("int64").reset_index()
    wide = moved.pivot_table(index="day", columns=list(by), values=COUNT, aggfunc="sum")
    wide = wide.reindex(stamps).fillna(0).cumsum().astype("int64")
    columns = wide.columns if len(by) > 1 else pd.MultiIndex.from_arrays([wide.columns], names=by)
    wide.columns = columns
    rows = [
        (day, *key, number)
        for key, numbers in zip(columns, wide.to_numpy().T.tolist(), strict=True)
        for day, number in zip(stamps, numbers, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["day", *by, COUNT])
    return frame.astype({COUNT: "int64", **dict.fromkeys(("day", *by), "str")})

"""How long steps of handling took, by whatever cases can be divided by: exact medians, shares over thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd

from safety_center.domain.access import Permission, require
from safety_center.domain.statistics import COLUMNS, REGIONS, Measure, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit
from safety_center.services.context import Context
from safety_center.services.statistics.as_of import settled_instant
from safety_center.services.statistics.checks import require_answerable
from safety_center.services.statistics.counting import cell_query, dimension_of, region_maps
from safety_center.services.statistics.labels import code_orders
from safety_center.stats.frames import COUNT, build_counts
from safety_center.stats.rollup import sort_counts
from safety_center.store.durations import Durations, fetch_medians, fetch_numbers

CASES, MEDIAN, UNKNOWN_CASES = "cases", "median_minutes", "unknown"


@dataclass(frozen=True)
class Timeliness:
    """How long a step took in each cell.

    `frame`: a column per dimension of `query.by`, `cases` (int64), `median_minutes` (float, missing
    where no case has the step), `over_<minutes>` per threshold (int64, strictly more), and `unknown`
    (int64): cases without the step so far, or whose times are not known. Shares are of `cases` minus
    `unknown`. Only cells with cases have a row.
    """

    query: StatisticsQuery
    measure: Measure
    thresholds: tuple[int, ...]
    frame: pd.DataFrame
    as_of: datetime


def over(minutes: int) -> str:
    """The column with the number of cases over a threshold."""
    return f"over_{minutes}"


def measure_timeliness(
    ctx: Context, query: StatisticsQuery, measure: Measure, thresholds: Sequence[int] = ()
) -> Timeliness:
    """Measure a step from the line list, now or as known at `query.as_of`; thresholds in minutes.

    The query's unit is not used: it is cases. Raises `InputRefused` as `count` does.
    """
    if ctx.actor is not None:
        require(ctx.actor, Permission.STATISTICS_VIEW)
    query = replace(query, unit=CountUnit.CASES)
    require_answerable(ctx, query)
    as_of = settled_instant(ctx, query.as_of or ctx.now)
    if query.as_of is not None:
        query = replace(query, as_of=as_of)
    asked = _durations(ctx, query, measure, thresholds)
    numbers = _frame(
        fetch_numbers(ctx.session, asked), asked, [CASES, "known", *map(over, thresholds)]
    )
    medians = _frame(fetch_medians(ctx.session, asked), asked, [MEDIAN])
    frame = _join(numbers, medians, query, thresholds)
    frame = sort_counts(frame, query.by, code_orders(ctx, query))
    return Timeliness(query, measure, tuple(thresholds), frame, as_of)


def _durations(
    ctx: Context, query: StatisticsQuery, measure: Measure, thresholds: Sequence[int]
) -> Durations:
    """Regions are attached in the database: medians of countries do not add up to theirs."""
    maps = region_maps(ctx, query)
    wanted = cell_query(query, maps)
    columns = {COLUMNS[name] for name in query.by if name in COLUMNS}
    groups = [n for n in wanted.groups if n in columns or n not in COLUMNS.values()]
    regions = {name: maps[name] for name in query.by if name in REGIONS}
    wanted = replace(wanted, groups=tuple(groups))
    return Durations(f"{measure.value}_minutes", wanted, thresholds, regions)


def _frame(rows: Sequence[Sequence[Any]], asked: Durations, values: list[str]) -> pd.DataFrame:
    """Dimensions named and coded as in every frame of counts, then the values."""
    size = len(asked.names())
    names = [dimension_of(name) for name in asked.names()]
    frame = build_counts([(*row[:size], 0) for row in rows], names).drop(columns=COUNT)
    for place, name in enumerate(values, start=size):
        frame[name] = pd.Series([row[place] for row in rows], dtype="object")
    return frame


def _join(
    numbers: pd.DataFrame, medians: pd.DataFrame, query: StatisticsQuery, thresholds: Sequence[int]
) -> pd.DataFrame:
    by = list(query.by)
    both = [numbers, medians]
    frame = numbers.merge(medians, how="left", on=by) if by else pd.concat(both, axis="columns")
    counts = [CASES, "known", *map(over, thresholds)]
    frame = frame.astype({**dict.fromkeys(counts, "int64"), MEDIAN: "float64"})
    frame[UNKNOWN_CASES] = frame[CASES] - frame["known"]
    return frame[[*by, CASES, MEDIAN, *map(over, thresholds), UNKNOWN_CASES]]

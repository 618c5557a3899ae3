"""How long steps of handling took, by whatever cases can be divided by: exact medians, shares over thresholds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from safety_center.domain.access import Permission, require
from safety_center.domain.statistics import Dimension, Measure, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit
from safety_center.services.context import Context
from safety_center.services.statistics.as_of import settled_instant
from safety_center.services.statistics.checks import require_answerable
from safety_center.services.statistics.counting import cell_query, dimension_of, region_maps
from safety_center.services.statistics.keeping import Kept
from safety_center.services.statistics.labels import code_orders
from safety_center.stats.durations import KNOWN, measure_groups
from safety_center.stats.frames import COUNT, build_counts
from safety_center.stats.rollup import attach, sort_counts
from safety_center.store.cube_counts import CellQuery
from safety_center.store.durations import Durations, fetch_case_state, fetch_durations

CASES, UNKNOWN_CASES = "cases", "unknown"


@dataclass(frozen=True)
class Timeliness:
    """How long a step took in each cell.

    `frame`: a column per dimension of `query.by`, `cases` (int64), `median_minutes` (float, missing
    where no case has the step), `over_<minutes>` per threshold (int64, strictly more), and `unknown`
    (int64): cases without the step so far, or whose times are not known. Shares are of `cases` minus
    `unknown`. Only cells with cases have a row. `whole` is the same of all cells together: one row,
    none without a case.
    """

    query: StatisticsQuery
    measure: Measure
    thresholds: tuple[int, ...]
    frame: pd.DataFrame
    whole: pd.DataFrame
    as_of: datetime


@dataclass(frozen=True)
class _Question:
    """Everything that an answer depends on, besides the line list of cases."""

    wanted: CellQuery
    by: tuple[str, ...]
    measure: Measure
    thresholds: tuple[int, ...]
    regions: Mapping[str, Mapping[str, str]]


_KEPT: Kept[tuple[pd.DataFrame, pd.DataFrame]] = Kept()


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
    frame, whole = _answer(ctx, query, measure, tuple(thresholds))
    return Timeliness(query, measure, tuple(thresholds), frame, whole, as_of)


def _answer(
    ctx: Context, query: StatisticsQuery, measure: Measure, thresholds: tuple[int, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Frame and whole, from memory while the line list of cases stays as it is.

    A unit that reads sees one state of it, so what is measured belongs to the state that was read.
    """
    maps = region_maps(ctx, query)
    regions = {name: maps[name] for name in maps if name in query.by}
    by = tuple(str(name) for name in query.by)
    question = _Question(cell_query(query, maps), by, measure, thresholds, regions)
    database, state = ctx.installation.database.url, fetch_case_state(ctx.session)
    found = _KEPT.find(database, state, repr(question))
    if found is None:
        frame, whole = _measure(ctx, question)
        found = sort_counts(frame, by, code_orders(ctx, query)), whole
        _KEPT.keep(database, state, repr(question), found)
    frame, whole = found
    return frame.copy(deep=False), whole.copy(deep=False)


def _measure(ctx: Context, asked: _Question) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Medians of countries do not add up to their region's; so it is found from their cases' minutes."""
    column = f"{asked.measure.value}_minutes"
    cells = list(fetch_durations(ctx.session, asked.wanted, column))
    places, keys = _divide([cell.groups for cell in cells], asked)
    frame = _measure_cells(cells, places, len(keys), asked.thresholds)
    whole = _measure_cells(cells, [0] * len(cells), min(1, len(cells)), asked.thresholds)
    return pd.concat([keys, frame], axis="columns"), whole


def _divide(
    cells: Sequence[tuple[Any, ...]], asked: _Question
) -> tuple[Sequence[int], pd.DataFrame]:
    """Which group of `asked.by` each cell is in, and the codes of each group."""
    names = [dimension_of(name) for name in asked.wanted.groups]
    frame = build_counts([(*cell, 0) for cell in cells], names).drop(columns=COUNT)
    for name, regions in asked.regions.items():
        frame = attach(frame, Dimension.COUNTRY, name, regions)
    if not asked.by:
        return [0] * len(frame), frame
    codes = frame[list(asked.by)]
    groups = codes.groupby(list(asked.by), dropna=False, sort=False).ngroup()
    return groups.tolist(), codes.drop_duplicates(ignore_index=True)


def _measure_cells(
    cells: Sequence[Durations], places: Sequence[int], size: int, thresholds: Sequence[int]
) -> pd.DataFrame:
    """Cells that are in the same place are measured together."""
    known = [len(cell.minutes) for cell in cells]
    minutes = [each for cell in cells for each in cell.minutes]
    frame = measure_groups(np.repeat(places, known).tolist(), minutes, size, thresholds)
    cases = np.bincount(places, [cell.cases for cell in cells], minlength=size).astype("int64")
    frame.insert(0, CASES, cases)
    frame[UNKNOWN_CASES] = cases - frame[KNOWN]
    return frame.drop(columns=KNOWN)

"""Counting: one question, one frame of counts, the same for page, file and command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Row

from safety_center.domain.access import Permission, require
from safety_center.domain.errors import N_, Conflict
from safety_center.domain.statistics import (
    COLUMNS,
    NO_MISSION,
    REGIONS,
    TIMES,
    Dimension,
    StatisticsQuery,
)
from safety_center.domain.vocabulary import DateBasis
from safety_center.services.context import Context
from safety_center.services.reference import country_region_map
from safety_center.services.statistics.as_of import day_of_reading, settled_instant
from safety_center.services.statistics.checks import require_answerable
from safety_center.services.statistics.labels import code_orders
from safety_center.stats.frames import COUNT, build_counts
from safety_center.stats.rollup import attach, in_order, roll_up, sort_counts
from safety_center.store.cube import fetch_as_of
from safety_center.store.cube_counts import CellQuery, fetch_counts

_BUREAU_SCHEME = "bureau"


@dataclass(frozen=True)
class Figures:
    """The answer to a query.

    `frame` has a column per dimension of `query.by` (codes; shapes in `stats.frames`) and `count`
    (int64), sorted; a cell without a row is 0. `as_of` is the instant they stand for: of the cube, or
    the one asked (where it was not settled yet, the last settled one; `query.as_of` is the same).
    `undated` are those of the same filters left out because their day is not known while a period was
    asked.
    """

    query: StatisticsQuery
    frame: pd.DataFrame
    as_of: datetime
    total: int
    undated: int = 0


def count(ctx: Context, query: StatisticsQuery) -> Figures:
    """Count persons or cases: from the cube, or with `query.as_of` from the line list as it was known then.

    Raises `InputRefused`, and `Conflict` while no cube was built yet.
    """
    if ctx.actor is not None:  # None: a job of the system's own
        require(ctx.actor, Permission.STATISTICS_VIEW)
    require_answerable(ctx, query)
    if query.as_of is not None:
        query = replace(query, as_of=settled_instant(ctx, query.as_of))
    maps = region_maps(ctx, query)
    wanted = cell_query(query, maps)
    as_of, rows = read_cells(ctx, wanted)
    frame = build_counts(rows, [dimension_of(name) for name in wanted.groups])
    divided = [name for name in maps if name in query.by]
    for name in divided:
        frame = attach(frame, Dimension.COUNTRY, name, maps[name])
    if divided or not query.by:  # else the database has added up just what was asked
        frame = roll_up(frame, query.by)
    frame = sort_counts(in_order(frame, query.by), query.by, code_orders(ctx, query))
    return Figures(query, frame, as_of, int(frame[COUNT].sum()), _undated(ctx, query, wanted))


def read_cells(ctx: Context, wanted: CellQuery) -> tuple[datetime, Sequence[Row[Any]]]:
    """Counts and the instant they stand for, both of the one state that a reading unit sees."""
    return wanted.as_of or instant_of_cube(ctx), fetch_counts(ctx.session, wanted)


def instant_of_cube(ctx: Context) -> datetime:
    """The instant that the cube stands for. Raises `Conflict` while none was built yet."""
    as_of = fetch_as_of(ctx.session)
    if as_of is None:
        raise Conflict(
            N_("통계를 아직 만들지 않았습니다. 통계 갱신 작업이 한 번 끝나면 볼 수 있습니다.")
        )
    return as_of


def region_maps(ctx: Context, query: StatisticsQuery) -> dict[str, dict[str, str]]:
    """Country → region for each way of grouping countries that the query names, on its day of reading."""
    needed = [name for name in REGIONS if name in query.by or name in query.filters]
    return {str(name): _region_map(ctx, query, name) for name in needed}


def _region_map(ctx: Context, query: StatisticsQuery, name: str) -> dict[str, str]:
    scheme = query.scheme if name == Dimension.REGION else _BUREAU_SCHEME
    return country_region_map(ctx.session, scheme, day_of_reading(ctx, query))


def cell_query(query: StatisticsQuery, maps: Mapping[str, Mapping[str, str]]) -> CellQuery:
    """What the database adds up; regions are added up by country."""
    times = [str(name) for name in query.by if name in TIMES]
    named = [Dimension.COUNTRY if name in REGIONS else name for name in query.by]
    columns = [COLUMNS[name] for name in dict.fromkeys(named) if name in COLUMNS]
    return CellQuery(
        basis=query.basis.value,
        groups=(*times, *columns),
        from_day=query.from_day,
        to_day=query.to_day,
        only_unknown_day=Dimension.DAY in query.filters,
        codes=_codes(query, maps),
        as_of=query.as_of,
        unit=query.unit.value,
    )


def _codes(
    query: StatisticsQuery, maps: Mapping[str, Mapping[str, str]]
) -> dict[str, tuple[str | None, ...]]:
    """Codes wanted per column; regions become the countries in all of them."""
    wanted: dict[str, tuple[str | None, ...]] = {}
    places: list[set[str]] = []
    for name, codes in query.filters.items():
        if name in REGIONS:
            places.append({country for country, region in maps[name].items() if region in codes})
        elif name == Dimension.COUNTRY:
            places.append(set(codes))
        elif name in COLUMNS:
            wanted[COLUMNS[name]] = tuple(None if code == NO_MISSION else code for code in codes)
    if places:
        wanted[COLUMNS[Dimension.COUNTRY]] = tuple(sorted(set.intersection(*places)))
    return wanted


def dimension_of(column: str) -> str:
    """The dimension of a column of the line list; a time is its own."""
    return next((name for name, of in _DIMENSION_COLUMNS if of == column), column)


_DIMENSION_COLUMNS = [(str(name), column) for name, column in COLUMNS.items()]


def _undated(ctx: Context, query: StatisticsQuery, wanted: CellQuery) -> int:
    bounded = query.from_day is not None or query.to_day is not None
    if query.basis is not DateBasis.OCCURRED or not bounded or wanted.only_unknown_day:
        return 0
    open_query = replace(wanted, groups=(), from_day=None, to_day=None, only_unknown_day=True)
    return sum(int(row[0]) for row in fetch_counts(ctx.session, open_query))

"""Why a figure is another one now: the figure as known at two instants and the parts between them.

Every part is the sum over versions recorded between the two instants, so the parts add up exactly to
what the figure differs by, in each cell and in total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd

from safety_center.domain.access import Permission, require
from safety_center.domain.differences import REASONS, REDIVIDED
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.statistics import COLUMNS, TIMES, Dimension, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit
from safety_center.services.context import Context
from safety_center.services.statistics.as_of import settled_instant
from safety_center.services.statistics.counting import (
    cell_query,
    count,
    dimension_of,
    region_maps,
)
from safety_center.services.statistics.labels import code_orders
from safety_center.stats.frames import COUNT, build_counts
from safety_center.stats.rollup import attach, sort_counts
from safety_center.store.cube_counts import CellQuery, fetch_counts
from safety_center.store.differences import (
    Span,
    fetch_changes,
    fetch_moves,
    fetch_parts,
)

BEFORE, AFTER, _REASON, _PART = "before", "after", "reason", "part"
OLD, NEW = "old", "new"
Maps = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Differences:
    """A figure as known at `from_at` and at `to_at`.

    `frame`: a row per cell (the dimensions of `query.by`), `before`, one column per reason, `redivided`
    (the division into regions was another one), `after`; `before` and the parts add up to `after`.
    `totals` are their sums. `changes`: versions by reason, those that leave every sum as it is too.
    `moves`: by dimension what was reclassified or corrected: `old`, `new`, `count`, most first.
    """

    query: StatisticsQuery
    from_at: datetime
    to_at: datetime
    frame: pd.DataFrame
    totals: Mapping[str, int]
    changes: Mapping[str, int]
    moves: Mapping[str, pd.DataFrame]

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the columns between `before` and `after`; `redivided` only where there is any."""
        divided = (REDIVIDED,) if self.frame[REDIVIDED].any() else ()
        return (*(reason.value for reason in REASONS), *divided)


def diff(
    ctx: Context, query: StatisticsQuery, from_instant: datetime, to_instant: datetime
) -> Differences:
    """What a figure differs by between two instants, and why; regions are divided as at the second.

    Its cost follows what was recorded between them (and the figure at the first instant). Raises
    `InputRefused` at `from` or `to` for instants yet to come or the wrong way round.
    """
    if ctx.actor is not None:
        require(ctx.actor, Permission.STATISTICS_VIEW)
    from_at, to_at = (
        _settled(ctx, name, at) for name, at in (("from", from_instant), ("to", to_instant))
    )
    if from_at > to_at:
        message = N_("끝 시각이 시작 시각보다 앞섭니다.")
        raise InputRefused([FieldError("to", "before_from", message)])
    query = replace(query, as_of=to_at)
    before = count(ctx, replace(query, as_of=from_at)).frame
    maps, span = region_maps(ctx, query), Span(from_at, to_at)
    wanted = cell_query(query, maps)
    columns = [*map(dimension_of, wanted.groups), _REASON]
    parts = build_counts(fetch_parts(ctx.session, wanted, span), columns)
    frame = _together(
        query, [(before, BEFORE), *_redivided(ctx, query, from_at, maps)], parts, maps
    )
    frame = sort_counts(frame, query.by, code_orders(ctx, query))
    numbers = [BEFORE, *(reason.value for reason in REASONS), REDIVIDED, AFTER]
    changes = fetch_changes(ctx.session, wanted, span)
    return Differences(
        query=query,
        from_at=from_at,
        to_at=to_at,
        frame=frame,
        totals={name: int(frame[name].sum()) for name in numbers},
        changes={reason.value: changes.get(reason.value, 0) for reason in REASONS},
        moves=_moves(ctx, query, wanted, span),
    )


def _settled(ctx: Context, name: str, at: datetime) -> datetime:
    try:
        return settled_instant(ctx, at)
    except InputRefused as refused:
        errors = [replace(error, field=name) for error in refused.errors]
        raise InputRefused(errors) from None


def _together(
    query: StatisticsQuery,
    figures: Sequence[tuple[pd.DataFrame, str]],
    parts: pd.DataFrame,
    maps: Maps,
) -> pd.DataFrame:
    """One row per cell with every part; cells where nothing was and nothing changed are left out."""
    for name, regions in maps.items():
        if name in query.by:
            parts = attach(parts, Dimension.COUNTRY, name, regions)
    by = list(query.by)
    long = [frame[[*by, COUNT]].assign(**{_PART: part}) for frame, part in figures]
    long.append(parts.rename(columns={_REASON: _PART})[[*by, COUNT, _PART]])
    every = pd.concat(long, ignore_index=True)
    names = [BEFORE, *(reason.value for reason in REASONS), REDIVIDED]
    for name in names:
        every[name] = every[COUNT].where(every[_PART] == name, 0).astype("int64")
    if by:
        cells = every.groupby(by, dropna=False, sort=False, observed=True)[names].sum()
        frame = cells.reset_index()
    else:
        frame = every[names].sum().to_frame().T.astype("int64")
    frame[AFTER] = frame[names].sum(axis=1)
    return frame[(frame[names] != 0).any(axis=1) | (not by)].reset_index(drop=True)


def _redivided(
    ctx: Context, query: StatisticsQuery, from_at: datetime, maps: Maps
) -> list[tuple[pd.DataFrame, str]]:
    """The figure at the first instant under the division of the second, less that under its own."""
    earlier = replace(query, as_of=from_at)
    own = region_maps(ctx, earlier)
    if own == maps:
        return []
    found = []
    for division, sign in ((maps, 1), (own, -1)):
        wanted = cell_query(earlier, division)
        frame = build_counts(
            fetch_counts(ctx.session, wanted), [dimension_of(name) for name in wanted.groups]
        )
        for name, regions in division.items():
            if name in query.by:
                frame = attach(frame, Dimension.COUNTRY, name, regions)
        found.append((frame.assign(**{COUNT: frame[COUNT] * sign}), REDIVIDED))
    return found


def _moves(
    ctx: Context, query: StatisticsQuery, wanted: CellQuery, span: Span
) -> dict[str, pd.DataFrame]:
    """From which value to which, for the dimensions of reclassification, the time, and those asked for."""
    found = {}
    for name in move_dimensions(query):
        rows = fetch_moves(ctx.session, wanted, span, COLUMNS.get(name, name))
        if rows:
            found[name] = _from_to(name, rows)
    return found


def move_dimensions(query: StatisticsQuery) -> list[str]:
    """Of which dimensions a change is shown from value to value; the finest time asked for, else years."""
    times = [name for name in query.by if name in TIMES]
    usual = [Dimension.INVOLVEMENT, Dimension.TYPE, Dimension.COUNTRY, Dimension.SEVERITY]
    if query.unit is CountUnit.CASES:
        usual.remove(Dimension.INVOLVEMENT)
    others = [name for name in query.by if name in COLUMNS]
    order = [str(name) for name in Dimension]
    finest = max(times, key=order.index, default=Dimension.YEAR.value)
    return list(dict.fromkeys(str(name) for name in (*usual, *others, finest)))


def _from_to(name: str, rows: Sequence[Any]) -> pd.DataFrame:
    old = build_counts([(row[0], row[2]) for row in rows], [name])
    new = build_counts([(row[1], row[2]) for row in rows], [name])
    frame = pd.DataFrame({OLD: old[name], NEW: new[name], COUNT: new[COUNT]})
    return frame.sort_values([COUNT, OLD, NEW], ascending=[False, True, True], ignore_index=True)

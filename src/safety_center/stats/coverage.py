"""Which cells of a table are not stated (미기재) rather than 0: a declared gap is no count of nothing.

A cell is not stated where every type in it lies, for the cell's whole stretch of time, in a gap. Counts
are never changed and nothing is left out, so totals stay what they were.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import pandas as pd

from safety_center.stats.frames import COUNT, UNKNOWN, YEAR, time_span

STATED = "stated"
INVOLVEMENT, TYPE = "involvement", "type"
_TIMES = ("year", "quarter", "month", "day")
_MOST_YEARS = 200
Span = tuple[date | None, date | None]
Cell = tuple[Any, ...]


@dataclass(frozen=True)
class Gap:
    """First and last day (None: open) on which a type of an involvement was not stated."""

    involvement: str
    incident_type: str
    first: date | None
    last: date | None

    def holds(self, span: Span) -> bool:
        """True where the whole stretch lies in the gap."""
        after = self.first is None or (span[0] is not None and span[0] >= self.first)
        return after and (self.last is None or (span[1] is not None and span[1] <= self.last))

    def touches(self, span: Span) -> bool:
        """True where any day of the stretch lies in the gap."""
        begins = self.first is None or span[1] is None or self.first <= span[1]
        return begins and (self.last is None or span[0] is None or self.last >= span[0])


@dataclass(frozen=True)
class Coverage:
    """The gaps, and the types that each involvement has in its list."""

    gaps: Sequence[Gap]
    lists: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Scope:
    """What all cells of a table have in common: codes asked for (empty: all), first and last day."""

    involvements: Sequence[str] = ()
    types: Sequence[str] = ()
    span: Span = (None, None)


def mark_stated(
    frame: pd.DataFrame, by: Sequence[str], coverage: Coverage, scope: Scope, most: int = 20_000
) -> pd.DataFrame:
    """The frame with a row for each cell that is not stated, and a column `stated` (bool).

    `count` becomes `Int64`: missing in a row added here. A cell that is not stated and has persons
    keeps its number. Added are the cells of the times and groups that the frame has (of years all
    between the first and the last); where those would be more than `most`, of the groups in their time.
    """
    if not by:  # one number, with a row in any case
        is_stated = not is_gap(coverage, scope, {}, scope.span)
        counts = frame[COUNT].astype("Int64").mask((frame[COUNT] == 0) & (not is_stated))
        return _with(frame, counts, pd.Series(is_stated, index=frame.index, dtype="bool"))
    times = [name for name in by if name in _TIMES]
    kinds = [name for name in by if name in (INVOLVEMENT, TYPE)]
    others = [name for name in by if name not in (*times, *kinds)]
    gaps = set(_gap_cells(frame, times, kinds, coverage, scope))
    keys = _cells(frame, [*times, *kinds])
    stated = pd.Series([key not in gaps for key in keys], index=frame.index, dtype="bool")
    found = _with(frame, frame[COUNT].astype("Int64"), stated)
    added = _added(frame, times, kinds, others, gaps, most)
    if not added:
        return found
    order = [*times, *kinds, *others]
    rows = pd.DataFrame([(*row, pd.NA, False) for row in added], columns=[*order, COUNT, STATED])
    rows = rows.astype({name: found[name].dtype for name in rows.columns})
    return pd.concat([found, rows[found.columns]], ignore_index=True)


def _with(frame: pd.DataFrame, counts: pd.Series, stated: pd.Series) -> pd.DataFrame:
    found = frame.copy()
    found[COUNT], found[STATED] = counts, stated
    return found


def is_gap(coverage: Coverage, scope: Scope, kind: Mapping[str, str], span: Span) -> bool:
    """True where nothing of a cell is stated; `kind` holds its involvement and type, if it has them."""
    involvements = [kind[INVOLVEMENT]] if INVOLVEMENT in kind else scope.involvements
    types = [kind[TYPE]] if TYPE in kind else scope.types
    if not types:
        return False
    pairs = [
        (involvement, each)
        for involvement in involvements or coverage.lists
        for each in types
        if each in coverage.lists.get(involvement, ())
    ]
    return bool(pairs) and all(
        any(
            (gap.involvement, gap.incident_type) == pair and gap.holds(span)
            for gap in coverage.gaps
        )
        for pair in pairs
    )


def touching_gaps(coverage: Coverage, scope: Scope, by: Sequence[str], span: Span) -> list[Gap]:
    """Gaps to be told below a table: of its types and involvements, within its stretch of time."""
    if TYPE not in by and not scope.types:
        return []
    return [
        gap
        for gap in coverage.gaps
        if (not scope.types or gap.incident_type in scope.types)
        and (not scope.involvements or gap.involvement in scope.involvements)
        and gap.touches(span)
    ]


def span_of_frame(frame: pd.DataFrame, by: Sequence[str], scope: Scope) -> Span:
    """First and last day that the table shows: of its times, within what was asked."""
    spans = [
        time_span(name, value)
        for name in by
        if name in _TIMES
        for value in frame[name].unique()
        if not _is_unknown(value)
    ]
    if not spans:
        return scope.span
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return max(first, scope.span[0] or first), min(last, scope.span[1] or last)


def _gap_cells(
    frame: pd.DataFrame, times: list[str], kinds: list[str], coverage: Coverage, scope: Scope
) -> Iterator[Cell]:
    """Times and kinds of every cell that is not stated."""
    every = {each: None for types in coverage.lists.values() for each in types}
    values = {
        INVOLVEMENT: scope.involvements or list(coverage.lists),
        TYPE: scope.types or list(every),
    }
    for when in _times(frame, times, scope):
        if any(_is_unknown(value) for value in when):
            continue
        span = span_of_cell(dict(zip(times, when, strict=True)), scope)
        for what in product(*(values[kind] for kind in kinds)):
            if is_gap(coverage, scope, dict(zip(kinds, what, strict=True)), span):
                yield (*when, *what)


def _times(frame: pd.DataFrame, times: list[str], scope: Scope) -> Iterable[Cell]:
    """Times of the rows; of years also those between without any row."""
    if not times:
        return [()]
    found = dict.fromkeys(_cells(frame, times))
    if times != [YEAR]:
        return found
    years = [when[0] for when in found if not _is_unknown(when[0])]
    first, last = (day.year if day is not None else None for day in scope.span)
    first = min(years, default=None) if first is None else first
    last = max(years, default=None) if last is None else last
    if first is None or last is None:
        return found
    between = range(first, min(last, first + _MOST_YEARS) + 1)
    return dict.fromkeys([*found, *((year,) for year in between)])


def span_of_cell(times: Mapping[str, Any], scope: Scope) -> Span:
    """First and last day of a cell with these times (none of them unknown), within what was asked."""
    spans: list[Span] = [*(time_span(*pair) for pair in times.items()), scope.span]
    starts = [span[0] for span in spans if span[0] is not None]
    ends = [span[1] for span in spans if span[1] is not None]
    return max(starts, default=None), min(ends, default=None)


def _added(
    frame: pd.DataFrame,
    times: list[str],
    kinds: list[str],
    others: list[str],
    gaps: set[Cell],
    most: int,
) -> list[Cell]:
    """Cells without a row that are not stated: times, kinds, others."""
    groups = dict.fromkeys(_cells(frame, others)) if others else {(): None}
    there = set(_cells(frame, [*times, *kinds, *others]))
    rows = ((*gap, *group) for gap in gaps for group in groups)
    if len(gaps) * len(groups) > most:
        together = dict.fromkeys(_cells(frame, [*times, *others]))
        size = len(times)
        rows = (
            (*gap, *both[size:]) for gap in gaps for both in together if gap[:size] == both[:size]
        )
    return [row for row in rows if row not in there]


def _cells(frame: pd.DataFrame, names: list[str]) -> list[Cell]:
    if not names:
        return [()] * len(frame)
    columns = [
        [None if pd.isna(value) else value for value in frame[name].tolist()] for name in names
    ]
    return list(zip(*columns, strict=True))


def _is_unknown(value: Any) -> bool:
    return pd.isna(value) or value == UNKNOWN

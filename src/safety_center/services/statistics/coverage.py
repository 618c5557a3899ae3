"""What the figures of this system state at all: `data/coverage.csv`, asked for the cells of an answer."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from safety_center.domain.incident_types import INCIDENT_TYPES, find_incident_type
from safety_center.domain.periods import format_date
from safety_center.domain.reference.coverage import CoverageRow
from safety_center.domain.statistics import TIMES, UNKNOWN, Dimension, StatisticsQuery
from safety_center.domain.vocabulary import Involvement
from safety_center.services.context import Context
from safety_center.services.reference.files import read_reference_file
from safety_center.services.statistics.counting import Figures
from safety_center.services.statistics.labels import code_orders
from safety_center.stats.coverage import (
    STATED,
    Coverage,
    Gap,
    Scope,
    is_gap,
    mark_stated,
    span_of_cell,
    span_of_frame,
    touching_gaps,
)
from safety_center.stats.frames import COUNT
from safety_center.stats.rollup import sort_counts

_FILE = "coverage.csv"
NOT_STATED = {"ko": "미기재", "en": "not stated"}
_UNTIL = {"ko": "{name} {last}까지", "en": "{name} until {last}"}
_SINCE = {"ko": "{name} {first}부터", "en": "{name} from {first}"}
_BETWEEN = {"ko": "{name} {first}부터 {last}까지", "en": "{name} from {first} until {last}"}
_TELL = {
    "ko": "미기재(따로 집계하지 않던 기간, 0이 아님): {gaps}",
    "en": "Not stated (not counted apart then; not 0): {gaps}",
}
_INSIDE = {
    "ko": "†: 미기재 기간이지만 등록된 수",
    "en": "†: registered although the period is not stated",
}


def stated_frame(ctx: Context, figures: Figures) -> pd.DataFrame:
    """`figures.frame` with `stated` and with the cells that are not stated (`stats.coverage`), sorted."""
    query = figures.query
    if not _is_concerned(query):
        counts = figures.frame[COUNT].astype("Int64")
        found = figures.frame.assign(stated=True)
        found[COUNT] = counts
        return found
    marked = mark_stated(figures.frame, query.by, _coverage(ctx), _scope(ctx, query))
    return sort_counts(marked, query.by, code_orders(ctx, query))


def is_stated(ctx: Context, query: StatisticsQuery, cell: Mapping[str, Any]) -> bool:
    """False for a cell (its times, involvement, type) that lies in a declared gap."""
    if not _is_concerned(query):
        return True
    times = {str(name): cell[name] for name in TIMES if name in cell}
    if any(pd.isna(value) or value == UNKNOWN for value in times.values()):
        return True
    scope = _scope(ctx, query)
    return not is_gap(_coverage(ctx), scope, cell, span_of_cell(times, scope))


def describe_coverage(ctx: Context, figures: Figures, language: str) -> str:
    """The gaps that a table touches, and what its marks mean; empty where there is none."""
    query = figures.query
    if not _is_concerned(query):
        return ""
    scope, coverage = _scope(ctx, query), _coverage(ctx)
    span = span_of_frame(figures.frame, query.by, scope)
    gaps = touching_gaps(coverage, scope, query.by, span)
    if not gaps:
        return ""
    told = _TELL[language].format(gaps=", ".join(_gap_text(gap, language) for gap in gaps))
    frame = stated_frame(ctx, figures)
    inside = (~frame[STATED] & frame[COUNT].notna()).any()
    return f"{told}. {_INSIDE[language]}" if inside else told


def _gap_text(gap: Gap, language: str) -> str:
    involvement = Involvement.of(gap.involvement)
    kind = find_incident_type(involvement, gap.incident_type)
    label = kind.label(language) if kind else gap.incident_type
    first, last = (format_date(day, language) if day else "" for day in (gap.first, gap.last))
    words = _BETWEEN if first and last else _SINCE if first else _UNTIL
    name = f"{label}({involvement.label(language)})"
    if language == "en":
        name = f"{label} ({involvement.label(language)})"
    return words[language].format(name=name, first=first, last=last)


def _is_concerned(query: StatisticsQuery) -> bool:
    """A gap is one of types: where none is named, every cell is stated."""
    return Dimension.TYPE in query.by or Dimension.TYPE in query.filters


def _scope(ctx: Context, query: StatisticsQuery) -> Scope:
    """Days to come are nobody's to state."""
    last = min(query.to_day, ctx.today) if query.to_day else None
    return Scope(
        query.filters.get(Dimension.INVOLVEMENT, ()),
        query.filters.get(Dimension.TYPE, ()),
        (query.from_day, last),
    )


def _coverage(ctx: Context) -> Coverage:
    path = ctx.installation.settings.data_folder / _FILE
    return _read(path.parent, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(folder: Path, _changed: int) -> Coverage:
    """The declared gaps; read again when the file was changed."""
    rows = read_reference_file(folder, _FILE)
    lists: dict[str, list[str]] = {}
    for kind in INCIDENT_TYPES:
        lists.setdefault(kind.involvement.value, []).append(kind.slug)
    gaps = [
        Gap(
            row.involvement.value,
            row.incident_type,
            row.valid_from,
            row.valid_to - timedelta(days=1) if row.valid_to else None,
        )
        for row in rows
        if isinstance(row, CoverageRow) and not row.stated
    ]
    return Coverage(gaps, lists)

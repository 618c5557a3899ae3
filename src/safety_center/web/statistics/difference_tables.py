"""Tables of the page of differences: every number with the address of its list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from flask import url_for
from flask_babel import gettext, ngettext

from safety_center.domain.differences import REDIVIDED
from safety_center.domain.periods import format_date
from safety_center.domain.statistics import COLUMNS, UNKNOWN, Dimension
from safety_center.services.statistics import Differences
from safety_center.services.statistics.difference_list import Change, cell_arguments
from safety_center.services.statistics.difference_words import part_label, signed
from safety_center.services.statistics.differences import AFTER, BEFORE, NEW, OLD
from safety_center.stats.frames import COUNT
from safety_center.web.field_labels import field_label
from safety_center.web.request import current_language

Labels = Mapping[str, Mapping[str, str]]
#: Dimensions whose values a list tells from what to what.
TOLD = tuple(str(name) for name in COLUMNS)
_DIMENSION_OF = {column: str(name) for name, column in COLUMNS.items()}
#: Up to so many values on its side a change is shown as a matrix, more of them as a list.
_MOST_COLUMNS = 8
_MOST_LINES = 50


@dataclass(frozen=True)
class Number:
    """A number as text, and where its list is."""

    text: str
    href: str | None = None


@dataclass(frozen=True)
class Row:
    """Labels of the dimensions, then numbers."""

    labels: Sequence[str]
    numbers: Sequence[Number]


@dataclass(frozen=True)
class Cells:
    """The table of cells: headings of dimensions and numbers, rows, the row of totals.

    `still` is one row for all cells in which no part is other than 0; its label says how many.
    """

    dimensions: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Row]
    still: Row | None
    total: Row


@dataclass(frozen=True)
class Moves:
    """What went from which value (rows) to which (columns), with sums; or the largest as a list."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Row]
    total: Row | None
    lines: Sequence[Row]
    more: int


def build_cells(found: Differences, labels: Labels, language: str) -> Cells:
    """Rows of `frame`; every part that is not 0 leads to its list."""
    by = found.query.by
    parts = found.parts
    rows, still = [], []
    for row in _records(found) if by else ():
        if not any(row[name] for name in parts):
            still.append(row)
            continue
        narrowed = cell_arguments(found, row)
        texts = [_label(labels[str(name)], row[name]) for name in by]
        rows.append(Row(texts, _numbers(found, row, narrowed)))
    return Cells(
        [Dimension.of(name).label(language) for name in by],
        [part_label(name, language) for name in (BEFORE, *parts, AFTER)],
        rows,
        _standing_still(found, still),
        Row([], _numbers(found, found.totals, {})),
    )


def _standing_still(found: Differences, rows: Sequence[Mapping[str, Any]]) -> Row | None:
    if not rows:
        return None
    sums = {name: sum(int(row[name]) for row in rows) for name in (BEFORE, *found.parts, AFTER)}
    label = ngettext("변동이 없는 칸 %(num)d개", "변동이 없는 칸 %(num)d개", len(rows))
    return Row([label], _numbers(found, sums, {}))


def build_changes(found: Differences) -> list[tuple[str, Number]]:
    """Reason and how many versions were recorded for it, those that change no sum too."""
    return [
        (reason, Number(f"{number:,}", _address(found, {"reason": reason})))
        for reason, number in found.changes.items()
        if number
    ]


def build_moves(found: Differences, labels: Labels) -> list[Moves]:
    """One matrix or list per dimension in which anything moved."""
    return [_moves(found, name, frame, labels.get(name, {})) for name, frame in found.moves.items()]


def value_text(labels: Labels, language: str) -> Callable[[Change], tuple[str, ...]]:
    """Writes one change of a version: what, old, new."""

    def write(change: Change) -> tuple[str, ...]:
        name = _DIMENSION_OF.get(change.name)
        if name is not None:
            texts = [_label(labels[name], value) for value in (change.old, change.new)]
            return Dimension.of(name).label(language), *texts
        if change.name == "counted":
            yes, no = gettext("집계"), gettext("집계 제외")
            return gettext("집계 여부"), *(yes if v else no for v in (change.old, change.new))
        heading = {"persons": "headcount", "reported_on": "received_at"}.get(
            change.name, "occurred_from"
        )
        return field_label(heading), *(_day(value, language) for value in (change.old, change.new))

    return write


def _records(found: Differences) -> list[dict[str, Any]]:
    return [
        {str(name): value for name, value in row.items()} for row in found.frame.to_dict("records")
    ]


def _day(value: Any, language: str) -> str:
    if isinstance(value, date):
        return format_date(value, language)
    return gettext("날짜 미상") if value is None else f"{value:,}"


def _numbers(
    found: Differences, row: Mapping[str, Any], narrowed: Mapping[str, str]
) -> list[Number]:
    """Both figures, and between them the parts with their lists."""
    between = []
    for name in found.parts:
        href = _address(found, {**narrowed, "reason": name}) if name != REDIVIDED else None
        between.append(Number(signed(int(row[name])), href if row[name] else None))
    return [Number(f"{row[BEFORE]:,}"), *between, Number(f"{row[AFTER]:,}")]


def _moves(found: Differences, name: str, frame: pd.DataFrame, labels: Mapping[str, str]) -> Moves:
    heading = Dimension.of(name).label(current_language())
    keys = {side: [_code(value) for value in frame[side]] for side in (OLD, NEW)}
    numbers = [int(number) for number in frame[COUNT]]
    cells = dict(zip(zip(keys[OLD], keys[NEW], strict=True), numbers, strict=True))
    olds, news = (_in_order(keys[side], labels) for side in (OLD, NEW))

    def number(old: str, new: str) -> Number:
        if (old, new) not in cells:
            return Number("")
        wanted = {"dimension": name, "old": old, "new": new}
        return Number(f"{cells[old, new]:,}", _address(found, wanted))

    if len(news) > _MOST_COLUMNS:
        lines = [
            Row([_label(labels, old), _label(labels, new)], [number(old, new)])
            for old, new in list(cells)[:_MOST_LINES]
        ]
        return Moves(heading, (), (), None, lines, max(0, len(cells) - _MOST_LINES))
    rows = [
        Row(
            [_label(labels, old)],
            [
                *(number(old, new) for new in news),
                Number(f"{sum(n for pair, n in cells.items() if pair[0] == old):,}"),
            ],
        )
        for old in olds
    ]
    sums = [sum(n for pair, n in cells.items() if pair[1] == new) for new in news]
    total = Row([], [Number(f"{each:,}") for each in (*sums, sum(numbers))])
    return Moves(heading, [_label(labels, new) for new in news], rows, total, (), 0)


def _in_order(codes: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    places = {code: place for place, code in enumerate(labels)}
    return sorted(set(codes), key=lambda code: (places.get(code, len(places)), code))


def _address(found: Differences, wanted: Mapping[str, str]) -> str:
    """A list of exactly what was counted: both instants as they are, whatever is recorded later."""
    query = found.query
    days = {"first_day": query.from_day, "last_day": query.to_day}
    arguments: dict[str, Any] = {
        "from": found.from_at.isoformat(),
        "to": found.to_at.isoformat(),
        "unit": query.unit.value,
        "basis": query.basis.value,
        "scheme": query.scheme,
        **{name: day.isoformat() for name, day in days.items() if day},
        **{name: ",".join(codes) for name, codes in query.filters.items()},
        **wanted,
    }
    return url_for("statistics.differences_list", **arguments)


def _code(value: Any) -> str:
    return UNKNOWN if value is None or pd.isna(value) else str(value)


def _label(labels: Mapping[str, str], value: Any) -> str:
    code = _code(value)
    return labels.get("none" if value is None else code, code)

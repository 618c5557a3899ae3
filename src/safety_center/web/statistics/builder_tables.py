"""The table on the page: every number with the address of its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from safety_center.documents.tables import Definition
from safety_center.domain.statistics import Dimension
from safety_center.services.statistics import FigureGrid, list_filters
from safety_center.services.statistics.coverage import NOT_STATED
from safety_center.services.statistics.export import unit_heading
from safety_center.stats.grid import Number
from safety_center.web.statistics.rate_tables import Rates, build_rates


@dataclass(frozen=True)
class Shown:
    """A number as text, where its list is, and whether it is not stated or stands in a gap."""

    text: str
    href: str | None = None
    missing: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Row:
    """Labels of the row, then its numbers; the last one is the sum where there are several columns."""

    labels: Sequence[str]
    numbers: Sequence[Shown]


@dataclass(frozen=True)
class Page:
    """A table ready to be shown; `rows` is None where there would be too many cells."""

    title: str
    unit: str
    heads: Sequence[str]
    dimensions: Sequence[str]
    columns: Sequence[str]
    has_sums: bool
    rows: Sequence[Row] | None
    totals: Sequence[Shown]
    cells: int
    is_as_of: bool
    has_marks: bool
    definitions: Sequence[Definition]
    rates: Rates[Shown]


def build_page(table: FigureGrid, definitions: Sequence[Definition], may_list: bool) -> Page:
    """The grid as text and links; without the permission to list cases there are no links."""
    return _Builder(table, may_list).build(definitions)


@dataclass(frozen=True)
class _Builder:
    table: FigureGrid
    may_list: bool

    def build(self, definitions: Sequence[Definition]) -> Page:
        table, question = self.table, self.table.question
        grid = table.grid
        columns, rows, totals, has_sums, has_marks = [], None, [], False, False
        if grid is not None:
            has_sums = len(grid.columns) > 1
            columns = [self._heading(code) for code in grid.columns]
            rows = [self._row(place) for place in range(len(grid.rows))]
            sums = [
                (number, column)
                for number, column in zip(grid.column_totals, grid.columns, strict=True)
            ]
            totals = [self._number(number, self._of_column(column)) for number, column in sums]
            totals += [self._number(grid.total, {})] if has_sums else []
            has_marks = any(shown.marked for row in rows for shown in row.numbers)
        return Page(
            title=table.title(),
            unit=unit_heading(question.query.unit, table.language),
            heads=[Dimension.of(name).label(table.language) for name in question.rows],
            dimensions=[Dimension.of(name).label(table.language) for name in question.query.by],
            columns=columns,
            has_sums=has_sums,
            rows=rows,
            totals=totals,
            cells=table.cells,
            is_as_of=question.query.as_of is not None,
            has_marks=has_marks,
            definitions=definitions,
            rates=build_rates(table, lambda cell: self._number(Number(cell.count), cell.codes)),
        )

    def _heading(self, code: Any) -> str:
        name = self.table.question.column
        return self.table.heading(name, code) if name else ""

    def _row(self, place: int) -> Row:
        table, question, grid = self.table, self.table.question, self.table.grid
        assert grid is not None  # noqa: S101 - rows are asked for where there is a grid
        key = grid.rows[place]
        labels = [table.heading(name, code) for name, code in zip(question.rows, key, strict=True)]
        numbers = [
            self._number(number, table.cell(key, column))
            for number, column in zip(grid.cells[place], grid.columns, strict=True)
        ]
        if len(grid.columns) > 1:
            of_row = dict(zip(question.rows, key, strict=True))
            numbers.append(self._number(grid.row_totals[place], of_row))
        return Row(labels, numbers)

    def _of_column(self, column: Any) -> dict[str, Any]:
        name = self.table.question.column
        return {name: column} if name else {}

    def _number(self, number: Number, cell: Mapping[str, Any]) -> Shown:
        if number.count is None:
            return Shown(NOT_STATED[self.table.language], missing=True)
        href = self._address(cell) if number.count and self.may_list else None
        return Shown(f"{number.count:,}", href, marked=not number.stated)

    def _address(self, cell: Mapping[str, Any]) -> str:
        filters = list_filters(self.table.figures.query, cell)
        joined = {
            name: value if isinstance(value, str) else ",".join(value)
            for name, value in filters.items()
        }
        return f"/cases?{urlencode(joined)}"

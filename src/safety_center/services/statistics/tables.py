"""The table builder: a question counted, laid out in rows and columns, on the page or as a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from safety_center.documents.figure_sheets import Listing, Sheet, write_workbook
from safety_center.documents.tables import Column, Definition
from safety_center.domain.errors import N_, Conflict, InputRefused
from safety_center.domain.figure_tables import TableQuestion, read_table
from safety_center.domain.statistics import TIMES, UNKNOWN, Dimension
from safety_center.services.context import Context
from safety_center.services.statistics.checks import check_places_and_instant
from safety_center.services.statistics.counting import Figures, count
from safety_center.services.statistics.coverage import (
    NOT_STATED,
    describe_coverage,
    is_stated,
    stated_frame,
)
from safety_center.services.statistics.definitions import definitions_of, marks_of
from safety_center.services.statistics.export import note_export, unit_heading
from safety_center.services.statistics.labels import code_orders, label_maps
from safety_center.services.statistics.protection import Audience, make_mark, protect
from safety_center.services.statistics.rate_columns import rate_columns
from safety_center.services.statistics.rated_rows import RatedRows, define_rates, rate_rows
from safety_center.services.statistics.running_times import tell_part
from safety_center.stats.frames import COUNT, YEAR
from safety_center.stats.grid import Grid, Key, lay_out
from safety_center.stats.rollup import sort_counts

#: A page with more numbers is neither read nor loaded well; a workbook takes more.
MOST_ON_PAGE, MOST_IN_WORKBOOK = 3_000, 200_000
_TOTAL = {"ko": "합계", "en": "Total"}
_SHEETS = {"ko": ("통계표", "정의"), "en": ("Table", "Definitions")}
_RATES = {"ko": "비율", "en": "Rates"}
_HEADS = {"ko": ("항목", "코드", "내용"), "en": ("Item", "Code", "Text")}


@dataclass(frozen=True)
class FigureGrid:
    """A table of figures: `labels` by dimension and code; `grid` is None where `cells` are too many.

    `rates`: of each cell that was counted, or why there are none.
    """

    question: TableQuestion
    figures: Figures
    cells: int
    grid: Grid | None
    labels: Mapping[str, Mapping[Any, str]]
    language: str
    rates: RatedRows

    def label(self, name: str, code: Any) -> str:
        """A code as people read it."""
        labels = self.labels[name]
        return labels.get(UNKNOWN, UNKNOWN) if code is None else labels.get(code, str(code))

    def heading(self, name: str, code: Any) -> str:
        """The same, and of a year, quarter or month how much of it is counted."""
        label, part = self.label(name, code), tell_part(self.figures, name, code, self.language)
        return f"{label} ({part})" if part else label

    def title(self) -> str:
        """`연도, 지역 × 당사자 구분`; what is counted where nothing is divided."""
        names = [Dimension.of(name).label(self.language) for name in self.question.rows]
        parts = [", ".join(names)] if names else []
        if self.question.column:
            parts.append(Dimension.of(self.question.column).label(self.language))
        unit = unit_heading(self.figures.query.unit, self.language)
        return f"{' × '.join(parts)} · {unit}" if parts else unit

    def definitions(self, ctx: Context) -> list[Definition]:
        """What the figures and their rates are."""
        language = self.language
        return [*definitions_of(ctx, self.figures, language), *define_rates(self.rates, language)]

    def cell(self, row: Key, column: Any) -> dict[str, Any]:
        """Dimension → code of a cell."""
        found = dict(zip(self.question.rows, row, strict=True))
        return found | ({self.question.column: column} if self.question.column else {})


def ask_table(ctx: Context, values: Mapping[str, str | Sequence[str]]) -> TableQuestion:
    """The question of an address; raises `InputRefused` with everything that is wrong with it."""
    question, errors = read_table(values)
    if errors:
        raise InputRefused(errors + check_places_and_instant(ctx, question.query))
    return question


def build_table(
    ctx: Context,
    question: TableQuestion,
    language: str = "ko",
    audience: Audience = Audience.INTERNAL,
    most: int = MOST_ON_PAGE,
) -> FigureGrid:
    """Count and lay out. Raises what `count` raises, and `Forbidden` for another audience."""
    figures = protect(count(ctx, question.query), audience)
    frame = stated_frame(ctx, figures)
    columns = _columns(ctx, question, frame)
    rows = len(frame.drop_duplicates(list(question.rows))) if question.rows else 1
    labels = label_maps(ctx, figures.query, language)
    grid = None
    if rows * len(columns) <= most:
        empty = _Empty(ctx, question)
        grid = lay_out(frame, question.rows, question.column, columns, empty.is_stated)
    rates = rate_rows(ctx, figures.query, frame)
    return FigureGrid(question, figures, rows * len(columns), grid, labels, language, rates)


def write_table(
    ctx: Context,
    question: TableQuestion,
    language: str = "ko",
    audience: Audience = Audience.INTERNAL,
) -> bytes:
    """The table as a workbook: as on the page, and a sheet with every definition; noted in the trail."""
    table = build_table(ctx, question, language, audience, MOST_IN_WORKBOOK)
    if table.grid is None:
        raise Conflict(
            N_(
                "엑셀 파일에 담기에는 표가 너무 큽니다. 조건을 좁히거나 CSV 파일로 내려받아 주십시오."
            )
        )
    definitions = [*table.definitions(ctx), *marks_of(make_mark(ctx, audience), language)]
    said = {part.key: part.text for part in definitions}
    lines = [said["audience"], said["notice"], describe_coverage(ctx, table.figures, language)]
    query = question.query
    note_export(ctx, "statistics.export", query, len(table.grid.rows), "xlsx", scheme=query.scheme)
    lines = [line for line in lines if line]
    return write_workbook(_sheet(table), lines, definitions, _rate_sheet(table, said))


def _sheet(table: FigureGrid) -> Sheet:
    question, language = table.question, table.language
    grid = table.grid
    assert grid is not None  # noqa: S101 - the caller refused
    unit = unit_heading(table.figures.query.unit, language)
    heads = [Dimension.of(name).label(language) for name in question.rows]
    columns = [_value(table, question.column, key) for key in grid.columns]
    return Sheet(
        names=_SHEETS[language],
        heads=_HEADS[language],
        title=table.title(),
        row_heads=heads,
        columns=columns if question.column else [unit],
        rows=[
            [_value(table, name, code) for name, code in zip(question.rows, row, strict=True)]
            for row in grid.rows
        ],
        grid=grid,
        total=_TOTAL[language],
        not_stated=NOT_STATED[language],
    )


def _rate_sheet(table: FigureGrid, said: Mapping[str, str]) -> Listing | None:
    """A row for each cell that was counted; None where the question has no rate."""
    columns, values = rate_columns(table.rates, table.language)
    if not columns:
        return None
    query, language = table.figures.query, table.language
    heads = [Dimension.of(name).label(language) for name in query.by]
    return Listing(
        name=_RATES[language],
        lines=[
            text for text in (said["rate"], said["denominators"], said.get("rate_notice")) if text
        ],
        columns=[
            *(Column(head, head) for head in heads),
            Column(COUNT, unit_heading(query.unit, language), "count"),
            *columns,
        ],
        rows=[
            [*(_value(table, name, cell.codes[name]) for name in query.by), cell.count, *of_cell]
            for cell, *of_cell in zip(table.rates.cells, *values, strict=True)
        ],
    )


def _value(table: FigureGrid, name: str | None, code: Any) -> str | int:
    """Years stay numbers; everything else is text."""
    if name is None:
        return ""
    return int(code) if name == YEAR and code is not None else table.label(name, code)


@dataclass(frozen=True)
class _Empty:
    """Whether a cell without a row is 0 or not stated."""

    ctx: Context
    question: TableQuestion

    def is_stated(self, row: Key, column: Any) -> bool:
        names = (*self.question.rows, self.question.column)
        cell = {name: code for name, code in zip(names, (*row, column), strict=True) if name}
        return is_stated(self.ctx, self.question.query, cell)


def _columns(ctx: Context, question: TableQuestion, frame: pd.DataFrame) -> list[Any]:
    """Codes of the columns in their order; years without a gap."""
    name = question.column
    if name is None:
        return [None]
    distinct = frame[[name]].drop_duplicates().assign(**{COUNT: 0})
    found = sort_counts(distinct, [name], code_orders(ctx, question.query))[name].tolist()
    codes = [None if pd.isna(code) else code for code in found]
    if name == YEAR and (years := [code for code in codes if code is not None]):
        codes = [*range(min(years), max(years) + 1), *([None] if None in codes else [])]
    if name in TIMES and UNKNOWN in codes:
        codes = [*(code for code in codes if code != UNKNOWN), UNKNOWN]
    return codes

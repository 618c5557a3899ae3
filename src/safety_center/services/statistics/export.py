"""Figures as files: the numbers with every word that says what they are."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from safety_center.documents.tables import (
    Column,
    FigureTable,
    write_csv,
    write_json,
    write_text,
)
from safety_center.domain.statistics import TIMES, UNKNOWN, Dimension, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit, Term
from safety_center.services.context import Context
from safety_center.services.statistics.counting import Figures
from safety_center.services.statistics.coverage import NOT_STATED, stated_frame
from safety_center.services.statistics.definitions import definitions_of, marks_of
from safety_center.services.statistics.labels import labels_of
from safety_center.services.statistics.protection import Audience, Mark, make_mark, protect
from safety_center.services.statistics.rate_columns import rate_columns
from safety_center.services.statistics.rated_rows import define_rates, rate_rows
from safety_center.stats.coverage import STATED
from safety_center.stats.frames import COUNT


class Form(Term):
    """In what form figures are written."""

    CSV = "csv", "CSV 파일", "CSV file"
    JSON = "json", "JSON", "JSON"
    TABLE = "table", "표", "Table"


class _Word(Term):
    PERSONS = CountUnit.PERSONS.value, "인원(명)", "Persons"
    CASES = CountUnit.CASES.value, "건수(건)", "Cases"
    CODE = "code", "코드", "code"
    TOTAL = "total", "합계", "Total"
    STATED = "stated", "기재 여부", "Stated"


_STATED_NAMES = {
    "ko": {True: "기재", False: NOT_STATED["ko"]},
    "en": {True: "stated", False: NOT_STATED["en"]},
}
_WRITERS: Mapping[Form, Callable[[FigureTable], str]] = {
    Form.CSV: write_csv,
    Form.JSON: write_json,
    Form.TABLE: write_text,
}


def write_figures(
    ctx: Context,
    figures: Figures,
    form: Form,
    language: str = "ko",
    audience: Audience = Audience.INTERNAL,
) -> str:
    """The figures in a form, with their definitions; that they were taken out is in the trail.

    Raises `Forbidden` for an audience that cannot be served (`protection`).
    """
    figures = protect(figures, audience)
    table = _table(ctx, figures, make_mark(ctx, audience), language)
    query = figures.query
    return write_out(ctx, "statistics.export", query, table, form, scheme=query.scheme)


def write_out(
    ctx: Context,
    act: str,
    query: StatisticsQuery,
    table: FigureTable,
    form: Form,
    **noted: str,
) -> str:
    """A table in a form; that it was taken out is in the trail as `act`, with `noted` beside."""
    note_export(ctx, act, query, len(table.rows), form.value, **noted)
    return _WRITERS[form](table)


def note_export(
    ctx: Context, act: str, query: StatisticsQuery, rows: int, form: str, **noted: str
) -> None:
    """The trail keeps what was taken out: by what it was divided, how much of it, in which form."""
    by = ",".join(query.by)
    ctx.note(act, rows=rows, by=by, basis=query.basis.value, form=form, **noted)


def unit_heading(unit: CountUnit, language: str) -> str:
    """What a number counts, as files head its column: `인원(명)`."""
    return _Word.of(unit.value).label(language)


def _table(ctx: Context, figures: Figures, mark: Mark, language: str) -> FigureTable:
    frame = stated_frame(ctx, figures)
    columns, values = dimension_columns(ctx, figures.query, frame, language)
    counted = _Word.of(figures.query.unit.value)  # files call the column by its unit
    no_number = {None: NOT_STATED[language]}
    columns.append(Column(counted.value, counted.label(language), "count", no_number))
    values.append([None if pd.isna(number) else int(number) for number in frame[COUNT]])
    columns.append(Column(STATED, _Word.STATED.label(language), "flag", _STATED_NAMES[language]))
    values.append([bool(stated) for stated in frame[STATED]])
    rates = rate_rows(ctx, figures.query, frame)
    more, told = rate_columns(rates, language)
    rows = list(zip(*values, *told, strict=True))
    definitions = [
        *definitions_of(ctx, figures, language),
        *define_rates(rates, language),
        *marks_of(mark, language),
    ]
    total = _Word.TOTAL.label(language)
    return FigureTable([*columns, *more], rows, definitions, figures.total, total)


def dimension_columns(
    ctx: Context, query: StatisticsQuery, frame: pd.DataFrame, language: str
) -> tuple[list[Column], list[list[Any]]]:
    """A column of codes and one of labels for each dimension, and their values, column by column."""
    columns: list[Column] = []
    values: list[list[Any]] = []
    for name in query.by:
        heading, codes = Dimension.of(name).label(language), frame[name].tolist()
        labels = labels_of(ctx, query, name, language)
        if name in TIMES:
            columns.append(Column(name, heading, names=labels))
            values.append([UNKNOWN if pd.isna(code) else code for code in codes])
        else:
            columns.append(Column(name, f"{heading} {_Word.CODE.label(language)}", "code"))
            columns.append(Column(f"{name}_label", heading))
            values += [codes, [labels.get(code, code) for code in codes]]
    return columns, values

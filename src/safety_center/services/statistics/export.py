"""Figures as files: the numbers with every word that says what they are."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from safety_center.documents.tables import (
    Column,
    Definition,
    FigureTable,
    write_csv,
    write_json,
    write_text,
)
from safety_center.domain.periods import SEOUL, format_date, format_instant
from safety_center.domain.statistics import (
    REGIONS,
    RULES,
    TIMES,
    UNKNOWN,
    Dimension,
    Notice,
    StatisticsQuery,
)
from safety_center.domain.vocabulary import CountUnit, Term
from safety_center.services.context import Context
from safety_center.services.reference import region_schemes
from safety_center.services.statistics.as_of import day_of_reading
from safety_center.services.statistics.counting import Figures
from safety_center.services.statistics.coverage import NOT_STATED, describe_coverage, stated_frame
from safety_center.services.statistics.labels import labels_of
from safety_center.services.statistics.protection import Audience, Mark, make_mark, protect
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
    UNIT = "unit", "단위", "Unit"
    BASIS = "basis", "날짜 기준", "Date basis"
    SCHEME = "scheme", "지역 구분", "Region scheme"
    PERIOD = "period", "기간", "Period"
    FILTERS = "filters", "조건", "Filters"
    RULE = "counting_rule", "집계 규칙", "Counting rule"
    AS_OF = "as_of", "기준 시각", "As of"
    UNDATED = "undated", "날짜 미상으로 제외", "Left out, date unknown"
    NOTICE = "notice", "알림", "Notice"
    AUDIENCE = "audience", "이용 범위", "For"
    WRITTEN_BY = "written_by", "작성자", "Written by"
    WRITTEN_AT = "written_at", "작성 시각", "Written at"
    STATED = "stated", "기재 여부", "Stated"
    COVERAGE = "coverage", "미기재", "Not stated"
    SCHEME_ON = "scheme_on", "지역 구분 적용일", "Regions as of"
    WHOLE = "whole", "전체", "All"


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
    figures, query = protect(figures, audience), figures.query
    text = _WRITERS[form](_table(ctx, figures, make_mark(ctx, audience), language))
    ctx.note(
        "statistics.export",
        rows=len(figures.frame),
        by=",".join(query.by),
        basis=query.basis.value,
        scheme=query.scheme,
        form=form.value,
    )
    return text


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
    rows = list(zip(*values, strict=True))
    definitions = definitions_of(ctx, figures, language) + marks_of(mark, language)
    return FigureTable(columns, rows, definitions, figures.total, _Word.TOTAL.label(language))


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


def definitions_of(ctx: Context, figures: Figures, language: str) -> list[Definition]:
    """What the figures are: unit, basis, scheme, period, filters, rule, instant."""
    query, rule = figures.query, RULES[figures.query.unit]
    is_demonstration = ctx.installation.holds_synthetic_data
    notice, coverage = Notice.DEMONSTRATION, describe_coverage(ctx, figures, language)
    said = (
        (_Word.UNIT, query.unit.value, query.unit.label(language)),
        (_Word.BASIS, query.basis.value, query.basis.label(language)),
        (_Word.SCHEME, query.scheme, _scheme_name(ctx, query.scheme, language)),
        (_Word.PERIOD, *_period(query, language)),
        (_Word.FILTERS, *_filters(ctx, query, language)),
        (_Word.RULE, rule.value, f"{rule.value}: {rule.label(language)}"),
        (
            _Word.AS_OF,
            figures.as_of.astimezone(SEOUL).isoformat(timespec="seconds"),
            format_instant(figures.as_of, language=language),
        ),
        (_Word.SCHEME_ON, *_scheme_day(ctx, query, language)),
        (_Word.COVERAGE, coverage, coverage),
        (_Word.UNDATED, str(figures.undated), str(figures.undated or "")),
        (
            _Word.NOTICE,
            notice.value if is_demonstration else "",
            notice.label(language) if is_demonstration else "",
        ),
    )
    return [Definition(word.value, word.label(language), code, text) for word, code, text in said]


def marks_of(mark: Mark, language: str) -> list[Definition]:
    """For whom, by whom and when: every file says so itself."""
    said = (
        (_Word.AUDIENCE, mark.audience.value, mark.audience.label(language)),
        (_Word.WRITTEN_BY, mark.by or "", mark.written_by(language)),
        (_Word.WRITTEN_AT, mark.iso(), mark.written_at(language)),
    )
    return [Definition(word.value, word.label(language), code, text) for word, code, text in said]


def _scheme_day(ctx: Context, query: StatisticsQuery, language: str) -> tuple[str, str]:
    """The day whose division into regions was used, where any region is asked for."""
    if not any(name in query.by or name in query.filters for name in REGIONS):
        return "", ""
    day = day_of_reading(ctx, query)
    return day.isoformat(), format_date(day, language)


def _scheme_name(ctx: Context, code: str, language: str) -> str:
    names = {row.code: row for row in region_schemes(ctx.session)}
    return names[code].name_en if language == "en" else names[code].name_ko


def _period(query: StatisticsQuery, language: str) -> tuple[str, str]:
    if query.from_day is None and query.to_day is None:
        return "", _Word.WHOLE.label(language)
    ends = (query.from_day, query.to_day)
    code = "/".join(day.isoformat() if day else ".." for day in ends)
    return code, " – ".join(format_date(day, language) for day in ends).strip()


def _filters(ctx: Context, query: StatisticsQuery, language: str) -> tuple[str, str]:
    codes, texts = [], []
    for name, wanted in query.filters.items():
        labels = labels_of(ctx, query, name, language)
        codes.append(f"{name}={','.join(wanted)}")
        names = ", ".join(labels.get(code, code) for code in wanted)
        texts.append(f"{Dimension.of(name).label(language)}: {names}")
    return "&".join(codes), "; ".join(texts)

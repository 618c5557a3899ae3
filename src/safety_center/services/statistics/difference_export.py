"""Differences as files: the cells with their parts, every definition, and both instants."""

import json
from typing import Any

from safety_center.documents.tables import Column, Definition, FigureTable
from safety_center.domain.statistics import Dimension
from safety_center.domain.vocabulary import Term
from safety_center.services.context import Context
from safety_center.services.statistics.counting import Figures
from safety_center.services.statistics.definitions import (
    define_instant,
    definitions_of,
    marks_of,
)
from safety_center.services.statistics.difference_words import describe, part_label
from safety_center.services.statistics.differences import AFTER, BEFORE, NEW, OLD, Differences
from safety_center.services.statistics.export import Form, dimension_columns, write_out
from safety_center.services.statistics.labels import labels_of
from safety_center.services.statistics.protection import Audience, Mark, make_mark, protect
from safety_center.stats.frames import COUNT


class _Word(Term):
    FROM = "from", "처음 시각", "First instant"
    TO = "to", "나중 시각", "Second instant"
    FINDING = "finding", "요약", "Finding"
    TOTAL = "total", "합계", "Total"


def write_differences(
    ctx: Context,
    found: Differences,
    form: Form,
    language: str = "ko",
    audience: Audience = Audience.INTERNAL,
) -> str:
    """The differences in a form; that they were taken out is in the trail.

    What went from which value to which stands in JSON and text; a CSV file is one table.
    """
    found = protect(found, audience)
    table = _table(ctx, found, make_mark(ctx, audience), language)
    text = write_out(ctx, "statistics.differences.export", found.query, table, form)
    if form is Form.JSON:
        content = json.loads(text) | {"changes": dict(found.changes), "moves": _moves(found)}
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    elif form is Form.TABLE:
        text += _moves_text(ctx, found, language)
    return text


def _table(ctx: Context, found: Differences, mark: Mark, language: str) -> FigureTable:
    columns, values = dimension_columns(ctx, found.query, found.frame, language)
    numbers = (BEFORE, *found.parts, AFTER)
    columns += [Column(name, part_label(name, language), "count") for name in numbers]
    values += [found.frame[name].tolist() for name in numbers]
    return FigureTable(
        columns,
        list(zip(*values, strict=True)),
        define_differences(ctx, found, language) + marks_of(mark, language),
        found.totals[AFTER],
        _Word.TOTAL.label(language),
        {name: found.totals[name] for name in numbers},
    )


def define_differences(ctx: Context, found: Differences, language: str) -> list[Definition]:
    """Those of the figure, with two instants in place of one."""
    frame = found.frame[list(found.query.by)].assign(**{COUNT: found.frame[AFTER]})
    figures = Figures(found.query, frame, found.to_at, found.totals[AFTER])
    own = [
        define_instant(_Word.FROM, found.from_at, language),
        define_instant(_Word.TO, found.to_at, language),
    ]
    sentence = describe(ctx, found).text(language)
    own.append(Definition("finding", _Word.FINDING.label(language), sentence, sentence))
    others = definitions_of(ctx, figures, language)
    return own + [part for part in others if part.key not in ("as_of", "undated")]


def _moves(found: Differences) -> dict[str, Any]:
    return {
        name: [
            {OLD: str(old), NEW: str(new), COUNT: int(number)}
            for old, new, number in frame[[OLD, NEW, COUNT]].itertuples(index=False)
        ]
        for name, frame in found.moves.items()
    }


def _moves_text(ctx: Context, found: Differences, language: str) -> str:
    lines = []
    for name, frame in found.moves.items():
        labels = labels_of(ctx, found.query, name, language)
        lines += ["", Dimension.of(name).label(language)]
        for old, new, number in frame[[OLD, NEW, COUNT]].itertuples(index=False):
            lines.append(f"  {labels.get(str(old), old)} → {labels.get(str(new), new)}  {number:,}")
    return "\n".join([*lines, ""]) if lines else ""

"""Differences as files: the cells with their parts, every definition, and both instants."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from safety_center.documents.tables import (
    Column,
    Definition,
    FigureTable,
    write_csv,
    write_json,
    write_text,
)
from safety_center.domain.periods import SEOUL, format_instant
from safety_center.domain.statistics import Dimension
from safety_center.domain.vocabulary import Term
from safety_center.services.context import Context
from safety_center.services.statistics.counting import Figures
from safety_center.services.statistics.difference_words import describe, part_label
from safety_center.services.statistics.differences import AFTER, BEFORE, NEW, OLD, Differences
from safety_center.services.statistics.export import (
    Form,
    definitions_of,
    dimension_columns,
    marks_of,
)
from safety_center.services.statistics.labels import labels_of
from safety_center.services.statistics.protection import Audience, Mark, make_mark, protect
from safety_center.stats.frames import COUNT


class _Word(Term):
    FROM = "from", "처음 시각", "First instant"
    TO = "to", "나중 시각", "Second instant"
    FINDING = "finding", "요약", "Finding"
    TOTAL = "total", "합계", "Total"


_WRITERS: Mapping[Form, Callable[[FigureTable], str]] = {
    Form.CSV: write_csv,
    Form.JSON: write_json,
    Form.TABLE: write_text,
}


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
    text = _WRITERS[form](table)
    if form is Form.JSON:
        content = json.loads(text) | {"changes": dict(found.changes), "moves": _moves(found)}
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    elif form is Form.TABLE:
        text += _moves_text(ctx, found, language)
    ctx.note(
        "statistics.differences.export",
        rows=len(found.frame),
        by=",".join(found.query.by),
        basis=found.query.basis.value,
        form=form.value,
    )
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
        _instant(_Word.FROM, found.from_at, language),
        _instant(_Word.TO, found.to_at, language),
    ]
    sentence = describe(ctx, found).text(language)
    own.append(Definition("finding", _Word.FINDING.label(language), sentence, sentence))
    others = definitions_of(ctx, figures, language)
    return own + [part for part in others if part.key not in ("as_of", "undated")]


def _instant(word: Term, at: Any, language: str) -> Definition:
    code = at.astimezone(SEOUL).isoformat(timespec="seconds")
    return Definition(word.value, word.label(language), code, format_instant(at, language=language))


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

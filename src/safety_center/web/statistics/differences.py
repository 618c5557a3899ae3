"""Why a figure differs between two instants: the page, the lists behind its numbers, the file."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from safety_center.domain.choices import unknown_code
from safety_center.domain.differences import REASONS, Question, parse_question
from safety_center.domain.errors import InputRefused
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.domain.statistics import REGIONS, Dimension, StatisticsQuery
from safety_center.domain.vocabulary import ChangeReason, CountUnit, DateBasis, Involvement
from safety_center.services.context import Context
from safety_center.services.reference import region_schemes
from safety_center.services.statistics import diff, label_maps, protect, write_differences
from safety_center.services.statistics.difference_export import define_differences
from safety_center.services.statistics.difference_list import Part, list_steps
from safety_center.services.statistics.difference_words import describe, signed
from safety_center.services.statistics.differences import move_dimensions
from safety_center.services.statistics.export import Form
from safety_center.services.statistics.labels import labels_of
from safety_center.web.request import (
    current_language,
    reading_unit,
    viewing_unit,
)
from safety_center.web.statistics import difference_tables
from safety_center.web.statistics.addresses import lead_to_short_address

#: Arguments of the page besides filters; the others stay in its address.
_FORM = ("from", "to", "first_day", "last_day", "unit", "basis", "scheme", "involvement")
_OF_LIST = frozenset({"reason", "dimension", "old", "new", "page", "by", "by2", "lang"})


def index() -> ResponseReturnValue:
    """The figure at both instants and the parts between, under the choices of its address."""
    if (request.args.get("from") or request.args.get("to")) and (
        short := lead_to_short_address("statistics.differences")
    ):
        return short
    values = _values()
    shown: dict[str, Any] = {"errors": (), "page": None}
    with reading_unit() as ctx:
        shown |= {"choices": _choices(ctx)}
        try:
            question = parse_question(values)
            shown["page"] = _page(ctx, question)
        except InputRefused as refused:
            shown["errors"] = refused.errors
    content = render_template(
        "statistics/differences.html",
        asked={**values, "by": _by(values), "by2": _by(values, 1)},
        csv_address=url_for("statistics.differences_csv", **values),
        others=[(name, value) for name, value in values.items() if name not in (*_FORM, "by")],
        **shown,
    )
    return content, 422 if shown["errors"] else 200


def steps() -> ResponseReturnValue:
    """The cases behind one number: within scope with what changed, others by number and kind only."""
    values = {name: value for name, value in _values().items() if name not in _OF_LIST}
    language = current_language()
    with viewing_unit() as ctx:
        question = parse_question(values)
        part, page = _part(question), _page_number()
        found = list_steps(ctx, question, part, page)
        labels = {
            name: labels_of(ctx, question.query, name, language)
            for name in (*difference_tables.TOLD, *([part.dimension] if part.dimension else []))
        }
    return render_template(
        "statistics/differences_list.html",
        question=question,
        part=part,
        found=found,
        dimension=Dimension.of(part.dimension).label(language) if part.dimension else "",
        number=page,
        signed=signed,
        value_text=difference_tables.value_text(labels, language),
        labels=labels,
        back=url_for("statistics.differences", **values),
    )


def csv_file() -> ResponseReturnValue:
    """The cells with their parts as CSV, every definition inside; noted in the trail."""
    language = current_language()
    with viewing_unit() as ctx:
        question = parse_question(_values())
        found = diff(ctx, question.query, question.from_at, question.to_at)
        text = write_differences(ctx, found, Form.CSV, language)
        name = f"differences-{found.from_at:%Y%m%d}-{found.to_at:%Y%m%d}.csv"
    response = Response("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(ctx: Context, question: Question) -> dict[str, Any]:
    language = current_language()
    query = question.query
    found = protect(diff(ctx, query, question.from_at, question.to_at))
    labels = label_maps(ctx, query, language)
    labels |= {name: labels_of(ctx, found.query, name, language) for name in found.moves}
    return {
        "found": found,
        "unit": query.unit.value,
        "finding": describe(ctx, found).text(language),
        "table": difference_tables.build_cells(found, labels, language),
        "changes": difference_tables.build_changes(found),
        "moves": difference_tables.build_moves(found, labels),
        "definitions": define_differences(ctx, found, language),
    }


def _values() -> dict[str, Any]:
    """Arguments of the address; without two instants, this year until today."""
    given = MultiDict(request.args)
    by = [name for name in (*given.poplist("by"), *given.poplist("by2")) if name]
    values: dict[str, Any] = {name: value for name, value in given.items() if value}
    values.pop("lang", None)
    if "from" not in given and "to" not in given:
        today = seoul_date(utc_now())
        values |= {"from": f"{today.year}-01-01", "to": today.isoformat()}
        by = by or [Dimension.YEAR.value]
    return {**values, "by": ",".join(dict.fromkeys(",".join(by).split(",")))} if by else values


def _by(values: dict[str, Any], place: int = 0) -> str:
    names = str(values.get("by", "")).split(",")
    return names[place] if place < len(names) else ""


def _choices(ctx: Context) -> dict[str, list[tuple[str, str]]]:
    language = current_language()
    dimensions = [(name.value, name.label(language)) for name in Dimension]
    schemes = [
        (row.code, row.name_en if language == "en" else row.name_ko)
        for row in region_schemes(ctx.session)
    ]
    return {
        "by": dimensions,
        "unit": [(term.value, term.label(language)) for term in CountUnit],
        "basis": [(term.value, term.label(language)) for term in DateBasis],
        "scheme": schemes,
        "involvement": [(term.value, term.label(language)) for term in Involvement],
    }


def _part(question: Question) -> Part:
    """Which versions an address of a list names; raises `InputRefused` for unknown words."""
    given = request.args
    reason, dimension = given.get("reason"), given.get("dimension")
    asked = (
        ("reason", reason, REASONS),
        ("dimension", dimension, _dimensions_of_moves(question.query)),
    )
    errors = [
        unknown_code(name, value, known)
        for name, value, known in asked
        if value and value not in known
    ]
    if errors:
        raise InputRefused(errors)
    return Part(
        ChangeReason.of(reason) if reason else None,
        dimension or None,
        given.get("old", ""),
        given.get("new", ""),
    )


def _dimensions_of_moves(query: StatisticsQuery) -> list[Dimension]:
    moved = move_dimensions(query)
    return [name for name in Dimension if name not in REGIONS or name in moved]


def _page_number() -> int:
    page = request.args.get("page", 1, type=int)
    return page if 1 <= page <= 10_000 else 1

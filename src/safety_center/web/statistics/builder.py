"""The table builder: the address is the table, so it can be kept, sent and opened again."""

from collections.abc import Mapping
from typing import Any

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from safety_center.domain.access import Permission
from safety_center.domain.errors import Conflict, FieldError, InputRefused
from safety_center.domain.figure_tables import COLUMN, ROWS
from safety_center.domain.statistics import Dimension
from safety_center.services.context import Context
from safety_center.services.statistics import (
    Form,
    build_table,
    count,
    make_mark,
    protect,
    write_figures,
    write_table,
)
from safety_center.services.statistics.definitions import marks_of
from safety_center.services.statistics.tables import MOST_ON_PAGE, ask_table
from safety_center.web.request import current_language, reading_unit, viewing_unit
from safety_center.web.statistics import builder_choices
from safety_center.web.statistics.addresses import lead_to_short_address
from safety_center.web.statistics.builder_tables import Page, build_page

#: What is shown where nothing was asked.
_FIRST = {"row": Dimension.YEAR.value, "column": Dimension.INVOLVEMENT.value}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def index() -> ResponseReturnValue:
    """The choices of the address, and the table that they make."""
    if short := lead_to_short_address("statistics.builder"):
        return short
    values = _values()
    errors: list[FieldError] = []
    page, waiting, status = None, None, 200
    with reading_unit() as ctx:
        choices = builder_choices.read_choices(ctx, values)
        presets = builder_choices.presets(ctx.today.year)
        try:
            page = _page(ctx, values)
        except InputRefused as refused:
            errors, status = refused.errors, 422
        except Conflict as not_yet:
            waiting, status = not_yet, 409
    content = render_template(
        "statistics/builder.html",
        asked=values,
        chosen={name: str(value).split(",") for name, value in values.items()},
        choices=choices,
        presets=presets,
        places=(*ROWS, COLUMN),
        errors=errors,
        page=page,
        waiting=waiting,
        most=MOST_ON_PAGE,
        files={
            "csv": url_for("statistics.table_csv", **values),
            "xlsx": url_for("statistics.table_xlsx", **values),
        },
    )
    return content, status


def csv_file() -> ResponseReturnValue:
    """The figures as CSV, every definition in each row; noted in the trail."""
    with viewing_unit() as ctx:
        figures = count(ctx, ask_table(ctx, _values()).query)
        text = write_figures(ctx, figures, Form.CSV, current_language())
        name = f"statistics-{ctx.today:%Y%m%d}.csv"
    return _file("\ufeff" + text, "text/csv; charset=utf-8", name)


def xlsx_file() -> ResponseReturnValue:
    """The table as a workbook with a sheet of definitions; noted in the trail."""
    with viewing_unit() as ctx:
        content = write_table(ctx, ask_table(ctx, _values()), current_language())
        name = f"statistics-{ctx.today:%Y%m%d}.xlsx"
    return _file(content, _XLSX, name)


def _file(content: str | bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _values() -> dict[str, str]:
    """Arguments of the address, several of a name joined by commas; a first table where there is none."""
    given = MultiDict(request.args)
    given.poplist("lang")
    joined = {name: ",".join(each for each in parts if each) for name, parts in given.lists()}
    values = {name: value for name, value in joined.items() if value.strip()}
    return values or dict(_FIRST)


def _page(ctx: Context, values: Mapping[str, Any]) -> Page:
    language = current_language()
    table = protect(build_table(ctx, ask_table(ctx, values), language, most=MOST_ON_PAGE))
    definitions = [*table.definitions(ctx), *marks_of(make_mark(ctx), language)[:1]]
    return build_page(table, definitions, may_list=g.actor.may(Permission.CASE_VIEW))

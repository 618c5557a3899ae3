"""Reading the reference tables; the administrator has the files read again."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import NotFound
from safety_center.domain.reference.files import ReferenceDataError
from safety_center.services.operation import load_reference_data
from safety_center.services.reference import countries_without_mission
from safety_center.services.reference.browsing import (
    browse_reference,
    list_schemes,
    summarise_reference,
)
from safety_center.web.quoting import mark_korean
from safety_center.web.reference.columns import COLUMNS, LEADS, TITLES
from safety_center.web.request import current_installation, reading_unit, request_origin
from safety_center.web.sessions import current_actor

_LONGEST_SEARCH = 80
_MOST_ERRORS = 50


def index() -> ResponseReturnValue:
    """What there is, and what is not approved."""
    return _index()


def table(name: str) -> ResponseReturnValue:
    """One table, searched and paged."""
    if name not in COLUMNS:
        raise NotFound()
    search = request.args.get("q", "")[:_LONGEST_SEARCH]
    with reading_unit() as ctx:
        page = browse_reference(ctx, name, search, request.args.get("page", 1, type=int))
        uncovered = countries_without_mission(ctx.session) if name == "missions" else []
    return render_template(
        "reference/table.html",
        name=name,
        title=TITLES[name],
        lead=LEADS[name],
        columns=COLUMNS[name],
        page=page,
        search=search,
        uncovered=uncovered,
        mark_korean=mark_korean,
    )


def regions() -> ResponseReturnValue:
    """The ways of grouping countries."""
    with reading_unit() as ctx:
        schemes = list_schemes(ctx)
    return render_template("reference/regions.html", schemes=schemes, mark_korean=mark_korean)


def load() -> ResponseReturnValue:
    """Read the files again: all of them or, with any error in them, none."""
    installation = current_installation()
    try:
        result = load_reference_data(installation, current_actor(), request_origin())
    except ReferenceDataError as refused:
        return _index([error.text(gettext) for error in refused.errors[:_MOST_ERRORS]]), 422
    flash(
        gettext(
            "기준정보를 다시 읽었습니다. 추가 %(added)s행, 변경 %(changed)s행, 종료 %(ended)s행, 변동 없음 %(same)s행",
            added=f"{result.added:,}",
            changed=f"{result.changed:,}",
            ended=f"{result.ended:,}",
            same=f"{result.unchanged:,}",
        ),
        "success",
    )
    return redirect("/reference")


def _index(faults: list[str] | None = None) -> str:
    with reading_unit() as ctx:
        summary = summarise_reference(ctx)
    return render_template(
        "reference/index.html", summary=summary, titles=TITLES, leads=LEADS, faults=faults or []
    )

"""Dashboard pages. The choices stand in the address; the page works without scripts."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from safety_center.documents.dashboard_panels import render_panels
from safety_center.domain.access import Permission
from safety_center.domain.errors import N_, Conflict, FieldError, InputRefused, NotFound
from safety_center.services.context import Context
from safety_center.services.dashboards import (
    DashboardView,
    build_dashboard,
    dashboard_file,
    declared_dashboards,
    list_dashboard_files,
)
from safety_center.services.dashboards.kinds import PanelKind
from safety_center.services.statistics import make_mark
from safety_center.web.dashboards.csv_file import write_csv
from safety_center.web.navigation import link_if_allowed
from safety_center.web.promises.form import render_form
from safety_center.web.request import current_language, reading_unit, viewing_unit

_SECONDS_A_MINUTE = 60
#: Names of the choices in the filter bar.
LABELS = {
    "year": N_("연도"),
    "part": N_("기간"),
    "basis": N_("날짜 기준"),
    "scheme": N_("지역 구분"),
    "region": N_("지역"),
    "country": N_("국가·지역"),
    "mission": N_("재외공관"),
    "involvement": N_("당사자 구분"),
    "unit": N_("단위"),
}


def index() -> ResponseReturnValue:
    """Every dashboard of the role."""
    with reading_unit() as ctx:
        found = list(declared_dashboards(ctx).values())
    return render_template("dashboards/index.html", dashboards=found)


def show(name: str) -> ResponseReturnValue:
    """One dashboard under the choices of its address."""
    errors: list[FieldError] = []
    status = 200
    with reading_unit() as ctx:
        try:
            view = _build(ctx, name, request.args)
        except InputRefused as refused:
            errors, status = refused.errors, 422
            wrong = {error.field for error in errors}
            kept = {key: value for key, value in request.args.items() if key not in wrong}
            view = _build(ctx, name, kept)
        except Conflict as not_yet:
            return render_template("dashboards/waiting.html", reason=not_yet), 409
    return _page(view, errors), status


def figure(name: str, panel: str) -> ResponseReturnValue:
    """The numbers of one panel as CSV, noted in the trail."""
    language = current_language()
    with viewing_unit() as ctx:
        view = build_dashboard(ctx, name, request.args, language, panels=(panel,))
        found = view.find_panel(panel)
        if found is None or found.chart is None:
            raise NotFound
        ctx.note("dashboard.csv", f"{name}/{panel}", rows=len(found.chart.table.rows))
        mark = make_mark(ctx)
    text = write_csv(view, found, language, mark)
    response = Response(text, mimetype="text/csv", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{panel}.csv"'
    return response


def files() -> ResponseReturnValue:
    """Dashboards as files, as the job wrote them last."""
    with reading_unit() as ctx:
        found = list_dashboard_files(ctx)
    return render_template("dashboards/files.html", files=found)


def file(file: str) -> ResponseReturnValue:
    """One of the files, to be kept and opened anywhere inside."""
    with viewing_unit() as ctx:
        text = dashboard_file(ctx, file)
    response = Response(text, mimetype="text/html")
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _build(ctx: Context, name: str, values: Mapping[str, str]) -> DashboardView:
    return build_dashboard(ctx, name, values, current_language(), _list_address)


def _list_address(filters: Mapping[str, str]) -> str | None:
    """The list behind a number, for those who may open lists; a number alone is its case."""
    if "page" in filters:  # a record of another feature
        path = f"/{filters['page']}/{filters['id']}"
        return path if link_if_allowed(g.actor, path) else None
    if not g.actor.may(Permission.CASE_VIEW):
        return None
    if set(filters) == {"number"}:
        return url_for("cases.show", number=filters["number"])
    asked = dict(filters)
    return f"/{asked.pop('list', 'cases')}?{urlencode(asked)}"


def _forms(view: DashboardView) -> dict[str, Markup]:
    """Forms within the page: a question of the session becomes a promise where promises stand."""
    if not g.actor.may(Permission.PROMISE_RECORD):
        return {}
    back = request.full_path.rstrip("?")
    kinds = ((item.panel.id, item.panel.kind) for item in view.panels)
    return {name: render_form(back) for name, kind in kinds if kind is PanelKind.PROMISES}


def _page(view: DashboardView, errors: list[FieldError]) -> str:
    language = current_language()
    values: dict[str, Any] = {name: value for name, value in view.chosen.values().items() if value}

    def csv_address(panel: str) -> str:
        return url_for("dashboards.figure", name=view.name, panel=panel, **values)

    return render_template(
        "dashboards/show.html",
        view=view,
        errors=errors,
        panels=render_panels(view, language, csv_address, after=_forms(view)),
        minutes=max(1, view.refresh_seconds // _SECONDS_A_MINUTE),
        has_map=any(item.panel.kind == "map" for item in view.panels),
        labels=LABELS,
    )

"""Panels over time: ten years as lines or small multiples, the months of two years as bars."""

from dataclasses import replace
from datetime import date

from safety_center.charts import Wording
from safety_center.charts.comparison import LAST
from safety_center.charts.months import Progress, build_months
from safety_center.charts.multiples import build_multiples
from safety_center.charts.year_series import first_year
from safety_center.domain.statistics import Dimension
from safety_center.services.dashboards.counter import Need
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.period import year_text
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.view import PanelView
from safety_center.services.dashboards.words import labels_of

_MULTIPLES = 12


def year_need(scope: PageScope, panel: Panel, dimension: Dimension | None) -> Need:
    """The years shown, by `dimension` where there is one."""
    span = scope.year_span()
    by = ("year", dimension.value) if dimension else ("year",)
    return Need(scope.until_today(date(span.first, 1, 1), span.last), by, panel.filters)


def months_needs(scope: PageScope, panel: Panel) -> list[Need]:
    """The months of the chosen year and of the one before."""
    year = scope.chosen.period.year
    return [Need(scope.until_today(date(year - 1, 1, 1), year), ("month",), panel.filters)]


def multiples_needs(scope: PageScope, panel: Panel) -> list[Need]:
    """Years of every country."""
    return [year_need(scope, panel, Dimension.COUNTRY)]


def build_months_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Whole months are compared; the running one with nothing."""
    [need] = months_needs(scope, panel)
    frame = scope.counter.frame(need)
    year = scope.chosen.period.year
    stamps = frame["month"].str.split("-", n=1, expand=True).reindex(columns=[0, 1])
    frame = frame.assign(year=stamps[0].astype("int64"), month=stamps[1].astype("int64"))

    def address(month: str, column: str) -> str | None:
        return scope.link(need, {"month": _stamp(year, month, column)})

    chart = build_months(
        frame[frame["year"] == year],
        frame[frame["year"] == year - 1],
        _progress(year, scope.ctx.today),
        _of_years(scope, year),
        address,
        panel.title.sentence,
        lambda month, column: scope.is_stated(need, {"month": _stamp(year, month, column)}),
    )
    return PanelView(panel, chart.noting(*scope.coverage_notes(need)))


def _of_years(scope: PageScope, year: int) -> Wording:
    """Words of whole years, whatever part of them the page is about."""
    before = date(year - 1, 12, 31)
    return replace(
        scope.wording,
        this_short=year_text(year),
        last_short=year_text(year - 1),
        unrecorded=not scope.records.reach(before),
    )


def build_multiples_panel(scope: PageScope, panel: Panel) -> PanelView:
    """A small chart of years per country."""
    [need] = multiples_needs(scope, panel)
    frame = scope.counter.frame(need).rename(columns={"country": "code"})
    years = scope.year_span().since(first_year(frame))
    silent = scope.silent_years(need) & set(years.all())
    multiples = build_multiples(
        frame,
        years,
        labels_of(scope.ctx, Dimension.COUNTRY, scope.chosen.scheme),
        scope.wording,
        lambda code, year: scope.link(need, {"year": int(year), "country": code}),
        panel.title.sentence,
        panel.top or _MULTIPLES,
        silent,
    )
    chart = multiples.chart.noting(*(scope.coverage_notes(need) if silent else ()))
    return PanelView(panel, chart, multiples.items)


def _stamp(year: int, month: str, column: str) -> str:
    return f"{year - 1 if column == LAST else year}-{int(month):02}"


def _progress(year: int, today: date) -> Progress:
    return Progress() if year < today.year else Progress(today.month - 1, today.day)

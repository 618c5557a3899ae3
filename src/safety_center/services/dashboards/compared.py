"""Panels that put a period beside the same one a year before: bars, table, map."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from safety_center.charts import Chart, Sentence
from safety_center.charts.breakdown import build_breakdown
from safety_center.charts.changes import build_changes
from safety_center.charts.chart import Address
from safety_center.charts.comparison import LAST, Compared, compare
from safety_center.charts.map import build_map
from safety_center.charts.palette import HUES
from safety_center.charts.sentences import no_records
from safety_center.domain.statistics import Dimension
from safety_center.domain.vocabulary import CountUnit
from safety_center.services.dashboards.counter import Need
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.view import PanelView
from safety_center.services.dashboards.words import both, labels_of, split_type_code, type_code


def compared_needs(scope: PageScope, panel: Panel) -> list[Need]:
    """This period and the one before it."""
    period, by = scope.chosen.period, _by(scope, panel)
    return [Need(days, by, panel.filters) for days in ((period.first, period.last), period.before)]


def build_breakdown_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Bars; types and involvements in the hues that involvement has everywhere."""
    compared = _compare(scope, panel)
    chart = build_breakdown(
        compared, panel.title.sentence, panel.top, _hues(scope, panel, compared)
    )
    return PanelView(panel, chart.noting(*_gaps(scope, panel)))


def build_table_panel(scope: PageScope, panel: Panel) -> PanelView:
    """The same numbers without a picture."""
    compared = _compare(scope, panel)
    finding = compared.leading()
    table = compared.table(panel.title.sentence, shares=False)
    chart = Chart(None, table, finding, finding)
    return PanelView(panel, chart.noting(*_gaps(scope, panel)))


def build_changes_panel(scope: PageScope, panel: Panel) -> PanelView:
    """What changed most; nothing is compared with a time before the first record."""
    if scope.wording.unrecorded:
        than = no_records(scope.wording.than)
        return PanelView(panel, why=Sentence(f"{than.ko}.", f"{than.en[:1].upper()}{than.en[1:]}."))
    this, last = compared_needs(scope, panel)
    days = (_length(this), _length(last))
    chart = build_changes(_compare(scope, panel), days, panel.title.sentence, panel.top)
    return PanelView(panel, chart.noting(*_gaps(scope, panel)))


def _length(need: Need) -> int:
    """Days of a period, both ends included."""
    first, last = need.days
    return (last - first).days + 1


def build_map_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Countries on the map."""
    alpha3 = {code: country.alpha3 for code, country in scope.ctx.places.countries.items()}
    chart = build_map(_compare(scope, panel), panel.title.sentence, alpha3)
    return PanelView(panel, chart.noting(*_gaps(scope, panel)))


def _gaps(scope: PageScope, panel: Panel) -> tuple[Sentence, ...]:
    return scope.coverage_notes(*compared_needs(scope, panel))


def _by(scope: PageScope, panel: Panel) -> tuple[str, ...]:
    if _divides_types_by_list(scope, panel):
        return (Dimension.INVOLVEMENT.value, Dimension.TYPE.value)
    return ((panel.breakdown or Dimension.COUNTRY).value,)


def _divides_types_by_list(scope: PageScope, panel: Panel) -> bool:
    """Each involvement has types of its own; a case has one type whatever its persons'."""
    return panel.breakdown is Dimension.TYPE and scope.chosen.unit is CountUnit.PERSONS


def _hues(scope: PageScope, panel: Panel, compared: Compared) -> dict[str, str] | None:
    if _divides_types_by_list(scope, panel) and scope.chosen.involvement is None:
        return {code: HUES[split_type_code(code)[0]] for code in compared.frame["code"]}
    return dict(HUES) if panel.breakdown is Dimension.INVOLVEMENT else None


def _compare(scope: PageScope, panel: Panel) -> Compared:
    dimension = panel.breakdown or Dimension.COUNTRY
    this, last = compared_needs(scope, panel)
    frames = [_coded(scope.counter.frame(need), dimension) for need in (this, last)]
    return Compared(
        frame=compare(frames[0], frames[1], "code"),
        labels=labels_of(scope.ctx, dimension, scope.chosen.scheme),
        heading=both(dimension),
        wording=scope.wording,
        address=_addresses(scope, {"this": this, LAST: last}, dimension),
        is_stated=_stated(scope, {"this": this, LAST: last}, dimension),
    )


def _stated(
    scope: PageScope, needs: Mapping[str, Need], dimension: Dimension
) -> Callable[[str, str], bool]:
    def stated(code: str, column: str) -> bool:
        return scope.is_stated(needs[column], _cell(dimension, code))

    return stated


def _cell(dimension: Dimension, code: str) -> dict[str, Any]:
    if dimension is Dimension.TYPE and ":" in code:
        return dict(zip(("involvement", "type"), split_type_code(code), strict=True))
    return {dimension.value: code}


def _addresses(scope: PageScope, needs: Mapping[str, Need], dimension: Dimension) -> Address:
    def address(code: str, column: str) -> str | None:
        return scope.link(needs[column], _cell(dimension, code))

    return address


def _coded(frame: pd.DataFrame, dimension: Dimension) -> pd.DataFrame:
    """`code, count`; a type together with the involvement whose list it is from."""
    if dimension is not Dimension.TYPE or "involvement" not in frame:
        return frame.rename(columns={dimension.value: "code"})
    codes = [
        type_code(str(group), str(slug))
        for group, slug in zip(frame["involvement"], frame["type"], strict=True)
    ]
    return frame.assign(code=codes)[["code", "count"]]

"""The kinds of panel: what each needs counted together with the others, and what makes its view."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from safety_center.services.dashboards.awareness import build_awareness_panel
from safety_center.services.dashboards.compared import (
    build_breakdown_panel,
    build_changes_panel,
    build_map_panel,
    build_table_panel,
    compared_needs,
)
from safety_center.services.dashboards.counter import Need
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.fair import (
    build_published_panel,
    build_published_rates,
    build_rate_panel,
    rate_need,
)
from safety_center.services.dashboards.handling import HANDLING
from safety_center.services.dashboards.kinds import PanelKind
from safety_center.services.dashboards.over_time import (
    build_months_panel,
    build_multiples_panel,
    months_needs,
    multiples_needs,
)
from safety_center.services.dashboards.reasons import why_not
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.story import build_exemplary_panel, build_promises_panel
from safety_center.services.dashboards.trend import build_trend_panel, trend_needs
from safety_center.services.dashboards.view import PanelView


@dataclass(frozen=True)
class Kind:
    """`own_unit`: it counts other things than the page does, and says which."""

    build: Callable[[PageScope, Panel], PanelView]
    needs: Callable[[PageScope, Panel], list[Need]] = lambda _scope, _panel: []
    own_unit: bool = False


def panel_needs(scope: PageScope, panel: Panel) -> list[Need]:
    """What the panel will ask, so that panels are counted together."""
    kind = KINDS.get(panel.kind)
    return [] if kind is None or why_not(scope.chosen, panel) else kind.needs(scope, panel)


def build_panel(scope: PageScope, panel: Panel) -> PanelView:
    """The finished panel; tiles and lists are made elsewhere (`work`)."""
    kind = KINDS[panel.kind]
    view = kind.build(scope, panel)
    if view.chart is None or kind.own_unit:
        return view
    return replace(view, chart=replace(view.chart, unit=scope.wording.unit))


def _published(scope: PageScope, panel: Panel) -> PanelView:
    return build_published_panel(scope.ctx, panel, scope.wording)


def _rates(scope: PageScope, panel: Panel) -> PanelView:
    if panel.series:
        return build_published_rates(scope.ctx, panel, scope.wording)
    return build_rate_panel(scope.ctx, scope.chosen, scope.counter, panel, scope.wording)


def _rate_needs(scope: PageScope, panel: Panel) -> list[Need]:
    return [] if panel.series else [rate_need(scope.chosen, panel, scope.ctx.today)]


KINDS: Mapping[PanelKind, Kind] = {
    PanelKind.BREAKDOWN: Kind(build_breakdown_panel, compared_needs),
    PanelKind.TABLE: Kind(build_table_panel, compared_needs),
    PanelKind.CHANGES: Kind(build_changes_panel, compared_needs),
    PanelKind.MAP: Kind(build_map_panel, compared_needs),
    PanelKind.TREND: Kind(build_trend_panel, trend_needs),
    PanelKind.MONTHS: Kind(build_months_panel, months_needs),
    PanelKind.MULTIPLES: Kind(build_multiples_panel, multiples_needs),
    PanelKind.PUBLISHED: Kind(_published, own_unit=True),
    PanelKind.RATE: Kind(_rates, _rate_needs, own_unit=True),
    PanelKind.AWARENESS: Kind(build_awareness_panel, own_unit=True),
    PanelKind.EXEMPLARY: Kind(build_exemplary_panel, own_unit=True),
    PanelKind.PROMISES: Kind(build_promises_panel, own_unit=True),
    **{kind: Kind(build, own_unit=True) for kind, build in HANDLING.items()},
}

"""Panels of cases, reports and hand-overs: which builder makes which."""

from collections.abc import Callable, Mapping

from safety_center.charts import Wording
from safety_center.services.context import Context
from safety_center.services.dashboards.call_center import (
    build_handover_hours_panel,
    build_handovers_panel,
    build_reports_panel,
)
from safety_center.services.dashboards.declaration import Panel, PanelKind
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.stock import build_stock_panel
from safety_center.services.dashboards.timeliness import build_timeliness_panel
from safety_center.services.dashboards.view import ListAddress, PanelView

Build = Callable[[Context, Parameters, Panel, Wording, ListAddress], PanelView]
HANDLING: Mapping[PanelKind, Build] = {
    PanelKind.TIMELINESS: build_timeliness_panel,
    PanelKind.STOCK: build_stock_panel,
    PanelKind.REPORTS: build_reports_panel,
    PanelKind.HANDOVERS: build_handovers_panel,
    PanelKind.HANDOVER_HOURS: build_handover_hours_panel,
}

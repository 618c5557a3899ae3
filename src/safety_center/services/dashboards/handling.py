"""Panels of cases, reports and hand-overs: which builder makes which."""

from collections.abc import Callable, Mapping

from safety_center.services.dashboards.call_center import (
    build_handover_hours_panel,
    build_handovers_panel,
    build_reports_panel,
)
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.kinds import PanelKind
from safety_center.services.dashboards.load import build_load_panel
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.stock import build_stock_panel
from safety_center.services.dashboards.timeliness import build_timeliness_panel
from safety_center.services.dashboards.view import PanelView

HANDLING: Mapping[PanelKind, Callable[[PageScope, Panel], PanelView]] = {
    PanelKind.TIMELINESS: build_timeliness_panel,
    PanelKind.STOCK: build_stock_panel,
    PanelKind.LOAD: build_load_panel,
    PanelKind.REPORTS: build_reports_panel,
    PanelKind.HANDOVERS: build_handovers_panel,
    PanelKind.HANDOVER_HOURS: build_handover_hours_panel,
}

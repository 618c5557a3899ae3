"""Dashboards: declared in TOML, built for a reader, written to files."""

from safety_center.services.dashboards.build import (
    build_dashboard,
    declared_dashboards,
    no_address,
)
from safety_center.services.dashboards.declaration import (
    Dashboard,
    DashboardError,
    load_dashboards,
)
from safety_center.services.dashboards.view import DashboardView, ListAddress, PanelView

__all__ = [
    "Dashboard",
    "DashboardError",
    "DashboardView",
    "ListAddress",
    "PanelView",
    "build_dashboard",
    "declared_dashboards",
    "load_dashboards",
    "no_address",
]

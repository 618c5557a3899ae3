"""Dashboards: declared in TOML, built for a reader, written to files."""

from safety_center.services.dashboards.build import (
    build_dashboard,
    check_dashboards,
    declared_dashboards,
    no_address,
)
from safety_center.services.dashboards.declaration import (
    Dashboard,
    DashboardError,
    load_dashboards,
)
from safety_center.services.dashboards.files import (
    DashboardFile,
    dashboard_file,
    list_dashboard_files,
    write_dashboard_files,
)
from safety_center.services.dashboards.view import DashboardView, ListAddress, PanelView

__all__ = [
    "Dashboard",
    "DashboardError",
    "DashboardFile",
    "DashboardView",
    "ListAddress",
    "PanelView",
    "build_dashboard",
    "check_dashboards",
    "dashboard_file",
    "declared_dashboards",
    "list_dashboard_files",
    "load_dashboards",
    "no_address",
    "write_dashboard_files",
]

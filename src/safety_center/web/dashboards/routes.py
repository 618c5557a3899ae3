"""Addresses of dashboards; one with a name of its own comes before `<name>`."""

from safety_center.domain.access import Permission
from safety_center.web.dashboards import views
from safety_center.web.gate import Route

_VIEW = Permission.DASHBOARD_VIEW

ROUTES = (
    Route("/dashboards", "index", views.index, needs=_VIEW),
    Route("/dashboards/files", "files", views.files, needs=_VIEW),
    Route("/dashboards/files/<file>", "file", views.file, needs=_VIEW),
    Route("/dashboards/<name>", "show", views.show, needs=_VIEW),
    Route("/dashboards/<name>/figures/<panel>.csv", "figure", views.figure, needs=_VIEW),
)

"""Addresses of briefings."""

from safety_center.domain.access import Permission
from safety_center.web.briefings import views
from safety_center.web.gate import Route

_VIEW, _MAKE = Permission.DASHBOARD_VIEW, Permission.BRIEFING_MAKE

ROUTES = (
    Route("/briefings", "index", views.index, needs=_VIEW),
    Route("/briefings", "create", views.create, needs=_MAKE, methods=("POST",)),
    Route("/briefings/<name>", "show", views.show, needs=_VIEW),
    Route("/briefings/<name>/again", "again", views.again, needs=_MAKE, methods=("POST",)),
    Route("/briefings/<name>/progress", "progress", views.progress, needs=_VIEW),
    Route("/briefings/<name>/files/<form>", "file", views.file, needs=_VIEW),
)

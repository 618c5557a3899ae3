"""Addresses of the reference data."""

from safety_center.domain.access import Permission
from safety_center.web.gate import Route
from safety_center.web.reference import views

_VIEW, _MANAGE = Permission.REFERENCE_VIEW, Permission.REFERENCE_MANAGE

ROUTES = (
    Route("/reference", "index", views.index, needs=_VIEW),
    Route("/reference/regions", "regions", views.regions, needs=_VIEW),
    Route("/reference/<name>", "table", views.table, needs=_VIEW),
    Route("/reference/load", "load", views.load, needs=_MANAGE, methods=("POST",)),
)

"""Addresses of the trail."""

from safety_center.domain.access import Permission
from safety_center.web.gate import Route
from safety_center.web.trail import views

_VIEW = Permission.TRAIL_VIEW

ROUTES = (
    Route("/trail", "index", views.index, needs=_VIEW),
    Route("/trail/verify", "verify", views.verify, needs=_VIEW, methods=("POST",)),
)

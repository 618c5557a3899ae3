"""Addresses of the trail."""

from safety_center.domain.access import Permission
from safety_center.web.gate import Route
from safety_center.web.trail import views, who

_VIEW = Permission.TRAIL_VIEW

ROUTES = (
    Route("/trail", "index", views.index, needs=_VIEW),
    Route("/trail/verify", "verify", views.verify, needs=_VIEW, methods=("POST",)),
    Route("/trail/verification", "verification", views.verification, needs=_VIEW),
    Route("/trail/export", "export", views.export, needs=_VIEW, methods=("POST",)),
    Route("/trail/who", "who", who.show, needs=_VIEW),
    Route("/trail/who/search", "who_search", who.search, needs=_VIEW, methods=("POST",)),
)

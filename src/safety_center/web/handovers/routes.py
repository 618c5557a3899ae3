"""Addresses of hand-overs."""

from safety_center.domain.access import Permission
from safety_center.web.cases import views as cases
from safety_center.web.gate import Route
from safety_center.web.handovers import views

_DECIDE, _SEND, _POST = Permission.HANDOVER_DECIDE, Permission.HANDOVER_SEND, ("POST",)

ROUTES = (
    Route("/handovers", "index", views.index, needs=_DECIDE),
    Route("/handovers/<number>/accept", "accept", views.accept, needs=_DECIDE, methods=_POST),
    Route("/handovers/<number>/return", "give_back", views.give_back, needs=_DECIDE, methods=_POST),
    Route("/handovers/<number>/withdraw", "withdraw", views.withdraw, needs=_SEND, methods=_POST),
    *(
        Route(
            f"/handovers/<number>/{step}",
            f"back-from-{step}",
            cases.back,
            needs=Permission.CASE_VIEW,
        )
        for step in ("accept", "return", "withdraw")
    ),
)

"""Addresses of drafts."""

from safety_center.domain.access import Permission
from safety_center.web.drafts import views
from safety_center.web.gate import Route

_NEEDS = Permission.REPORT_SUBMIT

ROUTES = (
    Route("/drafts", "index", views.index, needs=_NEEDS),
    Route("/drafts/<token>", "keep", views.keep, needs=_NEEDS, methods=("POST",)),
    Route("/drafts/<token>/discard", "discard", views.discard, needs=_NEEDS, methods=("POST",)),
)

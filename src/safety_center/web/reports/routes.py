"""Addresses of reports."""

from safety_center.domain.access import Permission
from safety_center.web.gate import Route
from safety_center.web.reports import intake, like, views

_SUBMIT, _VIEW, _REVEAL = (
    Permission.REPORT_SUBMIT,
    Permission.REPORT_VIEW,
    Permission.PERSON_REVEAL,
)

ROUTES = (
    Route("/reports/new", "new", intake.new, needs=_SUBMIT),
    Route("/reports/new", "create", intake.create, needs=_SUBMIT, methods=("POST",)),
    Route("/reports/new/place", "place", intake.place, needs=_SUBMIT),
    Route("/reports/new/questions", "questions", intake.questions, needs=_SUBMIT),
    Route("/reports/new/numbers", "numbers", intake.numbers, needs=_SUBMIT, methods=("POST",)),
    Route("/reports/new/numbers/settle", "settle", intake.settle, needs=_SUBMIT, methods=("POST",)),
    Route("/reports/new/exemplary", "like", like.cards, needs=_SUBMIT),
    Route("/reports", "index", views.index, needs=_VIEW),
    Route("/reports/<receipt>", "show", views.show, needs=_VIEW),
    Route("/reports/<receipt>/reveal", "reveal", views.reveal, needs=_REVEAL, methods=("POST",)),
    Route("/reports/<receipt>/reveal", "back", views.back, needs=_VIEW),
)

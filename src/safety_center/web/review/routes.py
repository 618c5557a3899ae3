"""Addresses of the review of access."""

from safety_center.domain.access import Permission
from safety_center.web.gate import SIGNED_IN, Route
from safety_center.web.review import explanations, views

_REVIEW = Permission.TRAIL_REVIEW
_POST = ("POST",)

ROUTES = (
    Route("/review", "index", views.index, needs=_REVIEW),
    Route("/review/sign", "sign", views.sign, needs=_REVIEW, methods=_POST),
    Route("/review/<int:finding>", "show", views.show, needs=_REVIEW),
    Route("/review/<int:finding>/ask", "ask", views.ask, needs=_REVIEW, methods=_POST),
    Route("/review/<int:finding>/decide", "decide", views.decide, needs=_REVIEW, methods=_POST),
    Route("/explanations", "own", explanations.index, needs=SIGNED_IN),
    Route(
        "/explanations/<int:finding>",
        "explain",
        explanations.explain,
        needs=SIGNED_IN,
        methods=_POST,
    ),
)

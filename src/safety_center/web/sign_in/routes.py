"""Addresses of signing in and out."""

from safety_center.web.gate import OPEN, SIGNED_IN, Route
from safety_center.web.sign_in import password, views

ROUTES = (
    Route("/sign-in", "show", views.show, needs=OPEN),
    Route("/sign-in", "enter", views.enter, needs=OPEN, methods=("POST",)),
    Route(
        "/sign-in/demonstration", "demonstrate", views.demonstrate, needs=OPEN, methods=("POST",)
    ),
    Route("/sign-out", "leave", views.leave, needs=SIGNED_IN, methods=("POST",)),
    Route("/session/extend", "extend", views.extend, needs=SIGNED_IN, methods=("POST",)),
    Route("/password", "password", password.show, needs=SIGNED_IN),
    Route("/password", "change_password", password.change, needs=SIGNED_IN, methods=("POST",)),
)

"""Addresses of signing in and out."""

from safety_center.web.gate import OPEN, SIGNED_IN, Route
from safety_center.web.sign_in import factor, password, security, views

ROUTES = (
    Route("/sign-in", "show", views.show, needs=OPEN),
    Route("/sign-in", "enter", views.enter, needs=OPEN, methods=("POST",)),
    Route(
        "/sign-in/demonstration", "demonstrate", views.demonstrate, needs=OPEN, methods=("POST",)
    ),
    Route("/sign-out", "leave", views.leave, needs=SIGNED_IN, methods=("POST",)),
    Route("/session/extend", "extend", views.extend, needs=SIGNED_IN, methods=("POST",)),
    Route("/second-factor", "factor", factor.show, needs=OPEN),
    Route("/second-factor", "prove", factor.prove, needs=OPEN, methods=("POST",)),
    Route("/second-factor/enrol", "enrolment", factor.enrolment, needs=OPEN),
    Route("/second-factor/enrol", "enrol", factor.enrol, needs=OPEN, methods=("POST",)),
    Route("/second-factor/codes", "renew_codes", factor.renew, needs=SIGNED_IN, methods=("POST",)),
    Route(
        "/second-factor/kept", "codes_kept", factor.codes_kept, needs=SIGNED_IN, methods=("POST",)
    ),
    Route("/security", "security", security.show, needs=SIGNED_IN),
    Route(
        "/security/end-others",
        "end_others",
        security.end_others,
        needs=SIGNED_IN,
        methods=("POST",),
    ),
    Route("/password", "password", password.show, needs=SIGNED_IN),
    Route("/password", "change_password", password.change, needs=SIGNED_IN, methods=("POST",)),
)

"""Addresses of accounts."""

from safety_center.domain.access import Permission
from safety_center.web.accounts import views
from safety_center.web.gate import Route

_NEEDS = Permission.ACCOUNT_MANAGE
_POST = ("POST",)

ROUTES = (
    Route("/accounts", "index", views.index, needs=_NEEDS),
    Route("/accounts/new", "new", views.new, needs=_NEEDS),
    Route("/accounts/new", "create", views.create, needs=_NEEDS, methods=_POST),
    Route("/accounts/<username>", "show", views.show, needs=_NEEDS),
    Route("/accounts/<username>/activate", "activate", views.activate, needs=_NEEDS, methods=_POST),
    Route(
        "/accounts/<username>/deactivate",
        "deactivate",
        views.deactivate,
        needs=_NEEDS,
        methods=_POST,
    ),
    Route("/accounts/<username>/unlock", "unlock", views.unlock, needs=_NEEDS, methods=_POST),
    Route(
        "/accounts/<username>/second-factor",
        "forget_factor",
        views.forget_factor,
        needs=_NEEDS,
        methods=_POST,
    ),
    Route("/accounts/<username>/password", "password", views.password, needs=_NEEDS, methods=_POST),
)

"""Addresses of tokens and of the accounts of systems."""

from safety_center.domain.access import Permission
from safety_center.web.gate import Route
from safety_center.web.tokens import views

_NEEDS = Permission.TOKEN_MANAGE
_POST = ("POST",)

ROUTES = (
    Route("/tokens", "index", views.index, needs=_NEEDS),
    Route("/tokens/new", "new", views.new, needs=_NEEDS),
    Route("/tokens/new", "create", views.create, needs=_NEEDS, methods=_POST),
    Route("/tokens/systems/new", "new_system", views.new_system, needs=_NEEDS),
    Route("/tokens/systems/new", "create_system", views.create_system, needs=_NEEDS, methods=_POST),
    Route("/tokens/<int:token_id>/end", "end", views.end, needs=_NEEDS, methods=_POST),
)

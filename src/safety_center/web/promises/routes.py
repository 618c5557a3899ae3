"""Addresses of promises."""

from safety_center.domain.access import Permission
from safety_center.web.gate import Route
from safety_center.web.promises import views

_VIEW, _RECORD, _SETTLE = (
    Permission.PROMISE_VIEW,
    Permission.PROMISE_RECORD,
    Permission.PROMISE_SETTLE,
)
_POST = ("POST",)

ROUTES = (
    Route("/promises", "index", views.index, needs=_VIEW),
    Route("/promises/new", "new", views.new, needs=_RECORD, methods=("GET", "POST")),
    Route("/promises/<int:promise>", "show", views.show, needs=_VIEW),
    Route("/promises/<int:promise>/settle", "settle", views.settle, needs=_SETTLE, methods=_POST),
    Route(
        "/promises/<int:promise>/postpone", "postpone", views.postpone, needs=_SETTLE, methods=_POST
    ),
)

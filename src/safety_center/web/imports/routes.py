"""Addresses of imports."""

from safety_center.domain.access import Permission
from safety_center.web.gate import Route
from safety_center.web.imports import views

_NEEDS = Permission.REPORT_IMPORT
_POST = ("POST",)

ROUTES = (
    Route("/imports", "index", views.index, needs=_NEEDS),
    Route("/imports/new", "create", views.create, needs=_NEEDS, methods=_POST),
    Route("/imports/template/<file_format>", "template", views.template, needs=_NEEDS),
    Route("/imports/<token>", "show", views.show, needs=_NEEDS),
    Route("/imports/<token>/progress", "progress", views.progress, needs=_NEEDS),
    Route("/imports/<token>/decide", "decide", views.decide, needs=_NEEDS, methods=_POST),
    Route("/imports/<token>/store", "store", views.store, needs=_NEEDS, methods=_POST),
    Route("/imports/<token>/rest/<file_format>", "rest", views.rest, needs=_NEEDS),
    Route("/imports/<token>/discard", "discard", views.discard, needs=_NEEDS, methods=_POST),
)

"""Addresses of likely duplicates and merges."""

from safety_center.domain.access import Permission
from safety_center.web.duplicates import merging, similar
from safety_center.web.gate import Route
from safety_center.web.reports import beside

_SUBMIT, _VIEW, _CHANGE = Permission.REPORT_SUBMIT, Permission.CASE_VIEW, Permission.CASE_CHANGE
_POST = ("POST",)
_CASE = "/cases/<number>"

ROUTES = (
    Route("/reports/new/similar", "panel", beside.panel, needs=_SUBMIT, methods=_POST),
    Route("/reports/new/similar", "back_to_form", beside.back, needs=_SUBMIT),
    Route(f"{_CASE}/similar", "similar", similar.show, needs=_VIEW),
    Route(f"{_CASE}/not-duplicate", "reject", similar.reject, needs=_CHANGE, methods=_POST),
    Route(f"{_CASE}/not-duplicate", "back", similar.back, needs=_VIEW),
    Route(f"{_CASE}/maybe-duplicate", "undo", similar.undo, needs=_CHANGE, methods=_POST),
    Route(f"{_CASE}/maybe-duplicate", "back_from_undo", similar.back, needs=_VIEW),
    Route(f"{_CASE}/merge", "compare", merging.compare, needs=_CHANGE),
    Route(f"{_CASE}/merge", "merge", merging.merge, needs=_CHANGE, methods=_POST),
    Route(f"{_CASE}/unmerge", "unmerge", merging.unmerge, needs=_CHANGE, methods=_POST),
    Route(f"{_CASE}/unmerge", "back_from_unmerge", similar.back, needs=_VIEW),
)

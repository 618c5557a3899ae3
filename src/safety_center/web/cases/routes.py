"""Addresses of cases."""

from safety_center.domain.access import Permission
from safety_center.web.cases import edit, erasing, exports, lists, steps, views
from safety_center.web.gate import Route

_VIEW, _CHANGE = Permission.CASE_VIEW, Permission.CASE_CHANGE
_REVEAL, _SEND = Permission.PERSON_REVEAL, Permission.HANDOVER_SEND
_EXPORT, _ERASE = Permission.CASE_EXPORT, Permission.CASE_ERASE
_POST = ("POST",)
_FILTER = "/cases/filters/<int:filter_id>"
#: Steps without a page of their own.
_BUTTONS = ("reveal", "take-up", "close", "reopen", "notes")
_LIST_BUTTONS = {
    "search": "/cases/search",
    "columns": "/cases/columns",
    "filters": "/cases/filters",
    "delete": f"{_FILTER}/delete",
}

ROUTES = (
    Route("/cases", "index", lists.index, needs=_VIEW),
    Route("/cases/search", "search", lists.search, needs=_VIEW, methods=_POST),
    Route("/cases/columns", "columns", lists.columns, needs=_VIEW, methods=_POST),
    Route("/cases/filters", "save_filter", lists.save, needs=_VIEW, methods=_POST),
    Route(f"{_FILTER}/delete", "delete_filter", lists.forget, needs=_VIEW, methods=_POST),
    Route("/cases/export", "export", exports.ask, needs=_EXPORT),
    Route("/cases/export", "give_export", exports.give, needs=_EXPORT, methods=_POST),
    Route("/cases/<number>", "show", views.show, needs=_VIEW),
    Route("/cases/<number>/reveal", "reveal", views.reveal, needs=_REVEAL, methods=_POST),
    Route("/cases/<number>/edit", "edit", edit.edit, needs=_CHANGE),
    Route("/cases/<number>/edit", "change", edit.change, needs=_CHANGE, methods=_POST),
    Route("/cases/<number>/take-up", "take_up", steps.take_up, needs=_CHANGE, methods=_POST),
    Route("/cases/<number>/close", "close", steps.close, needs=_CHANGE, methods=_POST),
    Route("/cases/<number>/reopen", "reopen", steps.reopen, needs=_CHANGE, methods=_POST),
    Route("/cases/<number>/erase", "ask_erase", erasing.ask, needs=_ERASE),
    Route("/cases/<number>/erase", "erase", erasing.erase, needs=_ERASE, methods=_POST),
    Route("/cases/<number>/notes", "note", steps.note, needs=_CHANGE, methods=_POST),
    Route("/cases/<number>/handover", "handover", steps.handover, needs=_SEND),
    Route("/cases/<number>/handover", "send", steps.send, needs=_SEND, methods=_POST),
    *(
        Route(f"/cases/<number>/{step}", f"back-from-{step}", views.back, needs=_VIEW)
        for step in _BUTTONS
    ),
    *(
        Route(rule, f"back-to-list-from-{name}", lists.back, needs=_VIEW)
        for name, rule in _LIST_BUTTONS.items()
    ),
)

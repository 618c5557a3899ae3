"""Addresses of exemplary cases."""

from safety_center.domain.access import Permission
from safety_center.web.exemplary import cards, library, nominating, text, typed
from safety_center.web.gate import Route

_VIEW, _NOMINATE = Permission.EXEMPLARY_VIEW, Permission.EXEMPLARY_NOMINATE
_REVIEW = Permission.EXEMPLARY_REVIEW
_POST = ("POST",)
_CARD, _TEXT = "/exemplary/<int:card_id>", "/exemplary/<int:card_id>/text"
_CASE = "/cases/<number>/nominate"
#: Steps without a page of their own, and what each needs. A card goes back, or is withdrawn, by whoever
#: it waits for: the service knows.
_STEPS = (
    ("endorse", cards.endorse, Permission.EXEMPLARY_ENDORSE),
    ("publish", cards.publish, Permission.EXEMPLARY_PUBLISH),
    ("return", cards.give_back, _VIEW),
    ("withdraw", cards.withdraw, _VIEW),
    ("review", cards.review, _REVIEW),
    ("adopt", cards.adopt, _REVIEW),
)

ROUTES = (
    Route("/exemplary", "index", library.index, needs=_VIEW),
    Route("/exemplary/search", "search", library.search, needs=_VIEW, methods=_POST),
    Route("/exemplary/search", "back_from_search", library.back, needs=_VIEW),
    Route(_CARD, "show", cards.show, needs=_VIEW),
    Route(_TEXT, "text", text.show, needs=_NOMINATE),
    Route(_TEXT, "write", text.write, needs=_NOMINATE, methods=_POST),
    Route(f"{_TEXT}/check", "check", text.check_live, needs=_NOMINATE, methods=_POST),
    Route(f"{_TEXT}/check", "back_from_check", text.back, needs=_NOMINATE),
    Route(f"{_TEXT}/draft", "keep", typed.keep, needs=_NOMINATE, methods=_POST),
    Route(_CASE, "nominate", nominating.nominate_case, needs=_NOMINATE, methods=_POST),
    Route(_CASE, "back_from_nominate", nominating.back, needs=Permission.CASE_VIEW),
    *(
        Route(f"{_CARD}/{step}", step, view, needs=needs, methods=_POST)
        for step, view, needs in _STEPS
    ),
    *(
        Route(f"{_CARD}/{step}", f"back_from_{step}", cards.back, needs=_VIEW)
        for step, _, _ in _STEPS
    ),
)

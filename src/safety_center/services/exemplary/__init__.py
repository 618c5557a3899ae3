"""Exemplary cases (우수사례): nominated from a closed case, de-identified, endorsed, published, reviewed."""

from safety_center.services.exemplary.decisions import endorse, publish, return_for, withdraw
from safety_center.services.exemplary.drafts import (
    CARD_FORM,
    CASE_FIELD,
    end_typed,
    find_typed,
    keep_typed,
)
from safety_center.services.exemplary.originals import Original, Piece, PieceKind
from safety_center.services.exemplary.reach import CardDeeds
from safety_center.services.exemplary.reading import (
    CardPage,
    Library,
    Ranking,
    StepLine,
    card,
    library,
    ranked,
    similar,
)
from safety_center.services.exemplary.reviews import adopt, review
from safety_center.services.exemplary.texts import (
    LeakReport,
    Nomination,
    TextPage,
    check,
    nominate,
    nomination,
    open_text,
    save_text,
    submit,
)
from safety_center.services.exemplary.views import AdoptionLine, CardLine, ReviewLine
from safety_center.services.exemplary.waiting import Waiting, waiting

__all__ = [
    "CARD_FORM",
    "CASE_FIELD",
    "AdoptionLine",
    "CardDeeds",
    "CardLine",
    "CardPage",
    "LeakReport",
    "Library",
    "Nomination",
    "Original",
    "Piece",
    "PieceKind",
    "Ranking",
    "ReviewLine",
    "StepLine",
    "TextPage",
    "Waiting",
    "adopt",
    "card",
    "check",
    "end_typed",
    "endorse",
    "find_typed",
    "keep_typed",
    "library",
    "nominate",
    "nomination",
    "open_text",
    "publish",
    "ranked",
    "return_for",
    "review",
    "save_text",
    "similar",
    "submit",
    "waiting",
    "withdraw",
]

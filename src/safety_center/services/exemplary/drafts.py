"""What is typed on a card before it is saved: a sealed draft of the account's own, one per opened form."""

from collections.abc import Mapping

from safety_center.domain.access import Permission, require
from safety_center.services.context import Context
from safety_center.services.drafts import (
    ENDED,
    StoredDraft,
    discard_drafts,
    find_draft,
    save_draft,
)
from safety_center.services.exemplary.reach import require_own_card
from safety_center.store.tables import Case

#: `exemplary:<card's id>` is the form of such a draft.
CARD_FORM = "exemplary:"
#: The case's number goes into the seal, so that erasing the case finds the draft.
CASE_FIELD = "case_number"


def keep_typed(ctx: Context, card_id: int, values: Mapping[str, str], token: str) -> None:
    """Keep the form as typed. Raises `Conflict` once the card is no longer being written: what comes
    late after handing in is not kept."""
    row = require_own_card(ctx, card_id)
    case = ctx.session.get_one(Case, row.case_id)
    typed = {name: [value] for name, value in values.items()}
    save_draft(ctx, _form(card_id), {**typed, CASE_FIELD: [case.number]}, token)


def find_typed(ctx: Context, card_id: int) -> StoredDraft | None:
    """The actor's newest draft of a card."""
    require(ctx.require_actor(), Permission.EXEMPLARY_NOMINATE)
    return find_draft(ctx, _form(card_id))


def end_typed(ctx: Context, card_id: int, token: str, everywhere: bool = False) -> None:
    """The opened form was saved: its draft is emptied, and a save of it that comes late changes nothing.

    `everywhere`: also what the actor typed in other windows, for the card was handed in.
    """
    save_draft(ctx, ENDED, {}, token)
    if everywhere:
        discard_drafts(ctx, _form(card_id))


def _form(card_id: int) -> str:
    return f"{CARD_FORM}{card_id}"

"""What waits for whoever signed in: cards to finish, to endorse, to check, to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from safety_center.domain.access import Permission, require
from safety_center.domain.exemplary import ExemplaryState
from safety_center.services.cases.reach import handover_units
from safety_center.services.context import Context
from safety_center.services.exemplary.reach import may_review
from safety_center.services.exemplary.views import CardLine, card_lines
from safety_center.store import exemplary as store
from safety_center.store.tables import ExemplaryCase

_S = ExemplaryState


@dataclass(frozen=True)
class Waiting:
    """Longest waiting first; each list is empty for who has nothing to do with it.

    `to_finish`: own unit's cards being written or returned; `to_endorse`: the mission head's;
    `to_check`: the center's; `to_review`: published by others and not yet reviewed by this head.
    """

    to_finish: Sequence[CardLine]
    to_endorse: Sequence[CardLine]
    to_check: Sequence[CardLine]
    to_review: Sequence[CardLine]

    @property
    def count(self) -> int:
        """How many things wait, all together."""
        lists = (self.to_finish, self.to_endorse, self.to_check, self.to_review)
        return sum(map(len, lists))


def waiting(ctx: Context) -> Waiting:
    """For the start page; nothing for who may not see exemplary cases."""
    actor = ctx.require_actor()
    require(actor, Permission.EXEMPLARY_VIEW)
    units = handover_units(actor)
    writes = actor.may(Permission.EXEMPLARY_NOMINATE)
    endorses = actor.may(Permission.EXEMPLARY_ENDORSE)
    checks = actor.may(Permission.EXEMPLARY_PUBLISH)
    cards = {
        "to_finish": _cards(ctx, (_S.RETURNED, _S.NOMINATED), units, writes),
        "to_endorse": _cards(ctx, (_S.DEIDENTIFIED,), units, endorses),
        "to_check": _cards(ctx, (_S.ENDORSED,), None, checks),
        "to_review": _to_review(ctx),
    }
    every = card_lines(ctx, [card for found in cards.values() for card in found])
    lines = {line.id: line for line in every}
    return Waiting(**{name: [lines[card.id] for card in cards[name]] for name in cards})


def _cards(
    ctx: Context, states: Sequence[ExemplaryState], units: Sequence[str] | None, asked: bool
) -> Sequence[ExemplaryCase]:
    if not asked:
        return []
    codes = [state.value for state in states]
    return store.fetch_in_states(ctx.session, codes, units)


def _to_review(ctx: Context) -> list[ExemplaryCase]:
    actor = ctx.require_actor()
    if not actor.may(Permission.EXEMPLARY_REVIEW):
        return []
    rows = [row for row in store.fetch_published(ctx.session) if may_review(actor, row)]
    reviewed = {
        each.card_id
        for each in store.fetch_reviews(ctx.session, [row.id for row in rows])
        if each.account_id == actor.account_id
    }
    return [row for row in reversed(rows) if row.id not in reviewed]

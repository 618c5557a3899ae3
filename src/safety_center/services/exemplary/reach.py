"""Which card an actor may see, which they may write on, and what they may do with it."""

from dataclasses import dataclass

from safety_center.domain.access import CENTERS, Actor, Permission, require
from safety_center.domain.errors import CHANGED_MEANWHILE, N_, Conflict, Forbidden, NotFound
from safety_center.domain.exemplary import WRITTEN_IN, ExemplaryState, may_become
from safety_center.domain.vocabulary import CaseStatus
from safety_center.services.cases.reach import handover_units
from safety_center.services.context import Context
from safety_center.services.personal_values import data_key
from safety_center.store import exemplary as store
from safety_center.store.tables import Case, ExemplaryCase, ExemplaryStep

_MOVED = N_("그사이 상태가 바뀌어 처리할 수 없습니다. 화면을 새로 고쳐 확인해 주십시오.")
_S = ExemplaryState


@dataclass(frozen=True)
class CardDeeds:
    """What the actor may do with the card as it stands."""

    write: bool = False
    endorse: bool = False
    give_back: bool = False
    publish: bool = False
    withdraw: bool = False
    review: bool = False
    adopt: bool = False


def is_own(actor: Actor, row: ExemplaryCase) -> bool:
    """True for a card of the actor's unit; the center manager answers for both centers."""
    return row.unit_code in handover_units(actor)


def require_card(ctx: Context, card_id: int, lock: bool = False) -> ExemplaryCase:
    """A card within reach: published ones, one's own unit's, and for the center those handed in."""
    actor = ctx.require_actor()
    require(actor, Permission.EXEMPLARY_VIEW)
    row = store.fetch_card(ctx.session, card_id, lock)
    if row is None or not _is_reachable(actor, row):
        raise NotFound()
    return row


def _is_reachable(actor: Actor, row: ExemplaryCase) -> bool:
    if row.state == _S.PUBLISHED.value:
        return True
    if is_own(actor, row) and actor.may(Permission.EXEMPLARY_NOMINATE):
        return True
    return actor.may(Permission.EXEMPLARY_PUBLISH) and row.card is not None


def require_own_card(ctx: Context, card_id: int, version: int | None = None) -> ExemplaryCase:
    """A card to write on, locked: of the actor's unit, in writing, and the version that was seen."""
    actor = ctx.require_actor()
    require(actor, Permission.EXEMPLARY_NOMINATE)
    row = require_card(ctx, card_id, lock=True)
    if not is_own(actor, row):
        raise Forbidden(N_("추천한 공관에서만 고칠 수 있습니다."))
    if _S.of(row.state) not in WRITTEN_IN or row.case_id is None:
        raise Conflict(_MOVED)
    if version is not None and version != row.version:
        raise Conflict(CHANGED_MEANWHILE)
    return row


def move_card(
    ctx: Context,
    row: ExemplaryCase,
    state: ExemplaryState,
    reason: str | None = None,
    version: int | None = None,
) -> None:
    """Set the state if it may follow, one version on, and write the step."""
    if not may_become(_S.of(row.state), state):
        raise Conflict(_MOVED)
    if version is not None and version != row.version:
        raise Conflict(CHANGED_MEANWHILE)
    row.state = state.value
    touch_card(ctx, row)
    write_step(ctx, row, reason)


def touch_card(ctx: Context, row: ExemplaryCase) -> None:
    """One version on."""
    row.version += 1
    row.changed_at = ctx.now
    ctx.session.add(row)


def write_step(ctx: Context, row: ExemplaryCase, reason: str | None = None) -> None:
    """Who brought the card into its state, and when."""
    actor = ctx.require_actor()
    ctx.session.add(
        ExemplaryStep(
            card_id=row.id, state=row.state, at=ctx.now, account_id=actor.account_id, reason=reason
        )
    )


def card_name(row: ExemplaryCase) -> str:
    """How the trail names a card."""
    return f"exemplary-{row.id}"


def card_deeds(ctx: Context, row: ExemplaryCase) -> CardDeeds:
    """What the actor may do with the card now."""
    actor, state = ctx.require_actor(), _S.of(row.state)
    own = is_own(actor, row)
    heads = own and actor.may(Permission.EXEMPLARY_ENDORSE) and state is _S.DEIDENTIFIED
    center = actor.may(Permission.EXEMPLARY_PUBLISH)
    checks = center and state is _S.ENDORSED
    reads = state is _S.PUBLISHED and may_review(actor, row)
    return CardDeeds(
        write=own and actor.may(Permission.EXEMPLARY_NOMINATE) and state in WRITTEN_IN,
        endorse=heads,
        give_back=heads or checks,
        publish=checks and actor.account_id not in writers_of(ctx, row),
        withdraw=may_withdraw(actor, row),
        review=reads,
        adopt=reads,
    )


def may_review(actor: Actor, row: ExemplaryCase) -> bool:
    """Heads review what other missions published."""
    return actor.may(Permission.EXEMPLARY_REVIEW) and not is_own(actor, row)


def may_withdraw(actor: Actor, row: ExemplaryCase) -> bool:
    """The nominating unit until it is published; a center once it was handed in, and afterwards."""
    state = _S.of(row.state)
    if state is _S.WITHDRAWN:
        return False
    if actor.may(Permission.EXEMPLARY_PUBLISH) and row.card is not None:
        return True
    own = is_own(actor, row) and actor.may(Permission.EXEMPLARY_NOMINATE)
    return own and state is not _S.PUBLISHED


def writers_of(ctx: Context, row: ExemplaryCase) -> set[int]:
    """Accounts whose text it is: who nominated, who wrote last, whoever handed it in."""
    handed_in = {_S.NOMINATED.value, _S.DEIDENTIFIED.value}
    steps = store.fetch_steps(ctx.session, row.id)
    if row.unit_code in CENTERS:  # there handing in leads to the center's check at once
        handed_in.add(_S.ENDORSED.value)
    found = {step.account_id for step in steps if step.state in handed_in}
    return found | {row.nominated_by_id, row.written_by_id}


def may_nominate(ctx: Context, case: Case) -> bool:
    """A closed case of one's own unit that stands for itself, still has its key and has no card yet."""
    actor = ctx.require_actor()
    return (
        actor.may(Permission.EXEMPLARY_NOMINATE)
        and case.owner_unit in handover_units(actor)
        and case.status == CaseStatus.CLOSED.value
        and case.merged_into_id is None
        and data_key(ctx, case.data_key_id) is not None
        and store.fetch_card_of_case(ctx.session, case.id) is None
    )

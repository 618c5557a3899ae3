"""The mission head endorses, the center publishes; either returns with a reason; withdrawing."""

from safety_center.domain.access import Permission, require
from safety_center.domain.errors import N_, Conflict, Forbidden, InputRefused
from safety_center.domain.exemplary import ExemplaryState
from safety_center.domain.identity_numbers import mask_identity_numbers
from safety_center.domain.input_errors import check_reason
from safety_center.domain.periods import seoul_date
from safety_center.services.context import Context
from safety_center.services.exemplary.reach import (
    card_deeds,
    card_name,
    is_own,
    may_withdraw,
    move_card,
    require_card,
    writers_of,
)
from safety_center.services.exemplary.texts import require_no_leaks
from safety_center.store.tables import ExemplaryCase

_MOST_REASON = 500


def endorse(ctx: Context, card_id: int, version: int | None = None) -> None:
    """공관장 확인: the head of the nominating mission stands for the text."""
    actor = ctx.require_actor()
    require(actor, Permission.EXEMPLARY_ENDORSE)
    row = require_card(ctx, card_id, lock=True)
    if not is_own(actor, row):
        raise Forbidden(N_("추천한 공관의 공관장만 확인할 수 있습니다."))
    _require_state(row, ExemplaryState.DEIDENTIFIED)
    move_card(ctx, row, ExemplaryState.ENDORSED, version=version)
    ctx.note("exemplary.endorse", card_name(row))


def publish(ctx: Context, card_id: int, version: int | None = None) -> None:
    """게재, by somebody who wrote none of it; checked once more for what identifies."""
    actor = ctx.require_actor()
    require(actor, Permission.EXEMPLARY_PUBLISH)
    row = require_card(ctx, card_id, lock=True)
    _require_state(row, ExemplaryState.ENDORSED)
    if actor.account_id in writers_of(ctx, row):
        raise Forbidden(N_("직접 쓴 글은 게재할 수 없습니다. 다른 관리관이 검토해야 합니다."))
    require_no_leaks(ctx, row)
    move_card(ctx, row, ExemplaryState.PUBLISHED, version=version)
    row.published_at, row.published_on = ctx.now, seoul_date(ctx.now)
    ctx.note("exemplary.publish", card_name(row))


def return_for(ctx: Context, card_id: int, reason: str, version: int | None = None) -> None:
    """보완 요청 with a reason, by the mission head or by the center, whoever it awaits."""
    require(ctx.require_actor(), Permission.EXEMPLARY_VIEW)
    row = require_card(ctx, card_id, lock=True)
    if not card_deeds(ctx, row).give_back:
        _require_waiting(row)
        raise Forbidden()
    text = _reason(reason, N_("보완을 요청하는 사유를 적어 주십시오."))
    move_card(ctx, row, ExemplaryState.RETURNED, text, version)
    ctx.note("exemplary.return", card_name(row))


def withdraw(ctx: Context, card_id: int, reason: str, version: int | None = None) -> None:
    """철회 with a reason: by the nominating unit before it is published, by the center afterwards too."""
    actor = ctx.require_actor()
    require(actor, Permission.EXEMPLARY_VIEW)
    row = require_card(ctx, card_id, lock=True)
    if not may_withdraw(actor, row):
        raise Forbidden()
    text = _reason(reason, N_("철회하는 사유를 적어 주십시오."))
    move_card(ctx, row, ExemplaryState.WITHDRAWN, text, version)
    ctx.note("exemplary.withdraw", card_name(row))


def _require_state(row: ExemplaryCase, state: ExemplaryState) -> None:
    if row.state != state.value:
        raise Conflict(
            N_("그사이 상태가 바뀌어 처리할 수 없습니다. 화면을 새로 고쳐 확인해 주십시오.")
        )


def _require_waiting(row: ExemplaryCase) -> None:
    if row.state not in (ExemplaryState.DEIDENTIFIED.value, ExemplaryState.ENDORSED.value):
        _require_state(row, ExemplaryState.ENDORSED)


def _reason(reason: str, ask: str) -> str:
    text = mask_identity_numbers(reason.strip())
    if errors := check_reason(text, ask, _MOST_REASON):
        raise InputRefused(errors)
    return text

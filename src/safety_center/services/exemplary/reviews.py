"""Mission heads judge what other missions published, and take it over."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import SQLModel

from safety_center.domain.access import Permission, require
from safety_center.domain.errors import N_, Conflict, FieldError, Forbidden, InputRefused
from safety_center.domain.exemplary import AdoptionInput, ExemplaryState, ReviewInput
from safety_center.domain.identity_numbers import mask_identity_numbers
from safety_center.services.context import Context
from safety_center.services.exemplary.reach import card_name, may_review, require_card
from safety_center.store import exemplary as store
from safety_center.store.tables import ExemplaryAdoption, ExemplaryCase, ExemplaryReview


def review(ctx: Context, card_id: int, given: ReviewInput) -> None:
    """One review per head and card; a second one replaces the first."""
    row = _readable(ctx, card_id)
    actor = ctx.require_actor()
    told: dict[str, Any] = {criterion.value: score for criterion, score in given.scores.items()}
    told |= {
        "unit_code": actor.unit_code or "",
        "comment": mask_identity_numbers(given.comment),
        "share_in_session": given.share_in_session,
        "reviewed_at": ctx.now,
    }
    found = store.fetch_review(ctx.session, row.id, actor.account_id)
    new = ExemplaryReview(card_id=row.id, account_id=actor.account_id, **told)
    ctx.session.add(_replaced(found, told) if found else new)
    ctx.note("exemplary.review", card_name(row))


def adopt(ctx: Context, card_id: int, given: AdoptionInput) -> None:
    """우리 공관에 적용: one per unit and card; told again it replaces what was told."""
    row = _readable(ctx, card_id)
    actor = ctx.require_actor()
    if given.adopted_on > ctx.today:
        message = N_("적용한 날은 오늘까지의 날짜로 적어 주십시오.")
        raise InputRefused([FieldError("adopted_on", "in_the_future", message)])
    unit = actor.unit_code or ""
    found = store.fetch_adoption(ctx.session, row.id, unit)
    told: dict[str, Any] = {
        "account_id": actor.account_id,
        "note": mask_identity_numbers(given.note),
        "adopted_on": given.adopted_on,
        "noted_at": ctx.now,
    }
    new = ExemplaryAdoption(card_id=row.id, unit_code=unit, **told)
    ctx.session.add(_replaced(found, told) if found else new)
    ctx.note("exemplary.adopt", card_name(row))


def _replaced(row: SQLModel, told: Mapping[str, Any]) -> SQLModel:
    for name, value in told.items():
        setattr(row, name, value)
    return row


def _readable(ctx: Context, card_id: int) -> ExemplaryCase:
    actor = ctx.require_actor()
    require(actor, Permission.EXEMPLARY_REVIEW)
    row = require_card(ctx, card_id, lock=True)
    if not may_review(actor, row):
        raise Forbidden(N_("자기 공관의 사례는 평가하지 않습니다."))
    if row.state != ExemplaryState.PUBLISHED.value:
        raise Conflict(N_("게재된 사례만 평가할 수 있습니다."))
    return row

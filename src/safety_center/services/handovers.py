"""Hand-overs (이관): sending, accepting (인수), returning (반려), taking back, and the waiting lists."""

from collections.abc import Sequence

from safety_center.domain.access import CENTERS, Permission, require
from safety_center.domain.errors import N_, Conflict, FieldError, Forbidden, InputRefused
from safety_center.domain.input_errors import check_length, check_reason
from safety_center.domain.trail import pack_ids
from safety_center.domain.vocabulary import CaseStatus, HandoverState
from safety_center.services.cases.reach import handover_units, require_case, require_own_case
from safety_center.services.cases.status import move_case
from safety_center.services.cases.texts import settle_text
from safety_center.services.context import Context
from safety_center.store import handovers as handover_store
from safety_center.store.tables import Case, Handover

_MOST_TEXT = 500


def send_handover(
    ctx: Context, number: str, to_unit: str, message: str | None = None, version: int | None = None
) -> Handover:
    """Ask another unit to take the case over; the sender owns it until it is accepted."""
    require(ctx.require_actor(), Permission.HANDOVER_SEND)
    case = require_own_case(ctx, number, version)
    short = check_length("message", message or "", _MOST_TEXT)
    if errors := _check_receiver(ctx, case, to_unit) + short:
        raise InputRefused(errors)
    handover = Handover(
        case_id=case.id,
        from_unit=case.owner_unit,
        to_unit=to_unit,
        state=HandoverState.PENDING.value,
        status_before=case.status,
        message=settle_text(ctx, case, (message or "").strip(), "message") or None,
        sent_at=ctx.now,
        sent_by_id=ctx.require_actor().account_id,
    )
    move_case(ctx, case, CaseStatus.HANDOVER_PENDING)
    case.handover_to_unit = to_unit
    ctx.session.add(handover)
    ctx.note("handover.send", case.number, to_unit=to_unit, from_unit=case.owner_unit)
    return handover


def accept_handover(ctx: Context, number: str) -> Case:
    """인수: the receiver owns the case from now on and is answerable when it is a mission."""
    case, handover = _pending(ctx, number, receiver=True)
    _decide(ctx, handover, HandoverState.ACCEPTED)
    move_case(ctx, case, CaseStatus.IN_PROGRESS)
    case.owner_unit, case.handover_to_unit = handover.to_unit, None
    case.officer_id = ctx.require_actor().account_id
    if handover.to_unit in ctx.places.missions:
        case.mission_code = handover.to_unit
        case.zone = ctx.places.zone_of(case.country_code, case.mission_code)
    ctx.note("handover.accept", case.number, from_unit=handover.from_unit)
    ctx.case_changed(case.id)
    return case


def return_handover(ctx: Context, number: str, reason: str) -> Case:
    """반려 with a reason; the sender still owns the case, as before."""
    if errors := check_reason(reason, N_("반려하는 사유를 적어 주십시오."), _MOST_TEXT):
        raise InputRefused(errors)
    case, handover = _pending(ctx, number, receiver=True)
    reason = settle_text(ctx, case, reason.strip(), "reason", own=False)
    _decide(ctx, handover, HandoverState.RETURNED, reason)
    _back(ctx, case, handover)
    ctx.note("handover.return", case.number, from_unit=handover.from_unit)
    return case


def withdraw_handover(ctx: Context, number: str) -> Case:
    """회수: the sender takes an unanswered hand-over back."""
    case, handover = _pending(ctx, number, receiver=False)
    _decide(ctx, handover, HandoverState.WITHDRAWN)
    _back(ctx, case, handover)
    ctx.note("handover.withdraw", case.number, to_unit=handover.to_unit)
    return case


def list_waiting(
    ctx: Context,
) -> tuple[Sequence[tuple[Handover, Case]], Sequence[tuple[Handover, Case]]]:
    """`(received, sent)` hand-overs awaiting an answer at the actor's unit, longest waiting first.

    The center manager sees those of both centers; each row keeps its own sender and receiver.
    """
    actor = ctx.require_actor()
    require(actor, Permission.CASE_VIEW)
    units = handover_units(actor)
    received = handover_store.fetch_pending(ctx.session, to_units=units)
    sent = handover_store.fetch_pending(ctx.session, from_units=units)
    cases = pack_ids(case.id for _, case in (*received, *sent))
    ctx.note("handover.list", rows=len(received) + len(sent), cases=cases)
    return received, sent


def _check_receiver(ctx: Context, case: Case, to_unit: str) -> list[FieldError]:
    if to_unit not in ctx.places.missions and to_unit not in CENTERS:
        message = N_("이관받을 기관을 골라 주십시오.")
        return [FieldError("to_unit", "unknown_code", message)]
    if to_unit == case.owner_unit:
        return [FieldError("to_unit", "same_unit", N_("이미 이 기관이 담당하고 있습니다."))]
    return []


def _pending(ctx: Context, number: str, receiver: bool) -> tuple[Case, Handover]:
    actor = ctx.require_actor()
    require(actor, Permission.HANDOVER_DECIDE if receiver else Permission.HANDOVER_SEND)
    case = require_case(ctx, number, lock=True)
    handover = handover_store.fetch_open(ctx.session, case.id)
    if handover is None:
        raise Conflict(N_("이미 처리되었거나 회수된 이관입니다. 현재 상태를 확인해 주십시오."))
    unit = handover.to_unit if receiver else handover.from_unit
    if unit not in handover_units(actor):
        raise Forbidden(N_("이관받은 기관만 인수하거나 반려할 수 있습니다."))
    return case, handover


def _decide(
    ctx: Context, handover: Handover, state: HandoverState, reason: str | None = None
) -> None:
    handover.state = state.value
    handover.decided_at = ctx.now
    handover.decided_by_id = ctx.require_actor().account_id
    handover.reason = reason
    ctx.session.add(handover)


def _back(ctx: Context, case: Case, handover: Handover) -> None:
    before = CaseStatus.of(handover.status_before)
    case.handover_to_unit = None
    move_case(ctx, case, before)

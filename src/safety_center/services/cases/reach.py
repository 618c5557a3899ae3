"""Which case an actor may reach, and which they may change."""

from safety_center.domain.access import (
    CENTERS,
    Actor,
    Permission,
    Role,
    case_scope,
    may_change_case,
    require,
)
from safety_center.domain.errors import CHANGED_MEANWHILE, N_, Conflict, Forbidden, NotFound
from safety_center.domain.vocabulary import CaseStatus
from safety_center.services.context import Context
from safety_center.store import cases as case_store
from safety_center.store.erasure import is_erased
from safety_center.store.merges import fetch_survivor
from safety_center.store.tables.case import Case


def case_units(case: Case) -> tuple[str | None, ...]:
    """The units a case is tied to: owner, responsible mission, origin, receiver of a pending hand-over."""
    return (case.owner_unit, case.mission_code, case.origin_unit, case.handover_to_unit)


def find_reachable_case(ctx: Context, number: str, lock: bool = False) -> Case | None:
    """The case, or None when there is none or it is out of the actor's scope."""
    case = case_store.fetch_case(ctx.session, number, lock)
    return case if case is not None and is_reachable(ctx, case) else None


def is_reachable(ctx: Context, case: Case) -> bool:
    """True when the case is in the actor's scope."""
    return case_scope(ctx.require_actor()).reaches(case_units(case))


def require_case(ctx: Context, number: str, lock: bool = False) -> Case:
    """The case for viewing; raises `NotFound`, never telling whether it exists."""
    require(ctx.require_actor(), Permission.CASE_VIEW)
    case = find_reachable_case(ctx, number, lock)
    if case is None:
        raise NotFound()
    return case


def require_own_case(ctx: Context, number: str, version: int | None = None) -> Case:
    """The case for changing, locked; its owner's unit only, and only the version that was seen."""
    case = require_case(ctx, number, lock=True)
    if not may_change_case(ctx.require_actor(), case.owner_unit):
        raise Forbidden(N_("이 건은 다른 기관이 담당하고 있어 고칠 수 없습니다."))
    if case.merged_into_id is not None:
        survivor = fetch_survivor(ctx.session, case).number
        message = N_("%(survivor)s에 병합된 건이라 고칠 수 없습니다. 그 건에서 처리해 주십시오.")
        raise Conflict(message, survivor=survivor)
    if case.status == CaseStatus.CLOSED.value and is_erased(ctx.session, case.id):
        raise Conflict(N_("파기된 건입니다. 통계에 쓰는 부호만 남아 있어 더 처리할 수 없습니다."))
    if version is not None and version != case.version:
        raise Conflict(CHANGED_MEANWHILE)
    return case


def handover_units(actor: Actor) -> tuple[str, ...]:
    """The units for which an actor answers hand-overs; the center manager for both centers."""
    if actor.role is Role.CENTER_MANAGER:
        return CENTERS
    return (actor.unit_code,) if actor.unit_code else ()

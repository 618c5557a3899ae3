"""The case that a report names to join: whether it may, and where its case went."""

from safety_center.domain.errors import N_, FieldError
from safety_center.services.cases.reach import find_reachable_case
from safety_center.services.context import Context
from safety_center.store.erasure import is_erased
from safety_center.store.merges import fetch_survivor
from safety_center.store.tables import Case

_FIELD = "join_case_number"


def find_joined(
    ctx: Context, number: str
) -> tuple[Case | None, list[FieldError], list[FieldError]]:
    """The case to be joined, why it may not be, and what is told all the same: of a merged case the
    one that survived is joined."""
    case = find_reachable_case(ctx, number)
    if case is None:
        message = N_("해당 관리번호가 없거나 볼 권한이 없습니다.")
        return None, [FieldError(_FIELD, "unknown_case", message)], []
    told = []
    if case.merged_into_id is not None:
        merged, case = case.number, fetch_survivor(ctx.session, case)
        message = N_("%(merged)s 건은 이미 병합되었으므로 %(survivor)s에 병합했습니다.")
        params = {"merged": merged, "survivor": case.number}
        told.append(FieldError(_FIELD, "led_to_survivor", message, params))
    if not is_erased(ctx.session, case.id):
        return case, [], told
    message = N_("개인정보를 파기한 건에는 접수를 더할 수 없습니다. 새 건으로 등록해 주십시오.")
    return case, [FieldError(_FIELD, "case_erased", message)], told


def check_joined(ctx: Context, number: str) -> list[FieldError]:
    """Why the case may not be joined; nothing when it may."""
    return find_joined(ctx, number)[1]

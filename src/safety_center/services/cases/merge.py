"""Two cases found to be one: a relation that can be taken back, never a moving of rows.

The merged case keeps its persons, reports and notes; they are shown and worked on with the case it
was merged into. Of its persons, those found to be the same as a person there count no longer.
"""

from collections.abc import Mapping, Sequence

from safety_center.domain.access import Permission, may_change_case, require
from safety_center.domain.errors import N_, Conflict, FieldError, Forbidden, InputRefused, NotFound
from safety_center.domain.identity_numbers import mask_identity_numbers
from safety_center.domain.input_errors import check_reason
from safety_center.domain.vocabulary import CaseStatus, ChangeReason
from safety_center.services.cases.reach import is_reachable, require_case
from safety_center.services.context import Context
from safety_center.store import merges as merge_store
from safety_center.store.erasure import is_erased
from safety_center.store.tables import Case, CaseMerge, Person

_MOST_REASON = 500
_WHY_MERGE = N_("병합하는 사유를 적어 주십시오.")
_WHY_UNDO = N_("병합을 취소하는 사유를 적어 주십시오.")


def merge_case(
    ctx: Context, number: str, into_number: str, same_as: Mapping[int, int | None], reason: str
) -> CaseMerge:
    """Merge a case into another; `same_as`: for each of its persons, who that is there, None: another.

    Raises `InputRefused` where a person is left undecided or the reason is missing, `Forbidden` unless
    the actor may change both cases, `Conflict` where one was merged or erased or is being handed over.
    """
    case, into = _lock_both(ctx, number, into_number)
    _require_apart(ctx, case, into)
    family = merge_store.fetch_family(ctx.session, case.id)
    persons = merge_store.fetch_family_persons(ctx.session, family)
    there = merge_store.fetch_family(ctx.session, into.id)
    known = {p.id for p in merge_store.fetch_family_persons(ctx.session, there)}
    text = mask_identity_numbers(reason.strip())
    errors = _check_persons(persons, same_as, known) + check_reason(text, _WHY_MERGE, _MOST_REASON)
    if errors:
        raise InputRefused(errors)
    merge = CaseMerge(
        from_case_id=case.id,
        into_case_id=into.id,
        reason=text,
        merged_by_id=ctx.require_actor().account_id,
        merged_at=ctx.now,
        status_before=case.status,
    )
    ctx.session.add(merge)
    case.merged_into_id = into.id
    case.status = CaseStatus.CLOSED.value
    for person in persons:
        person.same_as_id = same_as[person.id]
        _recount(ctx, person, ChangeReason.MERGED)
    ctx.case_changed(case.id, ChangeReason.MERGED)
    same = sum(target is not None for target in same_as.values())
    _touch(ctx, case, into)
    ctx.note("case.merge", case.number, rows=same, into=into.number)
    ctx.note("case.merge", into.number, rows=same, merged=case.number)
    return merge


def unmerge_case(ctx: Context, number: str, reason: str) -> Case:
    """Take a merge back: the case is as it was before, and all its persons count again.

    Raises `InputRefused` where the reason is missing.
    """
    case, into = _lock_merged(ctx, number)
    text = mask_identity_numbers(reason.strip())
    if errors := check_reason(text, _WHY_UNDO, _MOST_REASON):
        raise InputRefused(errors)
    merge = merge_store.fetch_merge(ctx.session, case.id)
    if merge is None:
        raise Conflict(N_("병합된 건이 아닙니다. 화면을 새로 고쳐 상태를 확인해 주십시오."))
    family = merge_store.fetch_family(ctx.session, case.id)
    case.merged_into_id = None
    case.status = merge.status_before
    merge.undone_at, merge.undone_by_id = ctx.now, ctx.require_actor().account_id
    merge.undo_reason = text
    ctx.session.add(merge)
    own = {p.id: p for p in merge_store.fetch_family_persons(ctx.session, family, removed=True)}
    for person in own.values():
        if person.same_as_id is not None and person.same_as_id not in own:
            person.same_as_id = None
            _recount(ctx, person, ChangeReason.SPLIT)
    ctx.case_changed(case.id, ChangeReason.SPLIT)
    _touch(ctx, case, into)
    ctx.note("case.unmerge", case.number, into=into.number)
    ctx.note("case.unmerge", into.number, merged=case.number)
    return case


def _lock_both(ctx: Context, number: str, into_number: str) -> tuple[Case, Case]:
    require(ctx.require_actor(), Permission.CASE_CHANGE)
    if number == into_number.strip():
        message = N_("같은 건입니다. 다른 건의 관리번호를 적어 주십시오.")
        raise InputRefused([FieldError("into", "same_case", message)])
    found = merge_store.lock_cases(ctx.session, {number, into_number.strip()})
    reachable = {n: case for n, case in found.items() if is_reachable(ctx, case)}
    if number not in reachable:
        raise NotFound()
    if into_number.strip() not in reachable:
        message = N_("해당 관리번호가 없거나 볼 권한이 없습니다.")
        raise InputRefused([FieldError("into", "unknown_case", message)])
    case, into = reachable[number], reachable[into_number.strip()]
    require_both(ctx, case, into)
    return case, into


def require_both(ctx: Context, case: Case, into: Case) -> None:
    """Only who may change both cases merges them or takes it back."""
    actor = ctx.require_actor()
    if not all(may_change_case(actor, each.owner_unit) for each in (case, into)):
        message = N_("두 건을 모두 담당하는 기관이나 센터 관리관만 병합하거나 취소할 수 있습니다.")
        raise Forbidden(message)


def _lock_merged(ctx: Context, number: str) -> tuple[Case, Case]:
    """A merged case and the one it was merged into, locked in the order of their ids."""
    require(ctx.require_actor(), Permission.CASE_CHANGE)
    seen = require_case(ctx, number)
    target = ctx.session.get(Case, seen.merged_into_id) if seen.merged_into_id else None
    if target is None:
        raise Conflict(N_("병합된 건이 아닙니다. 화면을 새로 고쳐 상태를 확인해 주십시오."))
    found = merge_store.lock_cases(ctx.session, {number, target.number})
    case, into = found[number], found[target.number]
    if case.merged_into_id != into.id:
        raise Conflict(N_("그사이 상태가 바뀌었습니다. 화면을 새로 고쳐 확인해 주십시오."))
    require_both(ctx, case, into)
    if is_erased(ctx.session, case.id):  # what each of them was is gone with its key
        raise Conflict(
            N_("%(number)s 건은 개인정보를 파기해 병합을 취소할 수 없습니다."), number=number
        )
    return case, into


def _require_apart(ctx: Context, case: Case, into: Case) -> None:
    """Both stand for themselves: so a chain of merges has one end and never a circle."""
    for each in (case, into):
        if each.merged_into_id is not None:
            survivor = merge_store.fetch_survivor(ctx.session, each)
            message = N_("%(number)s 건은 이미 %(survivor)s에 병합되었습니다.")
            raise Conflict(message, number=each.number, survivor=survivor.number)
        if each.handover_to_unit is not None:
            message = N_(
                "%(number)s 건은 이관 대기 중입니다. 인수하거나 회수한 뒤 병합해 주십시오."
            )
            raise Conflict(message, number=each.number)
        if is_erased(ctx.session, each.id):
            raise Conflict(
                N_("%(number)s 건은 개인정보를 파기해 병합할 수 없습니다."), number=each.number
            )


def _check_persons(
    persons: Sequence[Person], same_as: Mapping[int, int | None], known: set[int]
) -> list[FieldError]:
    errors: list[FieldError] = []
    taken: set[int | None] = set()
    for person in persons:
        field = f"person.{person.id}"
        if person.id not in same_as:
            message = N_("같은 사람인지 다른 사람인지 골라 주십시오.")
            errors.append(FieldError(field, "undecided", message))
            continue
        target = same_as[person.id]
        if target is not None and target not in known:
            errors.append(FieldError(field, "unknown_person", N_("이 건의 당사자가 아닙니다.")))
        elif target is not None and target in taken:
            message = N_("두 당사자를 같은 한 사람으로 골랐습니다.")
            errors.append(FieldError(field, "taken_twice", message))
        taken.add(target)
    return errors


def _recount(ctx: Context, person: Person, reason: ChangeReason) -> None:
    ctx.session.add(person)
    ctx.case_changed(person.case_id, reason)


def _touch(ctx: Context, *cases: Case) -> None:
    """One version on for both: whoever is editing either is told."""
    for case in cases:
        case.version += 1
        case.changed_at = ctx.now
        ctx.session.add(case)

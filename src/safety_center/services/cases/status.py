"""Steps of a case's life: taking it up, closing, reopening."""

from safety_center.domain.cases import NoteInput
from safety_center.domain.errors import N_, Conflict, InputRefused
from safety_center.domain.input_errors import check_reason
from safety_center.domain.input_types import LONGEST_NARRATIVE
from safety_center.domain.lifecycle import check_closing, may_follow
from safety_center.domain.vocabulary import CaseStatus, PersonOutcome
from safety_center.services.cases.reach import require_own_case
from safety_center.services.cases.texts import settle_text
from safety_center.services.context import Context
from safety_center.store.merges import fetch_family, fetch_family_persons
from safety_center.store.tables.case import Case, CaseNote


def take_up_case(ctx: Context, number: str, version: int | None = None) -> Case:
    """접수 or 재개 → 처리 중, with the actor as officer where none is named."""
    case = require_own_case(ctx, number, version)
    move_case(ctx, case, CaseStatus.IN_PROGRESS)
    if case.officer_id is None:
        case.officer_id = ctx.require_actor().account_id
    ctx.note("case.take_up", case.number)
    return case


def close_case(
    ctx: Context, number: str, version: int | None = None, note: NoteInput | None = None
) -> Case:
    """Close; refused while a person's outcome is missing, detained or unknown, saying which and why.

    `note` (처리 결과) is kept as a note of the case, in the same unit of work.
    """
    case = require_own_case(ctx, number, version)
    family = fetch_family(ctx.session, case.id)
    persons = fetch_family_persons(ctx.session, family)
    errors = check_closing(PersonOutcome.of(person.outcome) for person in persons)
    if errors:
        raise InputRefused(errors)
    move_case(ctx, case, CaseStatus.CLOSED)
    case.closed_at = ctx.now
    case.next_action, case.next_action_due_at = None, None
    if note is not None:
        write_note(ctx, case, note.text)
    ctx.case_changed(case.id)
    ctx.note("case.close", case.number)
    return case


def reopen_case(ctx: Context, number: str, reason: str, version: int | None = None) -> Case:
    """종결 → 재개 with a reason, which is kept in the trail and as a note."""
    case = require_own_case(ctx, number, version)
    if errors := check_reason(reason, N_("재개하는 사유를 적어 주십시오."), LONGEST_NARRATIVE):
        raise InputRefused(errors)
    move_case(ctx, case, CaseStatus.REOPENED)
    case.closed_at = None
    write_note(ctx, case, reason.strip())
    ctx.case_changed(case.id)
    ctx.note("case.reopen", case.number)
    return case


def write_note(ctx: Context, case: Case, text: str) -> CaseNote:
    """A note by the actor, now. It is no new version: nobody's change is overwritten by a note."""
    text = settle_text(ctx, case, text, "text")
    row = CaseNote(
        case_id=case.id,
        written_by_id=ctx.require_actor().account_id,
        written_at=ctx.now,
        text=text,
    )
    case.changed_at = ctx.now
    ctx.session.add(case)
    ctx.session.add(row)
    ctx.text_changed(case.id)
    return row


def move_case(ctx: Context, case: Case, status: CaseStatus) -> None:
    """Set the status if it may follow; one version on."""
    if not may_follow(CaseStatus.of(case.status), status):
        raise Conflict(
            N_("현재 상태에서는 처리할 수 없습니다. 화면을 새로 고쳐 상태를 확인해 주십시오.")
        )
    case.status = status.value
    case.version += 1
    case.changed_at = ctx.now
    ctx.session.add(case)

"""Findings as auditor and person concerned see them: asking, explaining, deciding, signing off."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from safety_center.domain.access import Permission, require
from safety_center.domain.cases import MOST_ID
from safety_center.domain.errors import N_, Conflict, FieldError, InputRefused, NotFound
from safety_center.domain.review import FindingKind, Verdict
from safety_center.services.context import Context
from safety_center.store import findings as store
from safety_center.store.accounts import account_names
from safety_center.store.tables import AccessFinding, AccessSignoff, Account

_LEAST_WORDS = 5
_MOST_WORDS = 2_000
_MOST_SIGNOFFS = 12
#: A finding without a verdict for so long is overdue.
_DECIDE_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class FindingView:
    """A finding with the person concerned and the reviewer by name."""

    row: AccessFinding
    kind: FindingKind
    verdict: Verdict | None
    detail: Mapping[str, Any]
    username: str
    name: str
    unit_code: str | None
    reviewer: str | None


@dataclass(frozen=True)
class ReviewState:
    """How the review stands. `due_on`: the day by which the next sign-off is due."""

    waiting: int
    oldest: date | None
    signoffs: Sequence[tuple[AccessSignoff, str]]
    due_on: date
    overdue: bool
    late: int


def list_findings(
    ctx: Context, waiting: bool | None = None, before_id: int | None = None, limit: int = 50
) -> list[FindingView]:
    """Findings for the auditor, newest first."""
    require(ctx.require_actor(), Permission.TRAIL_REVIEW)
    rows = store.fetch_findings(ctx.session, limit, waiting=waiting, before_id=before_id)
    return _views(ctx, rows)


def show_finding(ctx: Context, number: int) -> FindingView:
    """One finding for the auditor."""
    require(ctx.require_actor(), Permission.TRAIL_REVIEW)
    return _views(ctx, [_finding(ctx, number)])[0]


def list_own_findings(ctx: Context) -> list[FindingView]:
    """Findings about the actor that ask for an explanation; nobody else's."""
    return _views(ctx, store.fetch_asked(ctx.session, ctx.require_actor().account_id))


def unanswered(ctx: Context) -> int:
    """Explanations that the actor owes."""
    return store.count_unanswered(ctx.session, ctx.require_actor().account_id)


def ask_explanation(ctx: Context, number: int) -> None:
    """Ask the person concerned to explain (소명); they find it on their start page."""
    row = _undecided(ctx, number)
    row.asked_at = row.asked_at or ctx.now
    ctx.session.add(row)
    ctx.note("review.ask", rows=1, finding=number)


def explain_finding(ctx: Context, number: int, text: str) -> None:
    """The actor explains an own finding, once; raises `NotFound` for anybody else's."""
    row = ctx.session.get(AccessFinding, number) if number <= MOST_ID else None
    if row is None or row.account_id != ctx.require_actor().account_id or row.asked_at is None:
        raise NotFound()
    if row.explained_at is not None or row.verdict is not None:
        raise Conflict(N_("이미 소명했거나 점검이 끝난 건입니다."))
    row.explanation, row.explained_at = _words(text, "explanation"), ctx.now
    ctx.session.add(row)
    ctx.note("review.explain", rows=1, finding=number)


def decide_finding(ctx: Context, number: int, verdict: str, note: str) -> None:
    """The reviewer's verdict with a reason, their name and the time; it is not taken back."""
    row = _undecided(ctx, number)
    actor = ctx.require_actor()
    if row.account_id == actor.account_id:
        raise Conflict(
            N_("본인의 접속은 본인이 점검할 수 없습니다. 다른 감사관이 점검해야 합니다.")
        )
    if verdict not in set(Verdict):
        message = N_("점검 결과를 선택해 주십시오.")
        raise InputRefused([FieldError("verdict", "required", message)])
    row.verdict, row.verdict_note = verdict, _words(note, "note")
    row.reviewed_by_id, row.reviewed_at = actor.account_id, ctx.now
    ctx.session.add(row)
    ctx.note("review.decide", rows=1, finding=number, verdict=verdict)


def sign_off(ctx: Context) -> None:
    """Sign that every finding up to yesterday was reviewed; raises `Conflict` while one waits."""
    actor = ctx.require_actor()
    require(actor, Permission.TRAIL_REVIEW)
    through = ctx.today - timedelta(days=1)
    waiting, _ = store.count_waiting(ctx.session, through)
    if waiting:
        raise Conflict(
            N_("점검 결과를 정하지 않은 건이 %(count)s건 있어 확인 서명할 수 없습니다."),
            count=waiting,
        )
    last = store.fetch_signoffs(ctx.session, 1)
    if last and last[0].through_day >= through:
        raise Conflict(N_("어제까지 이미 확인 서명했습니다."))
    after = last[0].through_day if last else None
    number = store.count_between(ctx.session, after, through)
    ctx.session.add(
        AccessSignoff(
            through_day=through,
            findings=number,
            signed_by_id=actor.account_id,
            signed_at=ctx.now,
        )
    )
    ctx.note("review.sign", rows=number, through=through.isoformat())


def review_state(ctx: Context) -> ReviewState:
    """What waits, what was signed off, and whether anything is overdue."""
    require(ctx.require_actor(), Permission.TRAIL_REVIEW)
    waiting, oldest = store.count_waiting(ctx.session)
    late, _ = store.count_waiting(ctx.session, ctx.today - _DECIDE_WITHIN)
    signed = store.fetch_signoffs(ctx.session, _MOST_SIGNOFFS)
    names = account_names(ctx.session, [row.signed_by_id for row in signed])
    due_on = _due_on(ctx, signed)
    return ReviewState(
        waiting=waiting,
        oldest=oldest,
        signoffs=[(row, names.get(row.signed_by_id, "")) for row in signed],
        due_on=due_on,
        overdue=late > 0 or due_on < ctx.today,
        late=late,
    )


def _due_on(ctx: Context, signed: Sequence[AccessSignoff]) -> date:
    """So many days after the last sign-off, else after the oldest finding of all."""
    cycle = timedelta(days=ctx.installation.settings.review_days)
    if signed:
        return signed[0].through_day + cycle
    return (store.oldest_day(ctx.session) or ctx.today) + cycle


def _finding(ctx: Context, number: int) -> AccessFinding:
    row = ctx.session.get(AccessFinding, number)
    if row is None:
        raise NotFound()
    return row


def _undecided(ctx: Context, number: int) -> AccessFinding:
    require(ctx.require_actor(), Permission.TRAIL_REVIEW)
    row = _finding(ctx, number)
    if row.verdict is not None:
        raise Conflict(N_("점검이 끝난 건입니다."))
    return row


def _words(text: str, field: str) -> str:
    said = text.strip()
    if len(said) < _LEAST_WORDS:
        message = N_("%(least)s자 이상 적어 주십시오.")
        raise InputRefused([FieldError(field, "too_short", message, {"least": _LEAST_WORDS})])
    if len(said) > _MOST_WORDS:
        message = N_("%(most)s자까지 적을 수 있습니다.")
        raise InputRefused([FieldError(field, "too_long", message, {"most": _MOST_WORDS})])
    return said


def _views(ctx: Context, rows: Sequence[AccessFinding]) -> list[FindingView]:
    ids = {row.account_id for row in rows} | {row.reviewed_by_id or 0 for row in rows}
    people = {row.id: row for row in store.fetch_people(ctx.session, sorted(ids))}
    return [_view(row, people) for row in rows]


def _view(row: AccessFinding, people: Mapping[int, Account]) -> FindingView:
    concerned, reviewer = people[row.account_id], people.get(row.reviewed_by_id or 0)
    return FindingView(
        row=row,
        kind=FindingKind.of(row.kind),
        verdict=Verdict.of(row.verdict) if row.verdict else None,
        detail=json.loads(row.detail),
        username=concerned.username,
        name=concerned.display_name,
        unit_code=concerned.unit_code,
        reviewer=reviewer.display_name if reviewer else None,
    )

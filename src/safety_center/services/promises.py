"""Promises of the session: taken down, listed, moved with a reason, settled with an outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from safety_center.domain.access import CENTERS, Actor, Permission, Role, require
from safety_center.domain.errors import (
    CHANGED_MEANWHILE,
    N_,
    Conflict,
    FieldError,
    Forbidden,
    InputRefused,
    NotFound,
)
from safety_center.domain.identity_numbers import mask_identity_numbers
from safety_center.domain.promises import (
    OutcomeInput,
    PostponeInput,
    PromiseInput,
    PromiseShow,
    PromiseState,
    is_overdue,
)
from safety_center.services.cases.reach import handover_units
from safety_center.services.context import Context
from safety_center.store import promises as store
from safety_center.store.accounts import account_names
from safety_center.store.tables import Promise

_NOT_OURS = N_("담당 기관의 공관장이나 센터 관리관만 처리할 수 있습니다.")
_DONE = N_("이미 이행 완료로 적힌 약속입니다.")


@dataclass(frozen=True)
class PromiseLine:
    """A promise as lists show it; `days` until it is due, below zero when that day is over."""

    id: int
    session_year: int
    question: str
    asked_by_unit: str | None
    owner_unit: str
    due_on: date
    state: PromiseState
    outcome: str | None
    settled_at: datetime | None
    overdue: bool
    days: int
    version: int


@dataclass(frozen=True)
class MoveLine:
    """The day was moved, by whom and why."""

    due_before: date
    due_on: date
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class PromisePage:
    """A promise with what happened to it. `may_settle`: the actor may say what came of it, or move its day."""

    line: PromiseLine
    recorded_by: str
    recorded_at: datetime
    settled_by: str | None
    moves: Sequence[MoveLine]
    may_settle: bool


@dataclass(frozen=True)
class Owed:
    """What the actor's units owe: the soonest due, how many in all, how many past their day."""

    lines: Sequence[PromiseLine]
    count: int
    overdue: int


def record_promise(ctx: Context, given: PromiseInput) -> int:
    """질문을 약속으로 적기; its number. Raises `InputRefused` with every error."""
    actor = ctx.require_actor()
    require(actor, Permission.PROMISE_RECORD)
    errors = [*_check_unit(ctx, "owner_unit", given.owner_unit), *_check_due(ctx, given.due_on)]
    if given.asked_by_unit:
        errors += _check_unit(ctx, "asked_by_unit", given.asked_by_unit)
    if errors:
        raise InputRefused(errors)
    row = Promise(
        session_year=given.session_year or ctx.today.year,
        question=mask_identity_numbers(given.question),
        asked_by_unit=given.asked_by_unit,
        owner_unit=given.owner_unit,
        due_on=given.due_on,
        state=PromiseState.OPEN.value,
        recorded_by_id=actor.account_id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.note("promise.record", _name(row), owner=row.owner_unit, due_on=row.due_on.isoformat())
    return row.id


def settle_promise(
    ctx: Context, promise_id: int, given: OutcomeInput, version: int | None = None
) -> None:
    """이행 완료 with what came of it: by the head of the unit that owed it, or the center manager."""
    actor = ctx.require_actor()
    require(actor, Permission.PROMISE_SETTLE)
    row = _open_promise(ctx, promise_id, version)
    if not _may_settle(actor, row):
        raise Forbidden(_NOT_OURS)
    row.state, row.outcome = PromiseState.DONE.value, mask_identity_numbers(given.outcome)
    row.settled_by_id, row.settled_at = actor.account_id, ctx.now
    row.version += 1
    ctx.session.add(row)
    ctx.note("promise.settle", _name(row), owner=row.owner_unit)


def postpone_promise(
    ctx: Context, promise_id: int, given: PostponeInput, version: int | None = None
) -> None:
    """Move the promised day, with the reason: by whoever may settle it. The day before stays."""
    actor = ctx.require_actor()
    require(actor, Permission.PROMISE_SETTLE)
    row = _open_promise(ctx, promise_id, version)
    if not _may_settle(actor, row):
        raise Forbidden(_NOT_OURS)
    if errors := _check_due(ctx, given.due_on, row.due_on):
        raise InputRefused(errors)
    store.add_move(
        ctx.session,
        row,
        given.due_on,
        mask_identity_numbers(given.reason),
        actor.account_id,
        ctx.now,
    )
    ctx.note(
        "promise.postpone",
        _name(row),
        due_before=row.due_on.isoformat(),
        due_on=given.due_on.isoformat(),
    )
    row.due_on = given.due_on
    row.version += 1
    ctx.session.add(row)


def list_promises(
    ctx: Context,
    show: PromiseShow | None = None,
    owner: str | None = None,
    year: int | None = None,
) -> list[PromiseLine]:
    """Every promise of the sessions: open ones by their day, then those done. They are everybody's."""
    if ctx.actor is not None:  # else a job of the system's own
        require(ctx.actor, Permission.PROMISE_VIEW)
    owners = (owner,) if owner else None
    return promise_lines(ctx, store.fetch_promises(ctx.session, ctx.today, show, owners, year))


def promise_lines(ctx: Context, rows: Sequence[Promise]) -> list[PromiseLine]:
    """Lines in the order of the rows."""
    return [_line(ctx, row) for row in rows]


def promise_filters(ctx: Context) -> tuple[list[str], list[int]]:
    """What a list can be narrowed by: units that owe or owed one, and years of sessions."""
    require(ctx.require_actor(), Permission.PROMISE_VIEW)
    return sorted(store.fetch_owners(ctx.session)), list(store.fetch_years(ctx.session))


def show_promise(ctx: Context, promise_id: int) -> PromisePage:
    """One promise; raises `NotFound`."""
    actor = ctx.require_actor()
    require(actor, Permission.PROMISE_VIEW)
    row = store.fetch_promise(ctx.session, promise_id)
    if row is None:
        raise NotFound()
    moves = store.fetch_moves(ctx.session, row.id)
    accounts = {row.recorded_by_id, row.settled_by_id, *(move.moved_by_id for move in moves)}
    names = account_names(ctx.session, sorted(each for each in accounts if each is not None))
    return PromisePage(
        line=_line(ctx, row),
        recorded_by=names.get(row.recorded_by_id, ""),
        recorded_at=row.recorded_at,
        settled_by=names.get(row.settled_by_id) if row.settled_by_id else None,
        moves=[
            MoveLine(
                each.due_before,
                each.due_on,
                each.reason,
                names.get(each.moved_by_id, ""),
                each.moved_at,
            )
            for each in moves
        ],
        may_settle=row.state == PromiseState.OPEN.value and _may_settle(actor, row),
    )


def owed(ctx: Context, limit: int = 6) -> Owed:
    """For the start page: what the actor's units have promised and not yet done, soonest due first."""
    actor = ctx.require_actor()
    require(actor, Permission.PROMISE_VIEW)
    units = handover_units(actor)
    if not units:
        return Owed((), 0, 0)
    rows = store.fetch_promises(ctx.session, ctx.today, PromiseShow.OPEN, units)
    lines = promise_lines(ctx, rows)
    return Owed(lines[:limit], len(lines), sum(line.overdue for line in lines))


def _open_promise(ctx: Context, promise_id: int, version: int | None) -> Promise:
    row = store.fetch_promise(ctx.session, promise_id, lock=True)
    if row is None:
        raise NotFound()
    if row.state != PromiseState.OPEN.value:
        raise Conflict(_DONE)
    if version is not None and version != row.version:
        raise Conflict(CHANGED_MEANWHILE)
    return row


def _may_settle(actor: Actor, row: Promise) -> bool:
    if not actor.may(Permission.PROMISE_SETTLE):
        return False
    return actor.role is Role.CENTER_MANAGER or row.owner_unit == actor.unit_code


def _check_unit(ctx: Context, field: str, code: str) -> list[FieldError]:
    if code in ctx.places.missions or code in CENTERS:
        return []
    return [FieldError(field, "unknown_code", N_("목록에 있는 기관을 골라 주십시오."))]


def _check_due(ctx: Context, due_on: date, before: date | None = None) -> list[FieldError]:
    if due_on < ctx.today:
        return [FieldError("due_on", "in_the_past", N_("오늘이나 그 뒤의 날짜를 적어 주십시오."))]
    if due_on == before:
        return [FieldError("due_on", "same_day", N_("지금 기한과 다른 날짜를 적어 주십시오."))]
    return []


def _line(ctx: Context, row: Promise) -> PromiseLine:
    return PromiseLine(
        id=row.id,
        session_year=row.session_year,
        question=row.question,
        asked_by_unit=row.asked_by_unit,
        owner_unit=row.owner_unit,
        due_on=row.due_on,
        state=PromiseState.of(row.state),
        outcome=row.outcome,
        settled_at=row.settled_at,
        overdue=is_overdue(row.state, row.due_on, ctx.today),
        days=(row.due_on - ctx.today).days,
        version=row.version,
    )


def _name(row: Promise) -> str:
    """How the trail names a promise."""
    return f"promise-{row.id}"

"""One time line of everything that happened to a case, from its rows and the trail."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from safety_center.domain.periods import local_instant
from safety_center.domain.vocabulary import HandoverState
from safety_center.services.cases.trail_texts import SEALED_TEXTS, open_text
from safety_center.services.context import Context
from safety_center.services.personal_views import ReportView
from safety_center.store.accounts import account_names
from safety_center.store.tables import Case, CaseMerge, CaseNote, Handover, TrailEntry
from safety_center.store.vault import KeyUnavailable


class EventKind(StrEnum):
    """What a line of the time line tells."""

    OCCURRED = "occurred"
    REPORTED = "reported"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    NOTE = "note"
    CHANGED = "changed"
    TAKEN_UP = "taken_up"
    CLOSED = "closed"
    REOPENED = "reopened"
    MERGED = "merged"
    MERGED_HERE = "merged_here"
    UNMERGED = "unmerged"
    UNMERGED_HERE = "unmerged_here"
    ERASED = "erased"


@dataclass(frozen=True)
class Change:
    """One field before and after; `secret` values are not given: personal, or nobody can read them any more."""

    field: str
    before: Any = None
    after: Any = None
    secret: bool = False


@dataclass(frozen=True)
class Event:
    """One line; `at` is an instant, of which only the local day is known where `day_only`.

    `other_case` is the number of the other case of a merge.
    """

    at: datetime
    kind: EventKind
    by: str | None = None
    unit_code: str | None = None
    other_unit: str | None = None
    text: str | None = None
    report: ReportView | None = None
    changes: tuple[Change, ...] = field(default=())
    day_only: bool = False
    other_case: str | None = None


_DECIDED = {
    HandoverState.ACCEPTED: EventKind.ACCEPTED,
    HandoverState.RETURNED: EventKind.RETURNED,
    HandoverState.WITHDRAWN: EventKind.WITHDRAWN,
}
_FROM_TRAIL = {
    "case.change": EventKind.CHANGED,
    "case.take_up": EventKind.TAKEN_UP,
    "case.close": EventKind.CLOSED,
    "case.reopen": EventKind.REOPENED,
    "case.erase": EventKind.ERASED,
}
_SECRET = ("name_hangul", "name_roman", "birth_date", "telephone", "passport_number")
#: Columns that follow from others and would only repeat them.
_SILENT = frozenset(
    {"severity_weight", "zone", "own_type", "id", "case_id", "position", "officer_id"}
)


def build_timeline(
    ctx: Context,
    case: Case,
    key: bytes | None,
    reports: Sequence[ReportView],
    handovers: Sequence[Handover],
    notes: Sequence[CaseNote],
    merges: Sequence[tuple[CaseMerge, str, str]] = (),
) -> list[Event]:
    """Every event of the case, newest first; `key` is the case's, None once destroyed."""
    trail = _fetch_trail(ctx, case.number)
    people = {h.sent_by_id for h in handovers} | {h.decided_by_id for h in handovers}
    people |= {n.written_by_id for n in notes} | {row.account_id for row in trail}
    people |= {row.merged_by_id for row, _, _ in merges}
    people |= {row.undone_by_id for row, _, _ in merges}
    names = account_names(ctx.session, [i for i in people if i is not None])
    events = [
        *_incident(case),
        *(_reported(report) for report in reports),
        *_handed_over(handovers, names),
        *(
            Event(n.written_at, EventKind.NOTE, names.get(n.written_by_id), text=n.text)
            for n in notes
        ),
        *_trailed(trail, names, key),
        *_merged(case, merges, names),
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _fetch_trail(ctx: Context, number: str) -> Sequence[TrailEntry]:
    query = select(TrailEntry).where(
        col(TrailEntry.subject) == number,
        col(TrailEntry.action).in_(_FROM_TRAIL),
    )
    return ctx.session.execute(query).scalars().all()


def _incident(case: Case) -> Iterable[Event]:
    if case.occurred_from is not None:
        clock = case.occurred_time or time()
        at = local_instant(case.occurred_from, clock, case.zone)
        yield Event(at, EventKind.OCCURRED, day_only=case.occurred_time is None)


def _reported(report: ReportView) -> Event:
    return Event(
        report.received_at, EventKind.REPORTED, report.taken_by, report.unit_code, report=report
    )


def _handed_over(handovers: Sequence[Handover], names: dict[int, str]) -> Iterable[Event]:
    for row in handovers:
        sent_by = names.get(row.sent_by_id)
        yield Event(row.sent_at, EventKind.SENT, sent_by, row.from_unit, row.to_unit, row.message)
        kind = _DECIDED.get(HandoverState.of(row.state))
        if kind is not None and row.decided_at is not None:
            by = names.get(row.decided_by_id or 0)
            units = (row.to_unit, row.from_unit)
            here, there = reversed(units) if kind is EventKind.WITHDRAWN else units
            yield Event(row.decided_at, kind, by, here, there, row.reason)


def _merged(
    case: Case, merges: Sequence[tuple[CaseMerge, str, str]], names: dict[int, str]
) -> Iterable[Event]:
    """Told in both cases; the reasons stand with the merge."""
    for row, number, into in merges:
        away = number == case.number
        other = into if away else number
        kind = EventKind.MERGED if away else EventKind.MERGED_HERE
        by = names.get(row.merged_by_id)
        yield Event(row.merged_at, kind, by, text=row.reason, other_case=other)
        if row.undone_at is not None:
            kind = EventKind.UNMERGED if away else EventKind.UNMERGED_HERE
            by = names.get(row.undone_by_id or 0)
            yield Event(row.undone_at, kind, by, text=row.undo_reason, other_case=other)


def _trailed(
    trail: Sequence[TrailEntry], names: dict[int, str], key: bytes | None
) -> Iterable[Event]:
    for row in trail:
        changes = tuple(read_changes(json.loads(row.detail).get("changes", {}), key))
        kind = _FROM_TRAIL[row.action]
        if kind is not EventKind.CHANGED or changes:
            by = names.get(row.account_id or 0)
            yield Event(row.at, kind, by, row.unit_code, changes=changes)


def read_changes(changes: dict[str, list[Any]], key: bytes | None) -> Iterable[Change]:
    """The changes that a row of the trail tells; `key` is the case's. New persons come as one line, not
    as one per column."""
    new = {
        name.split(".")[1]
        for name, (old, _) in changes.items()
        if _is_person_id(name) and old is None
    }
    yield from (Change("person_added") for _ in sorted(new))
    for name, (before, after) in changes.items():
        column = name.rsplit(".", 1)[-1]
        if column in _SILENT or (name.startswith("person.") and name.split(".")[1] in new):
            continue
        if column in _SECRET:
            yield Change(column, secret=True)
        elif name in SEALED_TEXTS:
            yield _open_change(key, name, before, after)
        else:
            yield Change(column, before, after)


def _is_person_id(name: str) -> bool:
    return name.startswith("person.") and name.endswith(".id")


def _open_change(key: bytes | None, name: str, before: Any, after: Any) -> Change:
    try:
        return Change(name, open_text(key, name, before), open_text(key, name, after))
    except KeyUnavailable:
        return Change(name, secret=True)

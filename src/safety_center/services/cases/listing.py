"""Lists of cases within one's scope: keyset pages, counts, persons by involvement; no personal values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from safety_center.domain.access import CaseScope, Permission, case_scope, require
from safety_center.domain.situations import Situation
from safety_center.domain.trail import pack_ids
from safety_center.domain.vocabulary import CaseStatus, Involvement, Severity
from safety_center.services.cases.filters import parse_filters
from safety_center.services.context import Context
from safety_center.services.cursors import read_cursor, write_cursor
from safety_center.store import cases as case_store
from safety_center.store.cases import CaseFilter, Page
from safety_center.store.tables import Case, Person

_PAGE_ROWS = 50


@dataclass(frozen=True)
class CaseRow:
    """A case as one line of a list."""

    number: str
    received_at: datetime
    zone: str
    country_code: str
    city: str | None
    situation: Situation
    incident_type: str
    severity: Severity
    status: CaseStatus
    owner_unit: str
    handover_to_unit: str | None
    next_action: str | None
    next_action_due_at: datetime | None
    persons: tuple[tuple[Involvement, int], ...]

    def is_overdue(self, now: datetime) -> bool:
        """True when the next action's due time has passed and the case is open."""
        due = self.next_action_due_at
        return due is not None and due < now and self.status is not CaseStatus.CLOSED

    def age_hours(self, now: datetime) -> int:
        """Full hours since receipt."""
        return int((now - self.received_at).total_seconds() // 3600)


@dataclass(frozen=True)
class CaseList:
    """One page. `cases` and `persons` count all that the filter finds within the actor's scope.

    `persons_everywhere` is what the same filter finds in every scope, given where `narrowed`: the
    address came from a number (it names a date basis) that covers more than the actor may list.
    """

    rows: Sequence[CaseRow]
    cases: int
    persons: int
    next_cursor: str | None
    narrowed: bool = False
    persons_everywhere: int | None = None


def list_cases(ctx: Context, values: Mapping[str, str], cursor: str | None = None) -> CaseList:
    """Newest first; `values` are the keys of `filters.KEYS`. Raises `InputRefused` for unknown ones."""
    actor = ctx.require_actor()
    require(actor, Permission.CASE_VIEW)
    wanted = parse_filters(ctx, values)
    scope = case_scope(actor)
    found = case_store.list_cases(ctx.session, scope, wanted, Page(read_cursor(cursor), _PAGE_ROWS))
    shown = found[:_PAGE_ROWS]
    more = len(found) > _PAGE_ROWS
    narrowed = bool(values.get("basis")) and not scope.every_case
    ctx.note(
        "case.list",
        rows=len(shown),
        filters={k: v for k, v in values.items() if k != "number"},
        cases=pack_ids(case.id for case in shown),
    )
    return CaseList(
        rows=case_rows(ctx, shown),
        cases=case_store.count_cases(ctx.session, scope, wanted),
        persons=case_store.count_persons(ctx.session, scope, wanted),
        next_cursor=write_cursor(shown[-1].received_at, shown[-1].id) if more else None,
        narrowed=narrowed,
        persons_everywhere=_everywhere(ctx, wanted) if narrowed else None,
    )


def _everywhere(ctx: Context, wanted: CaseFilter) -> int:
    """Aggregates are open to everyone who may see a dashboard, so this gives nothing away."""
    return case_store.count_persons(ctx.session, CaseScope(every_case=True, unit_code=None), wanted)


def case_rows(ctx: Context, cases: Sequence[Case]) -> list[CaseRow]:
    """Lines for cases, with their persons counted in one query."""
    counts = _count_persons(ctx, [case.id or 0 for case in cases])
    return [_row(case, counts.get(case.id or 0, ())) for case in cases]


def _row(case: Case, persons: tuple[tuple[Involvement, int], ...]) -> CaseRow:
    return CaseRow(
        number=case.number,
        received_at=case.received_at,
        zone=case.zone,
        country_code=case.country_code,
        city=case.city,
        situation=Situation.of(case.situation),
        incident_type=case.incident_type,
        severity=Severity.of(case.severity),
        status=CaseStatus.of(case.status),
        owner_unit=case.owner_unit,
        handover_to_unit=case.handover_to_unit,
        next_action=case.next_action,
        next_action_due_at=case.next_action_due_at,
        persons=persons,
    )


def _count_persons(
    ctx: Context, case_ids: Sequence[int]
) -> dict[int, tuple[tuple[Involvement, int], ...]]:
    query = (
        select(col(Person.case_id), col(Person.involvement), func.sum(col(Person.headcount)))
        .where(
            col(Person.case_id).in_(case_ids),
            ~col(Person.removed),
            col(Person.same_as_id).is_(None),
        )
        .group_by(col(Person.case_id), col(Person.involvement))
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for case_id, involvement, count in ctx.session.execute(query):
        counts[case_id][involvement] = count
    return {
        case_id: tuple((term, found[term.value]) for term in Involvement if term.value in found)
        for case_id, found in counts.items()
    }

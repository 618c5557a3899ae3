"""Lists of cases within one's scope: keyset pages, counts, persons by involvement; no personal values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from safety_center.domain.access import CaseScope, Permission, case_scope, require
from safety_center.domain.names import normalise_hangul
from safety_center.domain.queries import Asked
from safety_center.domain.situations import Situation
from safety_center.domain.trail import pack_ids
from safety_center.domain.vocabulary import CaseStatus, Involvement, ReportSource, Severity
from safety_center.services.cases.filters import KEYS, OF_FIGURES, parse_filters
from safety_center.services.context import Context
from safety_center.services.cursors import read_cursor, write_cursor
from safety_center.services.search import find_matches, open_search
from safety_center.store import case_list as case_store
from safety_center.store.case_list import CaseFilter, Page
from safety_center.store.tables import Case, Person

_PAGE_ROWS = 50
_AS_STORED = (
    "number received_at zone country_code city incident_type owner_unit handover_to_unit next_action"
    " next_action_due_at mission_code occurred_from entered_at closed_at summary"
).split()
#: Counting more than this by hand of an index would cost more than the page.
MOST_COUNTED = 10_000


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
    source: ReportSource
    mission_code: str | None
    occurred_from: date | None
    entered_at: datetime
    closed_at: datetime | None
    summary: str | None
    merged: bool

    def is_overdue(self, now: datetime) -> bool:
        """True when the next action's due time has passed and the case is open."""
        due = self.next_action_due_at
        return due is not None and due < now and self.status is not CaseStatus.CLOSED


@dataclass(frozen=True)
class CaseList:
    """One page. `cases` counts what the filter finds within the actor's scope, `persons` those on them.

    Unless the list was opened from a number, counting stops at `MOST_COUNTED`: then `cases` is that,
    `more` is true and `persons` None. `persons_everywhere` is what the same filter finds in every
    scope, given where `narrowed`: the address came from a number (it names a date basis) that covers
    more than the actor may list. `asked` says how a search (`query`) was understood.
    """

    rows: Sequence[CaseRow]
    cases: int
    persons: int | None
    next_cursor: str | None
    more: bool = False
    narrowed: bool = False
    persons_everywhere: int | None = None
    asked: Asked | None = None
    query: str | None = None


def list_cases(
    ctx: Context, values: Mapping[str, str], cursor: str | None = None, counted: bool = True
) -> CaseList:
    """Newest first, or by due time; `values` are keys of `filters.KEYS` and `BESIDE`.

    Without `counted` nothing is counted (0). Raises `InputRefused` for unknown keys and codes.
    """
    actor = ctx.require_actor()
    require(actor, Permission.CASE_VIEW)
    chosen = choose_cases(ctx, values)
    scope, wanted = case_scope(actor), chosen.wanted
    page = Page(read_cursor(cursor), _PAGE_ROWS, chosen.by_due)
    found = case_store.list_cases(ctx.session, scope, wanted, page)
    shown = found[:_PAGE_ROWS]
    _note(ctx, values, chosen, shown)
    exact = not OF_FIGURES.isdisjoint(values)
    counts = _count(ctx, wanted, exact) if counted else _Counts(0, None)
    narrowed = bool(values.get("basis")) and not scope.every_case
    return CaseList(
        rows=case_rows(ctx, shown),
        cases=counts.cases,
        persons=counts.persons,
        more=counts.more,
        next_cursor=_cursor_after(shown[-1], chosen) if len(found) > _PAGE_ROWS else None,
        narrowed=narrowed,
        persons_everywhere=_everywhere(ctx, wanted) if narrowed else None,
        asked=chosen.asked,
        query=chosen.query,
    )


@dataclass(frozen=True)
class Chosen:
    """An address read: the filter with what its search found, and how the search was understood."""

    wanted: CaseFilter
    by_due: bool
    asked: Asked | None = None
    query: str | None = None


def choose_cases(ctx: Context, values: Mapping[str, str]) -> Chosen:
    """Filter and search of a list's address; raises `InputRefused`."""
    wanted = parse_filters(ctx, values)
    by_due = values.get("order") == "due"
    token = values.get("search")
    if not token:
        return Chosen(wanted, by_due)
    query = open_search(ctx, token)
    asked, matches = find_matches(ctx, query)
    wanted = replace(wanted, ids=matches.ids, condition=matches.condition)
    return Chosen(wanted, by_due, asked, query)


def _cursor_after(case: Case, chosen: Chosen) -> str:
    at = case.next_action_due_at if chosen.by_due else case.received_at
    return write_cursor(at or case.received_at, case.id)


def _note(ctx: Context, values: Mapping[str, str], chosen: Chosen, shown: Sequence[Case]) -> None:
    """What was searched for stays out of the trail: how it was understood is enough, and whether it
    was the searcher's own name. Whose cases were shown answers who saw a person."""
    told: dict[str, Any] = {
        "filters": {k: v for k, v in values.items() if k in KEYS and k != "number"},
        "cases": pack_ids(case.id for case in shown),
    }
    if chosen.asked is None:
        ctx.note("case.list", rows=len(shown), **told)
        return
    if normalise_hangul(ctx.require_actor().display_name) in normalise_hangul(chosen.query or ""):
        told["own_name"] = True
    told["ways"] = sorted(way.value for way, _ in chosen.asked.said)
    ctx.note("case.search", rows=len(shown), **told)


@dataclass(frozen=True)
class _Counts:
    cases: int
    persons: int | None
    more: bool = False


def _count(ctx: Context, wanted: CaseFilter, exact: bool) -> _Counts:
    """A list opened from a number says that number; others stop where counting would cost more than reading."""
    scope = case_scope(ctx.require_actor())
    cases = case_store.count_cases(ctx.session, scope, wanted, None if exact else MOST_COUNTED)
    if not exact and cases > MOST_COUNTED:
        return _Counts(MOST_COUNTED, None, more=True)
    return _Counts(cases, case_store.count_persons(ctx.session, scope, wanted))


def _everywhere(ctx: Context, wanted: CaseFilter) -> int:
    """Aggregates are open to everyone who may see a dashboard, so this gives nothing away."""
    return case_store.count_persons(ctx.session, CaseScope(every_case=True, unit_code=None), wanted)


def case_rows(ctx: Context, cases: Sequence[Case]) -> list[CaseRow]:
    """Lines for cases, with their persons counted in one query."""
    counts = _count_persons(ctx, [case.id or 0 for case in cases])
    return [_row(case, counts.get(case.id or 0, ())) for case in cases]


def _row(case: Case, persons: tuple[tuple[Involvement, int], ...]) -> CaseRow:
    same = {name: getattr(case, name) for name in _AS_STORED}
    return CaseRow(
        **same,
        situation=Situation.of(case.situation),
        severity=Severity.of(case.severity),
        status=CaseStatus.of(case.status),
        source=ReportSource.of(case.source),
        merged=case.merged_into_id is not None,
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

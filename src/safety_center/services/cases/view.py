"""Showing a case: everything on one page, masked unless revealed, and what may be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import select

from safety_center.domain.access import Permission, may_change_case, require
from safety_center.domain.errors import FieldError
from safety_center.domain.lifecycle import check_closing, may_follow
from safety_center.domain.vocabulary import CaseStatus, HandoverState
from safety_center.services.cases.reach import handover_units, is_reachable, require_case
from safety_center.services.cases.timeline import Event, build_timeline
from safety_center.services.context import Context
from safety_center.services.personal_values import data_keys
from safety_center.services.personal_views import (
    PersonView,
    ReportView,
    view_person,
    view_report,
)
from safety_center.store import cases as case_store
from safety_center.store import handovers as handover_store
from safety_center.store import merges as merge_store
from safety_center.store import reports as report_store
from safety_center.store.accounts import account_names
from safety_center.store.erasure import is_erased
from safety_center.store.tables import Account, Case, Handover, Report


@dataclass(frozen=True)
class Deeds:
    """What the actor may do with the case as it stands. `closing_faults` say why closing would fail."""

    edit: bool
    take_up: bool
    close: bool
    reopen: bool
    note: bool
    hand_over: bool
    decide: bool
    withdraw: bool
    reveal: bool
    merge: bool = False
    unmerge: bool = False
    erase: bool = False
    closing_faults: tuple[FieldError, ...] = ()


NOTHING_TO_DO = Deeds(False, False, False, False, False, False, False, False, False)


@dataclass(frozen=True)
class MergedInto:
    """Where a merged case is worked on now; `in_reach` says whether the actor may open it."""

    number: str
    owner_unit: str
    in_reach: bool


@dataclass(frozen=True)
class CasePage:
    """A case with all that hangs on it. `destroyed`: the case's key is gone after retention;
    `erased`: its texts too, and nothing more can be done with it.

    `persons` and `reports` are also those of the cases merged into it (`merged_numbers`); a merged
    case itself (`merged_into`) shows its own persons, and nothing can be done with it.
    """

    case: Case
    persons: Sequence[PersonView]
    reports: Sequence[ReportView]
    timeline: Sequence[Event]
    pending: Handover | None
    officer: str | None
    officer_username: str | None
    deeds: Deeds
    revealed: bool
    destroyed: bool
    erased: bool = False
    merged_into: MergedInto | None = None
    merged_numbers: tuple[str, ...] = ()


def show_case(ctx: Context, number: str) -> CasePage:
    """The page of a case within the actor's scope, masked; one row of the trail."""
    case = require_case(ctx, number)
    page = _page(ctx, case, masked=True)
    ctx.note("case.view", case.number, rows=len(page.persons))
    return page


def reveal_case(ctx: Context, number: str, purpose: str = "view") -> CasePage:
    """The same page with names, birth dates and numbers in full, which is an event of its own."""
    require(ctx.require_actor(), Permission.PERSON_REVEAL)
    case = require_case(ctx, number)
    page = _page(ctx, case, masked=False)
    ctx.note("case.reveal", case.number, rows=len(page.persons), purpose=purpose)
    return page


def officers_of(ctx: Context, unit_code: str) -> list[tuple[str, str]]:
    """`(username, display name)` of the accounts that may be named as officer of a unit's cases."""
    query = select(Account).where(Account.unit_code == unit_code, Account.active)
    rows = ctx.session.exec(query.order_by(Account.display_name)).all()
    return [(row.username, row.display_name) for row in rows]


def _page(ctx: Context, case: Case, masked: bool) -> CasePage:
    case_id = case.id or 0
    family = merge_store.fetch_family(ctx.session, case_id)
    taken = report_store.fetch_case_reports(ctx.session, family)
    sealed_by = {each.data_key_id for each in family.values()}
    keys = data_keys(ctx, sealed_by | {row.data_key_id for row in taken})
    key = keys[case.data_key_id]
    persons = _persons(ctx, case, family, keys, masked)
    reports = _reports(ctx, family, taken, keys, masked)
    handovers = handover_store.fetch_for_case(ctx.session, case_id)
    notes = case_store.fetch_notes(ctx.session, family)
    merges = merge_store.fetch_merges(ctx.session, family)
    pending = next((each for each in handovers if each.state == HandoverState.PENDING), None)
    officer = ctx.session.get(Account, case.officer_id) if case.officer_id else None
    erased = key is None and is_erased(ctx.session, case_id)
    return CasePage(
        case=case,
        persons=persons,
        reports=reports,
        timeline=build_timeline(ctx, case, key, reports, handovers, notes, merges),
        pending=pending,
        officer=officer.display_name if officer else None,
        officer_username=officer.username if officer else None,
        deeds=NOTHING_TO_DO if erased else _deeds(ctx, case, persons, pending),
        revealed=not masked,
        destroyed=key is None,
        erased=erased,
        merged_into=_merged_into(ctx, case),
        merged_numbers=tuple(each.number for each in family.values() if each is not case),
    )


def _persons(
    ctx: Context,
    case: Case,
    family: Mapping[int, Case],
    keys: Mapping[int, bytes | None],
    masked: bool,
) -> list[PersonView]:
    """Persons of the case and those merged into it; of a merged case also those found to be the same."""
    if case.merged_into_id is not None:
        rows = case_store.fetch_persons(ctx.session, case.id)
    else:
        rows = merge_store.fetch_family_persons(ctx.session, family)
    return [
        view_person(
            row,
            keys[family[row.case_id].data_key_id],
            masked,
            None if row.case_id == case.id else family[row.case_id].number,
        )
        for row in rows
    ]


def _merged_into(ctx: Context, case: Case) -> MergedInto | None:
    if case.merged_into_id is None:
        return None
    survivor = merge_store.fetch_survivor(ctx.session, case)
    return MergedInto(survivor.number, survivor.owner_unit, is_reachable(ctx, survivor))


def _reports(
    ctx: Context,
    family: Mapping[int, Case],
    rows: Sequence[Report],
    keys: Mapping[int, bytes | None],
    masked: bool,
) -> list[ReportView]:
    names = account_names(ctx.session, [row.taken_by_id for row in rows])
    return [
        view_report(
            row,
            keys[row.data_key_id],
            taken_by=names.get(row.taken_by_id, ""),
            zone=ctx.places.zone_of(row.country_code, family[row.case_id or 0].mission_code),
            case_number=family[row.case_id or 0].number,
            masked=masked,
        )
        for row in rows
    ]


def _deeds(
    ctx: Context, case: Case, persons: Sequence[PersonView], pending: Handover | None
) -> Deeds:
    actor = ctx.require_actor()
    may_change = may_change_case(actor, case.owner_unit)
    own = may_change and case.merged_into_id is None
    status = CaseStatus.of(case.status)

    def may(then: CaseStatus) -> bool:
        return own and pending is None and may_follow(status, then)

    faults = check_closing(person.outcome for person in persons)
    return Deeds(
        edit=own,
        take_up=may(CaseStatus.IN_PROGRESS),
        close=may(CaseStatus.CLOSED),
        reopen=may(CaseStatus.REOPENED),
        note=own,
        hand_over=may(CaseStatus.HANDOVER_PENDING) and actor.may(Permission.HANDOVER_SEND),
        decide=_stands_at(ctx, pending.to_unit if pending else None)
        and actor.may(Permission.HANDOVER_DECIDE),
        withdraw=_stands_at(ctx, pending.from_unit if pending else None)
        and actor.may(Permission.HANDOVER_SEND),
        reveal=actor.may(Permission.PERSON_REVEAL),
        merge=own and pending is None,
        unmerge=may_change and case.merged_into_id is not None,
        erase=own and status is CaseStatus.CLOSED and actor.may(Permission.CASE_ERASE),
        closing_faults=tuple(faults) if may(CaseStatus.CLOSED) else (),
    )


def _stands_at(ctx: Context, unit_code: str | None) -> bool:
    """True when the actor answers for a unit's hand-overs."""
    return unit_code is not None and unit_code in handover_units(ctx.require_actor())

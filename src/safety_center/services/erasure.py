"""Erasing a case: who it was about is gone for good, what it counts as stays.

With its key go the values in its tables, in the trail and in every backup that outlives the key's own.
The codes stay as an anonymous stub, and its versions in the line list count on under the reason
`erased`, so that no total moves. Cases merged together are erased together: they tell of one incident.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from safety_center.domain.access import Permission, require
from safety_center.domain.erasure import ErasureReason
from safety_center.domain.errors import CHANGED_MEANWHILE, N_, Conflict, FieldError, InputRefused
from safety_center.domain.vocabulary import CaseStatus, ChangeReason
from safety_center.services.accounts.confirmation import Confirmed, require_confirmed
from safety_center.services.cases.reach import require_case
from safety_center.services.context import Context
from safety_center.services.personal_values import SECRET_COLUMNS, data_keys, open_value
from safety_center.services.sheets.sealed import remove_sealed
from safety_center.store import erasure as store
from safety_center.store.exemplary import cut_from_cases
from safety_center.store.merges import fetch_family, fetch_survivor
from safety_center.store.tables import Case, Person, Report
from safety_center.store.vault import KeyUnavailable, unseal

_CALLER = ("caller_name", "caller_telephone")
#: Shorter words stand in too many texts to say that a text is about somebody.
_SHORTEST = 2


@dataclass(frozen=True)
class Erasure:
    """What an erasure takes: the cases (the one others were merged into first) and what they hold."""

    number: str
    numbers: tuple[str, ...]
    version: int
    held: store.Held


def plan_erasure(ctx: Context, number: str) -> Erasure:
    """What `erase_case` would take; raises `Conflict` where the case may not be erased."""
    require(ctx.require_actor(), Permission.CASE_ERASE)
    family = _erasable(ctx, number, lock=False)
    return _plan(ctx, family)


def erase_case(
    ctx: Context,
    number: str,
    reason: str,
    version: int | None = None,
    confirmed: Confirmed | None = None,
) -> Erasure:
    """Erase a closed case and every case merged with it; `reason` is a code of `ErasureReason`.

    Raises `InputRefused` without a known reason, `Conflict` where the case is open, erased already, or
    was changed since `version`, `Forbidden` for somebody at a page who was not `confirmed`.
    """
    require(ctx.require_actor(), Permission.CASE_ERASE)
    require_confirmed(ctx, confirmed)
    if reason not in {term.value for term in ErasureReason}:
        message = N_("파기하는 사유를 골라 주십시오.")
        raise InputRefused([FieldError("reason", "missing", message)])
    family = _erasable(ctx, number, lock=True)
    if version is not None and version != family[0].version:
        raise Conflict(CHANGED_MEANWHILE)
    planned = _plan(ctx, family)
    _erase(ctx, family)
    for case in family:
        case.version += 1
        case.changed_at = ctx.now
        case.place_detail = case.summary = case.next_action = None
        ctx.session.add(case)
        ctx.case_changed(case.id, ChangeReason.ERASED)
        ctx.note("case.erase", case.number, rows=planned.held.persons, reason=reason)
    return planned


def _erasable(ctx: Context, number: str, lock: bool) -> list[Case]:
    """The whole family, the case that stands for it first."""
    survivor = fetch_survivor(ctx.session, require_case(ctx, number))
    root = require_case(ctx, survivor.number, lock=lock)
    family = list(fetch_family(ctx.session, root.id).values())
    if store.is_erased(ctx.session, root.id):
        raise Conflict(N_("이미 파기한 건입니다."))
    if any(case.status != CaseStatus.CLOSED.value for case in family):
        raise Conflict(N_("종결한 건만 파기할 수 있습니다. 먼저 종결해 주십시오."))
    return family


def _plan(ctx: Context, family: Sequence[Case]) -> Erasure:
    held = store.count_held(ctx.session, [case.id for case in family])
    numbers = tuple(case.number for case in family)
    return Erasure(numbers[0], numbers, family[0].version, held)


def _erase(ctx: Context, family: Sequence[Case]) -> None:
    ids = [case.id for case in family]
    reports = store.fetch_reports(ctx.session, ids)
    persons = store.fetch_persons(ctx.session, ids)
    receipts = {report.receipt_number for report in reports}
    numbers = {case.number for case in family}
    words = _words(ctx, family, persons, reports) | numbers | receipts
    person_ids, report_ids = [each.id for each in persons], [each.id for each in reports]
    key_ids = _keys(family, reports)
    for row in (*persons, *reports):  # written below, by the database
        ctx.session.expunge(row)
    store.destroy_keys(ctx.session, key_ids, ctx.now)
    store.delete_lookups(ctx.session, person_ids, report_ids)
    store.clear_rows(ctx.session, ids)
    cut_from_cases(ctx.session, ids)
    files = store.clear_sheet_rows(ctx.session, numbers, receipts)
    _forget_kept(ctx, words)
    for token in files:  # last: a file does not come back when the unit fails
        remove_sealed(ctx.installation.settings.files_folder, token)


def _keys(family: Sequence[Case], reports: Sequence[Report]) -> set[int]:
    return {case.data_key_id for case in family} | {report.data_key_id for report in reports}


def _words(
    ctx: Context, family: Sequence[Case], persons: Sequence[Person], reports: Sequence[Report]
) -> set[str]:
    """What the case calls people, read for the last time: to find it in what accounts keep."""
    keys = data_keys(ctx, _keys(family, reports))
    of_case = {case.id: keys[case.data_key_id] for case in family}
    sealed = [
        (of_case[person.case_id], name, getattr(person, name))
        for person in persons
        for name in SECRET_COLUMNS
        if name != "birth_date"  # many were born that day
    ]
    sealed += [(keys[r.data_key_id], name, getattr(r, name)) for r in reports for name in _CALLER]
    found = {open_value(key, name, value) for key, name, value in sealed if key and value}
    return {word for word in found if word and len(word) >= _SHORTEST}


def _forget_kept(ctx: Context, words: set[str]) -> None:
    """Drafts, searches, saved filters and answers kept for a repetition that name the case or a person."""
    for table, row_id, account_id, content, purpose in list(store.fetch_kept(ctx.session)):
        try:
            text = unseal(ctx.vault.account_key(account_id), content, purpose).decode()
        except KeyUnavailable:
            continue
        if any(word in text for word in words):
            store.delete_row(ctx.session, table, row_id)
    for filter_id, name in store.fetch_filter_names(ctx.session):
        if any(word in name for word in words):
            store.delete_row(ctx.session, store.SavedFilter, filter_id)

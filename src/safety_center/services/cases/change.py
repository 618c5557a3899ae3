"""Changing a case: fields, persons, notes. Every change is one version and one row of the trail."""

from base64 import b64encode
from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import select

from safety_center.domain.cases import CaseChange, NoteInput
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.services.cases.checks import check_change
from safety_center.services.cases.persons import apply_person, retype_persons
from safety_center.services.cases.reach import require_own_case
from safety_center.services.cases.status import write_note
from safety_center.services.cases.texts import settle_case_change
from safety_center.services.cases.trail_texts import SEALED_TEXTS, seal_text
from safety_center.services.context import Context
from safety_center.services.personal_values import data_key
from safety_center.store import merges as merge_store
from safety_center.store.tables import Account, Case, CaseNote

_PLAIN_CASE = (
    "incident_type severity country_code city place_detail occurred_from occurred_to occurred_time"
    " mission_code summary next_action next_action_due_at"
).split()


def change_case(ctx: Context, number: str, change: CaseChange) -> Case:
    """Apply what the change names; raises `InputRefused`, `Conflict`, `Forbidden` or `NotFound`."""
    case = require_own_case(ctx, number, change.version)
    errors = check_change(change, case, ctx.places, ctx.now)
    if errors:
        raise InputRefused(errors)
    change = settle_case_change(ctx, case, change)
    before = case.model_dump()
    family = merge_store.fetch_family(ctx.session, case.id)
    persons_before = _persons(ctx, family)
    _apply_case(ctx, case, change)
    for person in change.persons if "persons" in change.model_fields_set else ():
        apply_person(ctx, case, person)
    retype_persons(ctx, case)
    ctx.session.flush()
    persons_after = _persons(ctx, family)
    key = data_key(ctx, case.data_key_id)
    difference = _difference(key, before, case.model_dump(), persons_before, persons_after)
    if difference:
        _touch(ctx, case)
        ctx.note("case.change", case.number, changes=difference)
        for home_id in family:
            ctx.case_changed(home_id)
    return case


def add_note(ctx: Context, number: str, note: NoteInput) -> CaseNote:
    """Write a note on an own case."""
    case = require_own_case(ctx, number)
    row = write_note(ctx, case, note.text)
    ctx.note("case.note", case.number)
    return row


def _persons(ctx: Context, family: Collection[int]) -> dict[int, dict[str, Any]]:
    """Rows of the persons of a case and of those merged into it, by id."""
    rows = merge_store.fetch_family_persons(ctx.session, family, removed=True)
    return {person.id: person.model_dump() for person in rows}


def _touch(ctx: Context, case: Case) -> None:
    case.version += 1
    case.changed_at = ctx.now
    ctx.session.add(case)


def _apply_case(ctx: Context, case: Case, change: CaseChange) -> None:
    given = change.model_fields_set
    for name in _PLAIN_CASE:
        if name in given:
            setattr(case, name, getattr(change, name))
    case.severity = str(case.severity)
    if "severity" in given:
        case.severity_weight = change.severity.weight
    case.occurred_to = case.occurred_to or case.occurred_from
    if "officer" in given:
        case.officer_id = _officer_id(ctx, case, change.officer)
    case.zone = ctx.places.zone_of(case.country_code, case.mission_code)


def _officer_id(ctx: Context, case: Case, username: str | None) -> int | None:
    if username is None:
        return None
    account = ctx.session.exec(select(Account).where(Account.username == username)).first()
    if account is None or account.unit_code != case.owner_unit or not account.active:
        message = N_("담당 기관에 해당 계정이 없습니다: %(value)s")
        raise InputRefused([FieldError("officer", "unknown_officer", message, {"value": username})])
    return account.id


def _difference(
    key: bytes | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    persons_before: Mapping[Any, Any],
    persons_after: Mapping[Any, Any],
) -> dict[str, list[Any]]:
    """`field → [before, after]`; personal values and free text as ciphertext only."""
    skipped = {"version", "changed_at"}
    changes = {
        name: [_told(key, name, before[name]), _told(key, name, after[name])]
        for name in after
        if name not in skipped and before[name] != after[name]
    }
    for person_id, row in persons_after.items():
        old = persons_before.get(person_id, {})
        for name, value in row.items():
            if old.get(name) != value:
                changes[f"person.{person_id}.{name}"] = [_shown(old.get(name)), _shown(value)]
    return changes


def _told(key: bytes | None, name: str, value: Any) -> Any:
    return seal_text(key, name, value) if name in SEALED_TEXTS else _shown(value)


def _shown(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value if isinstance(value, str | int | bool | None) else str(value)

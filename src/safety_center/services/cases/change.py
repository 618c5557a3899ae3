"""Changing a case: fields, persons, notes. Every change is one version and one row of the trail."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlmodel import select

from safety_center.domain.cases import CaseChange, NoteInput, PersonChange
from safety_center.domain.errors import FieldError, InputRefused, N_
from safety_center.domain.incident_types import resolve_incident_type
from safety_center.domain.lifecycle import age_band_on
from safety_center.domain.reports import PersonInput
from safety_center.domain.vocabulary import Involvement
from safety_center.services.cases.checks import check_change
from safety_center.services.cases.reach import require_own_case
from safety_center.services.context import Context
from safety_center.services.personal_values import (
    SECRET_COLUMNS,
    data_key,
    lookup_rows,
    open_value,
    person_lookups,
    seal_value,
)
from safety_center.store import cases as case_store
from safety_center.store.rows import insert_rows
from safety_center.store.tables import Account, Case, CaseNote, LookupKey, Person

_PLAIN_PERSON = ("involvement", "headcount", "approximate", "sex", "sojourn", "outcome", "removed")
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
    before = case.model_dump()
    persons_before = {p.id: p.model_dump() for p in case_store.fetch_persons(ctx.session, case.id or 0, True)}
    _apply_case(ctx, case, change)
    for person in change.persons if "persons" in change.model_fields_set else ():
        _apply_person(ctx, case, person)
    _retype_persons(ctx, case)
    ctx.session.flush()
    persons_after = {p.id: p.model_dump() for p in case_store.fetch_persons(ctx.session, case.id or 0, True)}
    difference = _difference(before, case.model_dump(), persons_before, persons_after)
    if difference:
        _touch(ctx, case)
        ctx.note("case.change", case.number, changes=difference)
        ctx.case_changed(case.id or 0)
    return case


def add_note(ctx: Context, number: str, note: NoteInput) -> CaseNote:
    """Write a note on an own case."""
    case = require_own_case(ctx, number)
    row = CaseNote(
        case_id=case.id,
        written_by_id=ctx.require_actor().account_id,
        written_at=ctx.now,
        text=note.text,
    )
    ctx.session.add(row)
    ctx.note("case.note", case.number)
    return row


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
        message = N_("담당 기관에 그런 계정이 없습니다: %(value)s")
        raise InputRefused([FieldError("officer", "unknown_officer", message, {"value": username})])
    return account.id


def _apply_person(ctx: Context, case: Case, change: PersonChange) -> None:
    key = data_key(ctx, case.data_key_id)
    if change.id is None:
        position = len(case_store.fetch_persons(ctx.session, case.id or 0, removed=True))
        person = Person(case_id=case.id, position=position, **PersonInput().model_dump(include={"sex", "age_band", "sojourn"}))
        given = set(PersonChange.model_fields)
    else:
        found = ctx.session.get(Person, change.id)
        if found is None or found.case_id != case.id:
            raise InputRefused([FieldError("persons", "unknown_person", N_("이 건의 당사자가 아닙니다."))])
        person, given = found, change.model_fields_set
    for name in _PLAIN_PERSON:
        if name in given:
            setattr(person, name, _plain(getattr(change, name)))
    if "incident_type" in given:
        person.own_type = change.incident_type is not None
        person.incident_type = change.incident_type or case.incident_type
    if "age_band" in given or "birth_date" in given:
        day = case.occurred_from or case.received_on
        known = change.birth_date
        person.age_band = (age_band_on(known, day) if known else change.age_band).value
    if key is not None:
        for name in SECRET_COLUMNS:
            if name in given:
                _seal_if_changed(person, key, name, getattr(change, name))
    ctx.session.add(person)
    ctx.session.flush()
    if key is not None:
        _refresh_lookups(ctx, case, person, key)


def _seal_if_changed(person: Person, key: bytes, name: str, value: Any) -> None:
    """The same plain value keeps its ciphertext, so that an untouched field is no change."""
    old = open_value(key, name, getattr(person, name))
    new = value.isoformat() if hasattr(value, "isoformat") else value
    if old != new:
        setattr(person, name, seal_value(key, name, value))


def _refresh_lookups(ctx: Context, case: Case, person: Person, key: bytes) -> None:
    plain = {name: open_value(key, name, getattr(person, name)) for name in SECRET_COLUMNS}
    ctx.session.execute(
        delete(LookupKey).where(LookupKey.subject == "person", LookupKey.subject_id == person.id)  # type: ignore[arg-type]
    )
    pairs = person_lookups(
        ctx.vault, plain["name_hangul"], plain["name_roman"], plain["telephone"], plain["passport_number"]
    )
    insert_rows(ctx.session, LookupKey, lookup_rows(case.data_key_id, "person", person.id or 0, pairs))


def _retype_persons(ctx: Context, case: Case) -> None:
    """Persons without a type of their own follow the case's."""
    for person in case_store.fetch_persons(ctx.session, case.id or 0):
        own = person.incident_type if person.own_type else None
        involvement = Involvement(person.involvement)
        person.incident_type = resolve_incident_type(involvement, case.incident_type, own)
        ctx.session.add(person)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _difference(
    before: Mapping[str, Any], after: Mapping[str, Any], persons_before: Mapping[Any, Any], persons_after: Mapping[Any, Any]
) -> dict[str, list[Any]]:
    """`field → [before, after]`; personal values as ciphertext only."""
    skipped = {"version", "changed_at"}
    changes = {
        name: [_shown(before[name]), _shown(after[name])]
        for name in after
        if name not in skipped and before[name] != after[name]
    }
    for person_id, row in persons_after.items():
        old = persons_before.get(person_id, {})
        for name, value in row.items():
            if old.get(name) != value:
                changes[f"person.{person_id}.{name}"] = [_shown(old.get(name)), _shown(value)]
    return changes


def _shown(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value if isinstance(value, str | int | bool | None) else str(value)

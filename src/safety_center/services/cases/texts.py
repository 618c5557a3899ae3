"""Texts of an existing case: identity numbers in them are settled before they are stored."""

from base64 import b64encode

from safety_center.domain.cases import CaseChange, PersonChange
from safety_center.domain.identity_numbers import find_identity_numbers, mask_identity_numbers
from safety_center.services.cases.persons import apply_person
from safety_center.services.context import Context
from safety_center.services.identity_numbers import (
    say_settled,
    settle_change,
    sole_passport,
    take_sole_person,
)
from safety_center.services.personal_values import data_key
from safety_center.store import cases as case_store
from safety_center.store.tables import Case, Person


def settle_case_change(ctx: Context, case: Case, change: CaseChange) -> CaseChange:
    """The change as it may be stored; what was done to it is said in `ctx.warnings`."""
    settled, found = settle_change(change)
    if not found:
        return change
    passport = sole_passport(found)
    taking = _give(ctx, case, settled, passport) if passport else None
    ctx.warnings += say_settled(found, moved=taking is not None)
    return taking or settled


def settle_text(ctx: Context, case: Case, text: str, field: str, own: bool = True) -> str:
    """A note, message or reason as it may be stored. A passport number that goes to the only person
    concerned is a change of the case, with its own version and row of the trail; somebody whose case
    it is not (`own`) changes nothing, so that the number is only masked."""
    numbers = find_identity_numbers(text)
    if not numbers:
        return text
    found = [(field, number) for number in numbers]
    passport = sole_passport(found)
    nothing = CaseChange(version=case.version)
    taking = _give(ctx, case, nothing, passport) if passport and own else None
    if taking is not None:
        _store(ctx, case, taking.persons[0])
    ctx.warnings += say_settled(found, moved=taking is not None)
    return mask_identity_numbers(text)


def _give(ctx: Context, case: Case, change: CaseChange, passport: str) -> CaseChange | None:
    """None also where the personal values were destroyed."""
    if data_key(ctx, case.data_key_id) is None:
        return None
    persons = case_store.fetch_persons(ctx.session, case.id)
    stored = [(p.id, p.headcount, p.passport_number is not None) for p in persons]
    return take_sole_person(change, stored, passport)


def _store(ctx: Context, case: Case, person: PersonChange) -> None:
    apply_person(ctx, case, person)
    case.version += 1
    case.changed_at = ctx.now
    ctx.session.add(case)
    sealed = ctx.session.get_one(Person, person.id).passport_number or b""
    changes = {f"person.{person.id}.passport_number": [None, b64encode(sealed).decode()]}
    ctx.note("case.change", case.number, changes=changes)
    ctx.case_changed(case.id)

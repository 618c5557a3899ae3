"""The persons of a case: changed, added, taken off; their encrypted values and lookup keys."""

from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlmodel import col

from safety_center.domain.cases import PersonChange
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.incident_types import resolve_incident_type
from safety_center.domain.lifecycle import age_band_on
from safety_center.domain.vocabulary import AgeBand, Involvement, Sex, Sojourn
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
from safety_center.store.merges import fetch_family
from safety_center.store.rows import insert_rows
from safety_center.store.tables import Case, LookupKey, Person
from safety_center.store.vault import Sealer

_PLAIN = ("involvement", "headcount", "approximate", "sex", "sojourn", "outcome", "removed")


def apply_person(ctx: Context, case: Case, change: PersonChange) -> None:
    """Write one person of a change; a value not given stays as it is.

    A person of a case that was merged into this one stays under the key and dates of its own case.
    """
    person, given, case = _person_and_given(ctx, case, change)
    for name in _PLAIN:
        if name in given:
            value = getattr(change, name)
            setattr(person, name, str(value) if isinstance(value, str) else value)
    if "incident_type" in given:
        person.own_type = change.incident_type is not None
        person.incident_type = change.incident_type or case.incident_type
    key = data_key(ctx, case.data_key_id)
    if key is not None:
        for name in given.intersection(SECRET_COLUMNS):
            _seal_if_changed(person, key, name, getattr(change, name))
    if "age_band" in given or "birth_date" in given:
        person.age_band = _age_band(case, person, change.age_band, key).value
    ctx.session.add(person)
    ctx.session.flush()
    if key is not None:
        _refresh_lookups(ctx, person, key)


def _person_and_given(
    ctx: Context, case: Case, change: PersonChange
) -> tuple[Person, set[str], Case]:
    if change.id is None:
        position = len(case_store.fetch_persons(ctx.session, case.id, removed=True))
        person = Person(
            case_id=case.id,
            position=position,
            sex=Sex.UNKNOWN.value,
            age_band=AgeBand.UNKNOWN.value,
            sojourn=Sojourn.UNKNOWN.value,
        )
        return person, set(PersonChange.model_fields), case
    found = ctx.session.get(Person, change.id)
    home = fetch_family(ctx.session, case.id).get(found.case_id) if found else None
    if found is None or home is None or found.same_as_id is not None:
        message = N_("이 건의 당사자가 아닙니다.")
        raise InputRefused([FieldError("persons", "unknown_person", message)])
    return found, set(change.model_fields_set), home


def _age_band(case: Case, person: Person, told: AgeBand, key: bytes | None) -> AgeBand:
    """A known birth date decides; the band told counts only without one."""
    birth_date = open_value(key, "birth_date", person.birth_date) if key else None
    day = case.occurred_from or case.received_on
    return age_band_on(date.fromisoformat(birth_date), day) if birth_date else told


def _seal_if_changed(person: Person, key: bytes, name: str, value: Any) -> None:
    """The same plain value keeps its ciphertext, so that an untouched field is no change."""
    old = open_value(key, name, getattr(person, name))
    new = value.isoformat() if hasattr(value, "isoformat") else value
    if old != new:
        setattr(person, name, seal_value(Sealer(key), name, value))


def _refresh_lookups(ctx: Context, person: Person, key: bytes) -> None:
    plain = {name: open_value(key, name, getattr(person, name)) for name in SECRET_COLUMNS}
    ctx.session.execute(
        delete(LookupKey).where(
            col(LookupKey.subject) == "person", col(LookupKey.subject_id) == person.id
        )
    )
    pairs = person_lookups(
        ctx.vault,
        plain["name_hangul"],
        plain["name_roman"],
        plain["telephone"],
        plain["passport_number"],
    )
    insert_rows(ctx.session, LookupKey, lookup_rows("person", person.id, pairs))


def retype_persons(ctx: Context, case: Case) -> None:
    """Persons without a type of their own follow the case's."""
    for person in case_store.fetch_persons(ctx.session, case.id):
        own = person.incident_type if person.own_type else None
        involvement = Involvement.of(person.involvement)
        person.incident_type = resolve_incident_type(involvement, case.incident_type, own)
        ctx.session.add(person)

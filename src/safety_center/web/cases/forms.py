"""The form of a case: what stands in it, and the change that the input model reads."""

from collections.abc import Mapping
from typing import Any

from safety_center.domain.cases import CaseChange, parse_change
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.places import Places
from safety_center.services.cases.view import CasePage
from safety_center.web.form_values import local_text, nest, zoned
from safety_center.web.reports.forms import find_country, unknown_country

_CASE_FIELDS = ("incident_type severity city place_detail mission_code summary next_action").split()
_PERSON_FIELDS = (
    "id involvement headcount sex age_band sojourn outcome name_hangul name_roman birth_date"
    " telephone passport_number"
).split()
_SECRET = ("name_hangul", "name_roman", "birth_date", "telephone", "passport_number")
#: What an empty control means where the model has no "nothing".
_NEW_PERSON = {
    "involvement": "victim",
    "headcount": "1",
    "sex": "unknown",
    "age_band": "unknown",
    "sojourn": "unknown",
    "outcome": "unknown",
}


def stored_values(page: CasePage, places: Places, language: str) -> dict[str, str]:
    """The form as the case stands; needs a revealed page."""
    case = page.case
    country = places.countries.get(case.country_code)
    span = case.occurred_to if case.occurred_to != case.occurred_from else None
    values = {name: getattr(case, name) or "" for name in _CASE_FIELDS}
    values |= {
        "version": str(case.version),
        "country_code": country.label(language) if country else case.country_code,
        "occurred_from": case.occurred_from.isoformat() if case.occurred_from else "",
        "occurred_to": span.isoformat() if span else "",
        "occurred_time": f"{case.occurred_time:%H:%M}" if case.occurred_time else "",
        "next_action_due_at": local_text(case.next_action_due_at, case.zone),
        "next_action_due_at_zone": "place",
        "officer": page.officer_username or "",
    }
    for index, person in enumerate(page.persons):
        at = f"persons.{index}."
        values |= {at + name: str(getattr(person, name) or "") for name in _PERSON_FIELDS}
        values[at + "incident_type"] = person.incident_type if person.own_type else ""
        values[at + "approximate"] = "true" if person.approximate else ""
    return values


def without_dropped(values: Mapping[str, str]) -> dict[str, str]:
    """New persons that were marked as removed again never reach the case."""
    dropped = {
        name.removesuffix("removed")
        for name, value in values.items()
        if name.endswith(".removed")
        and value
        and not values.get(name.removesuffix("removed") + "id")
    }
    return {k: v for k, v in values.items() if not k.startswith(tuple(dropped) or ("\0",))}


def read_change(values: Mapping[str, str], page: CasePage, places: Places) -> CaseChange:
    """The checked change of a form; raises `InputRefused` with every error at its field."""
    data = nest({k: v for k, v in values.items() if not k.endswith("_zone")})
    country = find_country(data.get("country_code"), places)
    typed = data.get("country_code", "").strip()
    data["country_code"] = country.code if country else typed[:40]
    zone = page.case.zone
    if country is not None and country.code != page.case.country_code:
        zone = places.zone_of(country.code, data.get("mission_code"))
    due_zone = zone if values.get("next_action_due_at_zone") == "place" else "Asia/Seoul"
    data["next_action_due_at"] = zoned(data.get("next_action_due_at", ""), due_zone)
    data["persons"] = [_person(block, page.destroyed) for block in data.get("persons", [])]
    errors = unknown_country(typed, country, places)
    if not typed:
        errors.append(FieldError("country_code", "missing", N_("꼭 필요한 항목입니다.")))
    try:
        change = parse_change(data)
    except InputRefused as refused:
        told = {error.field for error in errors}
        more = [error for error in refused.errors if error.field not in told]
        raise InputRefused([*errors, *more]) from None
    if errors:
        raise InputRefused(errors)
    return change


def _person(block: Mapping[str, str], destroyed: bool) -> dict[str, Any]:
    """A person of the form; without the fields that nobody can change any more."""
    given: dict[str, Any] = {**block}
    for name, default in _NEW_PERSON.items():
        given[name] = given.get(name, "").strip() or default
    given["approximate"] = bool(given.get("approximate"))
    given["removed"] = bool(given.get("removed"))
    if not given.get("id"):
        given.pop("id", None)
    if destroyed:
        for name in _SECRET:
            given.pop(name, None)
    return given


def differences(stored: Mapping[str, str], typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """`(field, stored, typed)` where the two differ, for somebody whose change came second."""
    names = [*stored, *(name for name in typed if name not in stored)]
    return [
        (name, stored.get(name, ""), typed.get(name, ""))
        for name in names
        if name not in ("version", "next_action_due_at_zone")
        and stored.get(name, "").strip() != typed.get(name, "").strip()
    ]

"""The form of a report: what stands in it at first, and the dict that the input model reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safety_center.domain.access import CALL_CENTER, Actor
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.periods import utc_now
from safety_center.domain.places import HOME_REFUSED, Country, Places
from safety_center.domain.places import unknown_country as unknown
from safety_center.domain.reports import ReportInput
from safety_center.domain.vocabulary import ReportSource
from safety_center.services.intake import check_read, read_report
from safety_center.services.intake.read import CheckCase
from safety_center.web.form_values import check_local, local_text, nest, warn_local, zoned

SEOUL = "Asia/Seoul"
_INSTANTS = ("received_at", "next_action_due_at")
#: How many countries are named to somebody who typed a beginning of several.
_CANDIDATES = 5
#: Kept for the next call of a counsellor who has many from one place.
KEPT_FOR_NEXT = ("country_code", "city", "channel")
#: A draft with none of these is only an opened form.
_TELLING = ("situation", "narrative", "caller_name", "caller_telephone")


@dataclass(frozen=True)
class PlaceChoice:
    """What follows from the country as typed: its code, who is answerable, why it was not found."""

    country: Country | None
    candidates: list[tuple[str, str]]
    automatic: str | None
    mission_code: str | None = None
    problem: FieldError | None = None


def first_values(actor: Actor, places: Places, language: str, now: datetime) -> dict[str, str]:
    """An empty form: received now, by telephone; an officer's own country."""
    mission = places.missions.get(actor.unit_code or "")
    country = places.countries.get(mission.country_code) if mission else None
    return {
        "country_code": country.label(language) if country else "",
        "received_at": local_text(now, SEOUL),
        "received_at_zone": "seoul",
        "next_action_due_at_zone": "place" if mission else "seoul",
        "channel": "phone",
        "disposition": "opened_case",
    }


def is_telling(values: Mapping[str, Any]) -> bool:
    """True when a draft holds more than an opened form does."""
    return any("".join(values.get(name, "")).strip() for name in _TELLING)


def find_country(text: str | None, places: Places) -> Country | None:
    """A country by its code, its name in either language, or the only name so beginning."""
    wanted = (text or "").strip().casefold()
    if not wanted:
        return None
    by_code = places.countries.get(wanted.upper())
    by_name = (c for c in places.countries.values() if wanted in (c.ko.casefold(), c.en.casefold()))
    found = by_code or next(by_name, None)
    if found is not None:
        return found
    beginning = _names_beginning(wanted, places)
    return next(iter(beginning)) if len(beginning) == 1 else None


def _names_beginning(typed: str, places: Places) -> dict[Country, str]:
    """Countries by the name, in the language typed, that begins so; one letter is too little."""
    wanted = typed.strip().casefold()
    if len(wanted) < 2:
        return {}
    return {
        country: name
        for country in places.countries.values()
        for name in (country.en, country.ko)
        if name.casefold().startswith(wanted)
    }


def place_choice(text: str | None, places: Places, language: str) -> PlaceChoice:
    """The missions to choose from for a country as typed, those answerable first."""
    country = find_country(text, places)
    near = places.missions_for(country.code) if country else []
    first = places.preselected_mission(country.code) if country else None
    pairs = [(mission.code, mission.label(language)) for mission in near]
    if first is None:
        return PlaceChoice(country, pairs, None, problem=_problem(text, country, places))
    return PlaceChoice(country, pairs, first.label(language), first.code)


def _problem(text: str | None, country: Country | None, places: Places) -> FieldError | None:
    """What will be wrong with the country when the form is sent."""
    typed = (text or "").strip()[:40]
    if places.is_home(typed):
        return FieldError("country_code", "home_country", HOME_REFUSED)
    return next(iter(unknown_country(typed, country, places)), None)


def read_form(
    values: Mapping[str, str],
    actor: Actor,
    places: Places,
    now: datetime,
    check_case: CheckCase,
) -> tuple[ReportInput, list[FieldError]]:
    """The checked input of a form, and what was assumed; raises `InputRefused` with every error at its
    field."""
    given = {name: value for name, value in values.items() if not name.endswith("_zone")}
    data = nest(given)
    typed = data.get("country_code", "").strip()
    country = find_country(typed, places)
    data["country_code"] = country.code if country else typed[:40]
    data["source"] = source_of(actor).value
    data.setdefault("received_at", "")
    data["received_at"] = data["received_at"].strip() or utc_now().isoformat()
    errors = unknown_country(typed, country, places)
    assumed: list[FieldError] = []
    for name in _INSTANTS:
        zone = _zone(values.get(f"{name}_zone"), country, values, places)
        errors += check_local(name, data.get(name) or "", zone)
        assumed += warn_local(name, data.get(name) or "", zone)
        data[name] = zoned(data.get(name) or "", zone)
    try:
        report = read_report(data, places, now, check_case)
    except InputRefused as refused:
        errors += _unless_told(refused.errors, errors)
    else:
        beyond = check_read(report, places, now, check_case) if errors else []
        errors += _unless_told(beyond, errors)
    if errors:
        raise InputRefused(_in_form_order(errors))
    return report, assumed


def _unless_told(found: Iterable[FieldError], told: list[FieldError]) -> list[FieldError]:
    """The form's own sentence about a field is the better one: it knows what was typed."""
    fields = {error.field for error in told}
    return [error for error in found if error.field not in fields]


def source_of(actor: Actor) -> ReportSource:
    """Who took the report, by the unit of whoever typed it."""
    if actor.unit_code == CALL_CENTER:
        return ReportSource.CALL_CENTER
    return (
        ReportSource.MISSION
        if actor.role.value in ("officer", "mission_head")
        else ReportSource.OTHER
    )


def _zone(
    choice: str | None, country: Country | None, values: Mapping[str, str], places: Places
) -> str:
    if choice != "place" or country is None:
        return SEOUL
    return places.zone_of(country.code, values.get("mission_code") or None)


def unknown_country(typed: str, country: Country | None, places: Places) -> list[FieldError]:
    """Why no country was found. Korea is known to the rules, which refuse it with their own sentence."""
    if country is not None or not typed or places.is_home(typed):
        return []
    names = sorted(_names_beginning(typed, places).values())[:_CANDIDATES]
    if names:
        message = N_("여러 국가·지역이 해당합니다: %(names)s. 하나를 골라 주십시오.")
        return [FieldError("country_code", "ambiguous", message, {"names": ", ".join(names)})]
    return [unknown(typed, places)]


_ORDER = (
    "situation",
    "country_code",
    "city",
    "place_detail",
    "mission_code",
    "caller",
    "narrative",
)


def _in_form_order(errors: list[FieldError]) -> list[FieldError]:
    def place(error: FieldError) -> int:
        found = (i for i, name in enumerate(_ORDER) if error.field.startswith(name))
        return next(found, len(_ORDER))

    return sorted(errors, key=place)

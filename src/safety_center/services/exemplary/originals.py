"""What a case says and whom it names: beside it the card is written, against it the card is checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safety_center.domain.leak_names import names_of_official
from safety_center.domain.leak_places import cities_of_missions, cities_of_zones
from safety_center.domain.leaks import Identifiers, Leak, find_leaks
from safety_center.domain.vocabulary import AgeBand, Sex, Term
from safety_center.services.context import Context
from safety_center.services.personal_values import data_keys, open_value
from safety_center.store import cases as case_store
from safety_center.store import erasure as held_store
from safety_center.store import handovers as handover_store
from safety_center.store.accounts import account_names
from safety_center.store.merges import fetch_family
from safety_center.store.tables import Case, Person, Report


class PieceKind(Term):
    """Where in the case a text stands."""

    SUMMARY = "summary", "요지", "Summary"
    PLACE = "place", "상세 장소", "Place in detail"
    NARRATIVE = "narrative", "접수 내용", "What was reported"
    HANDOVER = "handover", "이관 사유", "Hand-over message"
    NOTE = "note", "처리 기록", "Note"


@dataclass(frozen=True)
class Piece:
    """One text of the case as it is stored, with what in it identifies somebody."""

    kind: PieceKind
    at: datetime
    text: str
    leaks: tuple[Leak, ...] = ()


@dataclass(frozen=True)
class Original:
    """The texts of a case, oldest first; summary and place come before."""

    case_number: str
    pieces: tuple[Piece, ...]


def build_original(ctx: Context, case: Case, identifiers: Identifiers) -> Original:
    """Every text of the case and of those merged into it, marked."""
    family = fetch_family(ctx.session, case.id)
    pieces = [
        Piece(kind, at, text, tuple(find_leaks(text, identifiers)))
        for kind, at, text in _texts(ctx, case, family)
        if text
    ]
    first = (PieceKind.SUMMARY, PieceKind.PLACE)
    pieces.sort(key=lambda piece: (piece.kind not in first, piece.at))
    return Original(case.number, tuple(pieces))


def _texts(
    ctx: Context, case: Case, family: Mapping[int, Case]
) -> Iterator[tuple[PieceKind, datetime, str | None]]:
    yield PieceKind.SUMMARY, case.received_at, case.summary
    yield PieceKind.PLACE, case.received_at, case.place_detail
    for report in held_store.fetch_reports(ctx.session, family):
        yield PieceKind.NARRATIVE, report.received_at, report.narrative
    for handover in handover_store.fetch_for_case(ctx.session, case.id):
        yield PieceKind.HANDOVER, handover.sent_at, handover.message
        if handover.decided_at is not None:
            yield PieceKind.HANDOVER, handover.decided_at, handover.reason
    for note in case_store.fetch_notes(ctx.session, family):
        yield PieceKind.NOTE, note.written_at, note.text


def build_identifiers(ctx: Context, case: Case) -> Identifiers:
    """Everyone on the case (persons, callers, officials) and its numbers, days and places."""
    family = fetch_family(ctx.session, case.id)
    persons = held_store.fetch_persons(ctx.session, family)
    reports = held_store.fetch_reports(ctx.session, family)
    names: dict[str, str] = {}
    numbers: list[str] = []
    told: list[Case | Report] = [*family.values(), *reports]
    keys = data_keys(ctx, [each.data_key_id for each in told])
    for person in persons:
        _add_person(keys[family[person.case_id].data_key_id], person, names, numbers)
    for report in reports:
        _add_caller(keys[report.data_key_id], report, names, numbers)
    for name in _officials(ctx, family, reports):
        names.setdefault(name, "담당영사")
    numbers += [each.number for each in family.values()]
    numbers += [report.receipt_number for report in reports]
    numbers += [report.external_reference for report in reports if report.external_reference]
    cities = {each.city for each in told if each.city}
    cities |= _known_cities(ctx, family, {each.country_code for each in told})
    places = {each.place_detail for each in told if each.place_detail}
    return Identifiers(
        names=names,
        numbers=tuple(dict.fromkeys(numbers)),
        cities=tuple(sorted(cities)),
        places=tuple(sorted(places)),
    )


def _known_cities(ctx: Context, family: Mapping[int, Case], countries: set[str]) -> set[str]:
    """Seats of missions and cities of time zones, as the reference data spell them. A country's own
    name is none of them."""
    missions = {code: m for code, m in ctx.places.missions.items() if m.country_code in countries}
    codes = {*missions, *(each.mission_code or "" for each in family.values())}
    known = cities_of_missions((mission.ko for mission in missions.values()), codes)
    for code in countries & set(ctx.places.countries):
        country = ctx.places.countries[code]
        plain = re.sub("[^a-z]", "", country.en.casefold())
        known |= cities_of_zones(country.zones)
        known = {city for city in known if city.casefold() not in plain}
    return known


def _add_person(
    key: bytes | None, person: Person, names: dict[str, str], numbers: list[str]
) -> None:
    values = _opened(key, person, ("name_hangul", "name_roman", "telephone", "passport_number"))
    instead = _describe(person)
    for name in ("name_hangul", "name_roman"):
        if name in values:
            names[values[name]] = instead
    numbers += [values[name] for name in ("telephone", "passport_number") if name in values]


def _add_caller(
    key: bytes | None, report: Report, names: dict[str, str], numbers: list[str]
) -> None:
    values = _opened(key, report, ("caller_name", "caller_telephone"))
    if "caller_name" in values:
        names.setdefault(values["caller_name"], "신고인")
    if "caller_telephone" in values:
        numbers.append(values["caller_telephone"])


def _opened(key: bytes | None, row: Any, columns: tuple[str, ...]) -> dict[str, str]:
    """What is told in sealed columns; nothing once the key is destroyed."""
    if key is None:
        return {}
    found = {name: open_value(key, name, getattr(row, name)) for name in columns}
    return {name: value for name, value in found.items() if value}


def _describe(person: Person) -> str:
    """`20대 여성`, as far as it is known."""
    age, sex = AgeBand.of(person.age_band), Sex.of(person.sex)
    known = [term.ko for term in (age, sex) if term.value != "unknown"]
    return " ".join(known) or "당사자"


def _officials(ctx: Context, family: Mapping[int, Case], reports: Any) -> list[str]:
    accounts = {case.officer_id for case in family.values()}
    accounts |= {report.taken_by_id for report in reports}
    accounts |= {note.written_by_id for note in case_store.fetch_notes(ctx.session, family)}
    names = account_names(ctx.session, [each for each in accounts if each is not None])
    return sorted({each for name in names.values() for each in names_of_official(name)})

"""From checked input to rows: pure building, ids and numbers are given."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safety_center.domain.incident_types import resolve_incident_type
from safety_center.domain.lifecycle import age_band_on
from safety_center.domain.periods import seoul_date
from safety_center.domain.places import Places
from safety_center.domain.reports import PersonInput, ReportInput
from safety_center.domain.search import join_text
from safety_center.domain.vocabulary import AgeBand, CaseStatus, Involvement, PersonOutcome
from safety_center.services.intake.checks import incident_day, proposal_of
from safety_center.services.line_list import fact_values
from safety_center.services.personal_values import (
    lookup_rows,
    person_lookups,
    seal_person,
    seal_value,
)
from safety_center.store.vault import Draw, Sealer, Vault


@dataclass(frozen=True)
class Entry:
    """Who typed a report, when, and for which unit.

    `known_until` is for the demonstration, which tells a case's whole life at once: the closing may
    then lie after the entry, up to that instant.
    """

    account_id: int
    unit_code: str
    entered_at: datetime
    known_until: datetime | None = None


@dataclass
class Rows:
    """Rows by table, to be inserted in this order."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, *rows: dict[str, Any]) -> None:
        """Queue rows of one table."""
        self.tables[table].extend(rows)


def persons_of(report: ReportInput, places: Places) -> list[PersonInput]:
    """The persons told, completed by what the situation proposes; nobody told is one unnamed person."""
    proposal = proposal_of(report, places)
    told = report.persons or [PersonInput(approximate=True)]
    defaults = {"involvement": proposal.involvement, "outcome": proposal.outcome}
    found = []
    for person in told:
        missing = {name: v for name, v in defaults.items() if getattr(person, name) is None}
        found.append(person.model_copy(update=missing) if missing else person)
    return found


def completed(person: PersonInput) -> tuple[Involvement, PersonOutcome]:
    """Involvement and outcome of a person that `persons_of` completed."""
    if person.involvement is None or person.outcome is None:
        raise ValueError("complete the person first")
    return person.involvement, person.outcome


def data_key_row(
    vault: Vault, entry: Entry, key_id: int, draw: Draw
) -> tuple[Sealer, dict[str, Any]]:
    """A fresh key for what is sealed of one report, at work, and its row."""
    key, wrapped, master = vault.new_data_key(draw)
    return Sealer(key, draw), {
        "id": key_id,
        "wrapped": wrapped,
        "master_key_id": master,
        "created_at": entry.entered_at,
        "destroyed_at": None,
    }


def case_row(
    report: ReportInput, places: Places, entry: Entry, case_id: int, key_id: int
) -> dict[str, Any]:
    """The case that a report opens; it has no number yet."""
    proposal = proposal_of(report, places)
    preselected = places.preselected_mission(report.country_code)
    mission_code = report.mission_code or (preselected.code if preselected else None)
    severity = report.severity or proposal.severity
    return {
        "id": case_id,
        "number": None,
        "data_key_id": key_id,
        "version": 1,
        "source": report.source.value,
        "received_at": report.received_at,
        "received_on": seoul_date(report.received_at),
        "entered_at": entry.entered_at,
        "situation": report.situation.value,
        "incident_type": report.incident_type or proposal.incident_type,
        "severity": severity.value,
        "severity_weight": severity.weight,
        "country_code": report.country_code,
        "city": report.city,
        "place_detail": report.place_detail,
        "occurred_from": report.occurred_from,
        "occurred_to": report.occurred_until,
        "occurred_time": report.occurred_time,
        "zone": places.zone_of(report.country_code, mission_code),
        "mission_code": mission_code,
        "owner_unit": entry.unit_code,
        "origin_unit": entry.unit_code,
        "handover_to_unit": None,
        "officer_id": None,
        "status": (CaseStatus.CLOSED if report.closed_at else CaseStatus.RECEIVED).value,
        "next_action": report.next_action,
        "next_action_due_at": report.next_action_due_at,
        "summary": report.summary,
        "closed_at": report.closed_at,
        "changed_at": entry.entered_at,
    }


def searched_text(case: dict[str, Any], narrative: str) -> str:
    """What a new case is searched by; the same pieces in the same order as `store.search` reads them."""
    names = ("summary", "city", "place_detail", "next_action")
    return join_text([*(case[name] for name in names), narrative])


def person_row(
    person: PersonInput,
    case: dict[str, Any],
    person_id: int,
    position: int,
    sealer: Sealer,
    report: ReportInput,
    places: Places,
) -> dict[str, Any]:
    """One completed person of a case."""
    involvement, outcome = completed(person)
    day = incident_day(report, places)
    band = age_band_on(person.birth_date, day) if person.birth_date else person.age_band
    return {
        "id": person_id,
        "case_id": case["id"],
        "position": position,
        "involvement": involvement.value,
        "incident_type": resolve_incident_type(
            involvement, case["incident_type"], person.incident_type
        ),
        "own_type": person.incident_type is not None,
        "headcount": person.headcount,
        "approximate": person.approximate,
        "sex": person.sex.value,
        "age_band": AgeBand.of(band).value,
        "sojourn": person.sojourn.value,
        "outcome": outcome.value,
        "removed": False,
        **seal_person(sealer, person),
    }


def report_row(
    report: ReportInput,
    entry: Entry,
    report_id: int,
    key_id: int,
    sealer: Sealer,
    case_id: int | None,
) -> dict[str, Any]:
    """The report itself; it has no number yet."""
    return {
        "id": report_id,
        "receipt_number": None,
        "source": report.source.value,
        "external_reference": report.external_reference,
        "channel": report.channel.value,
        "received_at": report.received_at,
        "received_on": seoul_date(report.received_at),
        "taken_by_id": entry.account_id,
        "unit_code": entry.unit_code,
        "entered_at": entry.entered_at,
        "data_key_id": key_id,
        "caller_none": report.caller_none,
        "caller_name": seal_value(sealer, "caller_name", report.caller_name),
        "caller_telephone": seal_value(sealer, "caller_telephone", report.caller_telephone),
        "caller_relation": report.caller_relation.value,
        "country_code": report.country_code,
        "city": report.city,
        "place_detail": report.place_detail,
        "situation": report.situation.value,
        "narrative": report.narrative,
        "disposition": report.disposition.value,
        "disposition_reason": report.disposition_reason,
        "case_id": case_id,
    }


def caller_lookups(vault: Vault, report: ReportInput, report_id: int) -> list[dict[str, Any]]:
    """Keyed hashes of the caller's name and telephone number."""
    pairs = person_lookups(vault, report.caller_name, None, report.caller_telephone, None)
    return lookup_rows("caller", report_id, pairs)


def person_lookup_rows(vault: Vault, person: PersonInput, person_id: int) -> list[dict[str, Any]]:
    """Keyed hashes of a person's names and numbers."""
    pairs = person_lookups(
        vault, person.name_hangul, person.name_roman, person.telephone, person.passport_number
    )
    return lookup_rows("person", person_id, pairs)


def fact_row(case: dict[str, Any], person: dict[str, Any]) -> dict[str, Any]:
    """A person's first version in the line list."""
    return fact_values(case, person)

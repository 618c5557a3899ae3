"""Records as JSON. Codes, not labels; instants in UTC; personal values as the service gave them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from safety_center.api.gate import Call
from safety_center.domain.statistics import Notice
from safety_center.services.cases.listing import CaseRow
from safety_center.services.cases.timeline import Event, EventKind
from safety_center.services.cases.view import CasePage
from safety_center.services.personal_views import PersonView, ReportView


def instant(at: datetime | None) -> str | None:
    """`2026-11-22T05:30:00Z`, with fractions where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def plain(value: date | time | None) -> str | None:
    """A local day or time."""
    return value.isoformat() if value else None


def notice(call: Call) -> str | None:
    """What must be said with made-up data; null where the data are real."""
    synthetic = call.ctx.installation.holds_synthetic_data
    return Notice.DEMONSTRATION.label(call.language) if synthetic else None


def list_row(row: CaseRow) -> dict[str, Any]:
    """A case as one line of a list."""
    return {
        "number": row.number,
        "received_at": instant(row.received_at),
        "zone": row.zone,
        "country_code": row.country_code,
        "city": row.city,
        "situation": row.situation.value,
        "incident_type": row.incident_type,
        "severity": row.severity.value,
        "status": row.status.value,
        "owner_unit": row.owner_unit,
        "handover_to_unit": row.handover_to_unit,
        "next_action": row.next_action,
        "next_action_due_at": instant(row.next_action_due_at),
        "persons": [
            {"involvement": involvement.value, "headcount": count}
            for involvement, count in row.persons
        ],
    }


def case_row(page: CasePage) -> dict[str, Any]:
    """A case with its persons, reports and notes."""
    case = page.case
    return {
        "number": case.number,
        "version": case.version,
        "source": case.source,
        "status": case.status,
        "situation": case.situation,
        "incident_type": case.incident_type,
        "severity": case.severity,
        "country_code": case.country_code,
        "city": case.city,
        "place_detail": case.place_detail,
        "zone": case.zone,
        "occurred_from": plain(case.occurred_from),
        "occurred_to": plain(case.occurred_to),
        "occurred_time": plain(case.occurred_time),
        "received_at": instant(case.received_at),
        "entered_at": instant(case.entered_at),
        "changed_at": instant(case.changed_at),
        "closed_at": instant(case.closed_at),
        "mission_code": case.mission_code,
        "owner_unit": case.owner_unit,
        "origin_unit": case.origin_unit,
        "handover_to_unit": case.handover_to_unit,
        "officer": page.officer_username,
        "summary": case.summary,
        "next_action": case.next_action,
        "next_action_due_at": instant(case.next_action_due_at),
        "revealed": page.revealed,
        "destroyed": page.destroyed,
        "persons": [person_row(person) for person in page.persons],
        "reports": [report_row(report) for report in page.reports],
        "notes": note_rows(page.timeline),
    }


def person_row(person: PersonView) -> dict[str, Any]:
    """A person concerned."""
    return {
        "id": person.id,
        "involvement": person.involvement.value,
        "incident_type": person.incident_type,
        "name_hangul": person.name_hangul,
        "name_roman": person.name_roman,
        "headcount": person.headcount,
        "approximate": person.approximate,
        "sex": person.sex.value,
        "birth_date": person.birth_date,
        "age_band": person.age_band.value,
        "sojourn": person.sojourn.value,
        "outcome": person.outcome.value,
        "telephone": person.telephone,
        "passport_number": person.passport_number,
    }


def report_row(report: ReportView) -> dict[str, Any]:
    """A report as it was taken."""
    return {
        "receipt_number": report.receipt_number,
        "case_number": report.case_number,
        "source": report.source.value,
        "channel": report.channel.value,
        "received_at": instant(report.received_at),
        "unit_code": report.unit_code,
        "taken_by": report.taken_by,
        "caller_none": report.caller_none,
        "caller_name": report.caller_name,
        "caller_telephone": report.caller_telephone,
        "caller_relation": report.caller_relation.value,
        "country_code": report.country_code,
        "city": report.city,
        "place_detail": report.place_detail,
        "situation": report.situation.value,
        "narrative": report.narrative,
        "disposition": report.disposition.value,
        "disposition_reason": report.disposition_reason,
    }


def note_rows(timeline: Sequence[Event]) -> list[dict[str, Any]]:
    """Notes of a case, oldest first."""
    notes = sorted((e for e in timeline if e.kind is EventKind.NOTE), key=lambda e: e.at)
    return [{"written_at": instant(e.at), "written_by": e.by, "text": e.text} for e in notes]

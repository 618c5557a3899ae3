"""A case as the cells of a file: labels instead of codes, Seoul's clock, persons masked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from safety_center.domain.access import CALL_CENTER, SAFETY_CENTER
from safety_center.domain.exports import ExportColumn
from safety_center.domain.incident_types import INCIDENT_TYPES
from safety_center.domain.periods import SEOUL
from safety_center.domain.situations import Situation
from safety_center.domain.vocabulary import CaseStatus, Involvement, ReportSource, Severity
from safety_center.services.context import Context
from safety_center.services.personal_views import PersonView
from safety_center.store.tables import Case

_BETWEEN = "; "


class CaseCells:
    """Writes cells in one language; places and names of today."""

    def __init__(self, ctx: Context, language: str) -> None:
        self._language = language
        self._places = ctx.places
        settings = ctx.installation.settings
        self._units = {
            CALL_CENTER: settings.call_center_en if self._english else settings.call_center_ko,
            SAFETY_CENTER: settings.safety_center_en
            if self._english
            else settings.safety_center_ko,
        }
        self._types = {t.slug: t.label(language) for t in reversed(INCIDENT_TYPES)}
        self._of_case: Mapping[ExportColumn, Callable[[Case], str | None]] = {
            ExportColumn.NUMBER: lambda case: case.number,
            ExportColumn.SOURCE: lambda case: ReportSource.of(case.source).label(language),
            ExportColumn.RECEIVED: lambda case: _seoul(case.received_at),
            ExportColumn.ENTERED: lambda case: _seoul(case.entered_at),
            ExportColumn.SITUATION: lambda case: Situation.of(case.situation).label(language),
            ExportColumn.TYPE: lambda case: self._types.get(case.incident_type, case.incident_type),
            ExportColumn.SEVERITY: lambda case: Severity.of(case.severity).label(language),
            ExportColumn.COUNTRY: lambda case: self._country(case.country_code),
            ExportColumn.CITY: lambda case: case.city,
            ExportColumn.OCCURRED: _occurred,
            ExportColumn.SUMMARY: lambda case: case.summary,
            ExportColumn.MISSION: lambda case: self._unit(case.mission_code),
            ExportColumn.OWNER: lambda case: self._unit(case.owner_unit),
            ExportColumn.STATUS: lambda case: CaseStatus.of(case.status).label(language),
            ExportColumn.NEXT_ACTION: lambda case: case.next_action,
            ExportColumn.DUE: lambda case: _seoul(case.next_action_due_at),
            ExportColumn.CLOSED: lambda case: _seoul(case.closed_at),
        }

    @property
    def _english(self) -> bool:
        return self._language == "en"

    def write(self, column: ExportColumn, case: Case, persons: Sequence[PersonView]) -> str:
        """One cell; empty where nothing is known."""
        if column in self._of_case:
            return self._of_case[column](case) or ""
        if column is ExportColumn.PERSONS:
            return self._counted(persons)
        if column is ExportColumn.NAMES:
            return _joined(p.name_hangul or p.name_roman for p in persons)
        if column is ExportColumn.TELEPHONES:
            return _joined(p.telephone for p in persons)
        return _joined(p.passport_number for p in persons)

    def _counted(self, persons: Sequence[PersonView]) -> str:
        """`피해자 2명; 가해자 1명`, `Victim 2; Perpetrator 1`."""
        unit = "" if self._english else "명"
        heads = {
            term: sum(p.headcount for p in persons if p.involvement is term) for term in Involvement
        }
        return _BETWEEN.join(f"{t.label(self._language)} {n}{unit}" for t, n in heads.items() if n)

    def _country(self, code: str) -> str:
        country = self._places.countries.get(code)
        return country.label(self._language) if country else code

    def _unit(self, code: str | None) -> str:
        mission = self._places.missions.get(code or "")
        return mission.label(self._language) if mission else self._units.get(code or "", code or "")


def _joined(values: Iterable[str | None]) -> str:
    return _BETWEEN.join(value for value in values if value)


def _seoul(at: datetime | None) -> str:
    """`2026-11-22 14:30`: sorts, and every spreadsheet reads it."""
    return f"{at.astimezone(SEOUL):%Y-%m-%d %H:%M}" if at else ""


def _occurred(case: Case) -> str:
    first, last = case.occurred_from, case.occurred_to
    if first is None:
        return ""
    return first.isoformat() if last in (None, first) else f"{first.isoformat()}~{last}"

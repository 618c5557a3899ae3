"""Personal values as people see them: masked, in full, or gone after retention."""

from dataclasses import dataclass
from datetime import date, datetime

from safety_center.domain.lifecycle import UNSETTLED_OUTCOMES
from safety_center.domain.names import mask_hangul, mask_number, mask_roman
from safety_center.domain.situations import Situation
from safety_center.domain.vocabulary import (
    AgeBand,
    CallerRelation,
    CaseStatus,
    Channel,
    Disposition,
    Involvement,
    PersonOutcome,
    ReportSource,
    Sex,
    Sojourn,
)
from safety_center.services.personal_values import SECRET_COLUMNS, open_value
from safety_center.store.tables import Person, Report

_MASKED_DATE = "****. **. **."
_MASKS = {
    "name_hangul": mask_hangul,
    "name_roman": mask_roman,
    "telephone": mask_number,
    "passport_number": mask_number,
    "caller_name": mask_hangul,
    "caller_telephone": mask_number,
    "birth_date": lambda _: _MASKED_DATE,
}


@dataclass(frozen=True)
class PersonView:
    """A person concerned. Personal values are masked unless revealed; `birth_date` is ISO in full.

    `destroyed`: values were held once and their key is gone. `home_number`: the case merged into the
    one shown that the person came with. `is_same`: found to be a person of another case.
    """

    id: int
    involvement: Involvement
    incident_type: str
    own_type: bool
    headcount: int
    approximate: bool
    name_hangul: str | None
    name_roman: str | None
    birth_date: str | None
    telephone: str | None
    passport_number: str | None
    sex: Sex
    age_band: AgeBand
    sojourn: Sojourn
    outcome: PersonOutcome
    destroyed: bool
    home_number: str | None = None
    is_same: bool = False

    @property
    def is_unsettled(self) -> bool:
        """True when this person's outcome keeps the case open."""
        return self.outcome in UNSETTLED_OUTCOMES and not self.is_same


@dataclass(frozen=True)
class ReportView:
    """A report (접수 건). The caller is masked unless revealed; `zone` is the place's IANA zone.

    `case_status`, `case_unit` (who owns the case) and `handover_to_unit` are known on the page of one
    report only.
    """

    id: int
    receipt_number: str
    source: ReportSource
    channel: Channel
    received_at: datetime
    received_on: date
    unit_code: str | None
    taken_by: str
    caller_none: bool
    caller_name: str | None
    caller_telephone: str | None
    caller_relation: CallerRelation
    country_code: str
    city: str | None
    place_detail: str | None
    zone: str
    situation: Situation
    narrative: str
    disposition: Disposition
    disposition_reason: str | None
    case_number: str | None
    destroyed: bool
    case_status: CaseStatus | None = None
    case_unit: str | None = None
    handover_to_unit: str | None = None


def show_value(key: bytes | None, name: str, sealed: bytes | None, masked: bool) -> str | None:
    """One personal value as shown; None where nothing is held or the key was destroyed."""
    if key is None or sealed is None:
        return None
    value = open_value(key, name, sealed)
    return _MASKS[name](value) if masked and value is not None else value


def view_person(
    person: Person, key: bytes | None, masked: bool = True, home_number: str | None = None
) -> PersonView:
    """A person of a case; `key` is the data key of the person's own case, None when destroyed."""
    secret = {name: show_value(key, name, getattr(person, name), masked) for name in SECRET_COLUMNS}
    return PersonView(
        id=person.id or 0,
        involvement=Involvement.of(person.involvement),
        incident_type=person.incident_type,
        own_type=person.own_type,
        headcount=person.headcount,
        approximate=person.approximate,
        sex=Sex.of(person.sex),
        age_band=AgeBand.of(person.age_band),
        sojourn=Sojourn.of(person.sojourn),
        outcome=PersonOutcome.of(person.outcome),
        destroyed=key is None,
        home_number=home_number,
        is_same=person.same_as_id is not None,
        **secret,
    )


def view_report(
    report: Report,
    key: bytes | None,
    *,
    taken_by: str,
    zone: str,
    case_number: str | None,
    masked: bool = True,
) -> ReportView:
    """A report; `key` is its own data key, None when destroyed."""
    held = report.caller_name is not None or report.caller_telephone is not None
    return ReportView(
        id=report.id or 0,
        receipt_number=report.receipt_number,
        source=ReportSource.of(report.source),
        channel=Channel.of(report.channel),
        received_at=report.received_at,
        received_on=report.received_on,
        unit_code=report.unit_code,
        taken_by=taken_by,
        caller_none=report.caller_none,
        caller_name=show_value(key, "caller_name", report.caller_name, masked),
        caller_telephone=show_value(key, "caller_telephone", report.caller_telephone, masked),
        caller_relation=CallerRelation.of(report.caller_relation),
        country_code=report.country_code,
        city=report.city,
        place_detail=report.place_detail,
        zone=zone,
        situation=Situation.of(report.situation),
        narrative=report.narrative,
        disposition=Disposition.of(report.disposition),
        disposition_reason=report.disposition_reason,
        case_number=case_number,
        destroyed=key is None and held,
    )

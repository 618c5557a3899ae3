"""Situations: what the first question of the form offers, in the words of a caller.

A situation is asked first because it is known first; it proposes involvement, type, severity and
outcome, so that a case saved with four fields is already countable. All can be corrected later.
"""

from dataclasses import dataclass
from datetime import date

from safety_center.domain.incident_types import OTHER_SLUG, find_incident_type
from safety_center.domain.vocabulary import Involvement, PersonOutcome, Severity, Term


class Situation(Term):
    """어떤 사건·사고입니까?"""

    THEFT = "theft", "도난", "Theft"
    LOSS = "loss", "분실", "Lost property"
    FRAUD = "fraud", "사기", "Fraud"
    ASSAULT = "assault", "폭행·상해", "Assault"
    ROBBERY = "robbery", "강도", "Robbery"
    SEXUAL_VIOLENCE = "sexual_violence", "성폭력", "Sexual violence"
    KIDNAPPING = "kidnapping", "납치·감금", "Kidnapping"
    MISSING = "missing", "연락두절·실종", "Out of contact or missing"
    DETENTION = "detention", "체포·구금", "Arrest or detention"
    IMMIGRATION = "immigration", "출입국·체류 문제", "Immigration problem"
    TRAFFIC = "traffic", "교통사고", "Traffic accident"
    ACCIDENT = "accident", "안전사고·질병", "Accident or illness"
    DEATH = "death", "사망", "Death"
    DISASTER = "disaster", "재난·위난", "Disaster or crisis"
    DESTITUTE = "destitute", "행려·생계 곤란", "Destitution"
    DEPORTATION = "deportation", "강제추방", "Deportation"
    OTHER = "other", "기타", "Other"
    # Of reports from before the two were asked apart; offered nowhere, taken with a type only.
    THEFT_LOSS = "theft_loss", "도난·분실", "Theft or loss"


#: What may be chosen today, in the order of the form.
OFFERED: tuple[Situation, ...] = tuple(each for each in Situation if each != Situation.THEFT_LOSS)


@dataclass(frozen=True)
class Proposal:
    """What a situation proposes for the case and its first person."""

    involvement: Involvement
    incident_type: str
    severity: Severity
    outcome: PersonOutcome


_V, _P, _O = Involvement.VICTIM, Involvement.PERPETRATOR, Involvement.OTHER
_PROPOSALS: dict[Situation, Proposal] = {
    Situation.THEFT: Proposal(_V, "theft", Severity.MINOR, PersonOutcome.NONE),
    Situation.LOSS: Proposal(_V, "lost_property", Severity.MINOR, PersonOutcome.NONE),
    Situation.THEFT_LOSS: Proposal(_V, OTHER_SLUG, Severity.MINOR, PersonOutcome.NONE),
    Situation.FRAUD: Proposal(_V, "fraud", Severity.MODERATE, PersonOutcome.NONE),
    Situation.ASSAULT: Proposal(_V, "assault", Severity.SERIOUS, PersonOutcome.INJURED),
    Situation.ROBBERY: Proposal(_V, "robbery", Severity.SERIOUS, PersonOutcome.UNKNOWN),
    Situation.SEXUAL_VIOLENCE: Proposal(
        _V, "sexual_assault", Severity.SERIOUS, PersonOutcome.UNKNOWN
    ),
    Situation.KIDNAPPING: Proposal(_V, "kidnapping", Severity.CRITICAL, PersonOutcome.MISSING),
    Situation.MISSING: Proposal(_V, "missing", Severity.CRITICAL, PersonOutcome.MISSING),
    Situation.DETENTION: Proposal(_P, OTHER_SLUG, Severity.SERIOUS, PersonOutcome.DETAINED),
    Situation.IMMIGRATION: Proposal(_P, "immigration", Severity.MODERATE, PersonOutcome.UNKNOWN),
    Situation.TRAFFIC: Proposal(_V, "traffic_accident", Severity.SERIOUS, PersonOutcome.UNKNOWN),
    Situation.ACCIDENT: Proposal(_V, OTHER_SLUG, Severity.SERIOUS, PersonOutcome.INJURED),
    Situation.DEATH: Proposal(_O, OTHER_SLUG, Severity.CRITICAL, PersonOutcome.DEAD),
    Situation.DISASTER: Proposal(_V, "disaster", Severity.CRITICAL, PersonOutcome.UNKNOWN),
    Situation.DESTITUTE: Proposal(_O, "destitution", Severity.MODERATE, PersonOutcome.UNKNOWN),
    Situation.DEPORTATION: Proposal(_O, "deportation", Severity.MODERATE, PersonOutcome.NONE),
    Situation.OTHER: Proposal(_O, OTHER_SLUG, Severity.MODERATE, PersonOutcome.UNKNOWN),
}


def proposal_for(situation: Situation, occurred_on: date | None) -> Proposal:
    """What the situation proposes; a type not valid on that local day gives way to 기타."""
    proposal = _PROPOSALS[situation]
    incident_type = find_incident_type(proposal.involvement, proposal.incident_type)
    if incident_type is not None and incident_type.is_valid_on(occurred_on):
        return proposal
    return Proposal(proposal.involvement, OTHER_SLUG, proposal.severity, proposal.outcome)

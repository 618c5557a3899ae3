"""Input models for changing a case: only what is given changes; blank clears where blank is allowed."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError, model_validator
from sqlmodel import Field

from safety_center.domain.errors import InputRefused
from safety_center.domain.input_errors import field_errors
from safety_center.domain.input_types import (
    Clock,
    Code,
    Day,
    Instant,
    Line,
    Name,
    Narrative,
    Number,
    stripped,
    with_names,
)
from safety_center.domain.person_answers import HangulName, RomanName, Telephone
from safety_center.domain.reports import Input
from safety_center.domain.vocabulary import (
    AgeBand,
    Involvement,
    PersonOutcome,
    Severity,
    Sex,
    Sojourn,
)

#: The largest whole number that every system reading JSON keeps exactly.
MOST_ID = 2**53 - 1


class Change(Input):
    """Base of changes: a blank answer is kept as "cleared", a key not sent changes nothing."""

    @model_validator(mode="before")
    @classmethod
    def blank_is_no_answer(cls, values: Any) -> Any:
        """Overrides the reports' rule: blank is an answer here."""
        if not isinstance(values, Mapping):
            return values
        return {key: stripped(value) for key, value in values.items()}


class PersonChange(Change):
    """A person of the case (`id`), or a new one (no `id`); `removed` takes one off the case."""

    id: int | None = Field(default=None, ge=1, le=MOST_ID)
    removed: bool = False
    involvement: Involvement = Involvement.VICTIM
    incident_type: Code | None = None
    name_hangul: HangulName | None = None
    name_roman: RomanName | None = None
    headcount: int = Field(default=1, ge=1, le=9999)
    approximate: bool = False
    sex: Sex = Sex.UNKNOWN
    birth_date: Day | None = None
    age_band: AgeBand = AgeBand.UNKNOWN
    sojourn: Sojourn = Sojourn.UNKNOWN
    outcome: PersonOutcome = PersonOutcome.UNKNOWN
    telephone: Telephone | None = None
    passport_number: Number | None = None


class CaseChange(Change):
    """What an officer may change; `version` is the one the officer saw."""

    version: int
    incident_type: Code = ""
    severity: Severity = Severity.MODERATE
    country_code: Code = ""
    city: Line | None = None
    place_detail: Line | None = None
    occurred_from: Day | None = None
    occurred_to: Day | None = None
    occurred_time: Clock | None = None
    mission_code: Code | None = None
    officer: Name | None = None
    summary: Line | None = None
    next_action: Line | None = None
    next_action_due_at: Instant | None = None
    persons: list[PersonChange] = Field(default_factory=list, max_length=200)


class NoteInput(Input):
    """A note on a case."""

    text: Narrative


def parse_change(values: Mapping[str, Any]) -> CaseChange:
    """Validate the form of a change; raises `InputRefused` with every error at its field."""
    try:
        return CaseChange.model_validate(with_names(values))
    except ValidationError as refused:
        raise InputRefused(field_errors(refused)) from None


def parse_note(values: Mapping[str, Any]) -> NoteInput:
    """Validate a note; raises `InputRefused`."""
    try:
        return NoteInput.model_validate(with_names(values))
    except ValidationError as refused:
        raise InputRefused(field_errors(refused)) from None

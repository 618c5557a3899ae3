"""The input model of every door: a report, and with it the case it opens or joins.

Doors hand over plain dicts; `parse_report` gives a `ReportInput` or the list of errors. What must be
known is four fields: place, situation, who called (or nobody), what was said.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    ValidationError,
    model_validator,
)
from sqlmodel import Field, SQLModel

from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.input_errors import field_errors, refusal
from safety_center.domain.situations import Situation
from safety_center.domain.vocabulary import (
    AgeBand,
    CallerRelation,
    Channel,
    Disposition,
    Involvement,
    PersonOutcome,
    ReportSource,
    Severity,
    Sex,
    Sojourn,
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")


def _free_of_controls(text: str) -> str:
    if _CONTROL.search(text):
        raise refusal("control_character", N_("사용할 수 없는 제어 문자가 들어 있습니다."))
    return text


_Plain = AfterValidator(_free_of_controls)
Line = Annotated[str, Field(max_length=200), _Plain]
Name = Annotated[str, Field(max_length=100), _Plain]
Number = Annotated[str, Field(max_length=40), _Plain]
Narrative = Annotated[str, Field(max_length=20_000), _Plain]
Code = Annotated[str, Field(max_length=40), _Plain]


class Input(SQLModel):
    """Base of the input models: unknown keys are refused, blank answers count as not given."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]

    @model_validator(mode="before")
    @classmethod
    def blank_is_no_answer(cls, values: Any) -> Any:
        """Strip text, unify line ends, drop blanks, so that defaults apply at every door."""
        if not isinstance(values, Mapping):
            return values
        cleaned = {key: stripped(value) for key, value in values.items()}
        return {key: value for key, value in cleaned.items() if value is not None}


def stripped(value: Any) -> Any:
    """Text without outer blanks and with one kind of line end; None when nothing is left."""
    if not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() or None


class PersonInput(Input):
    """A person concerned (당사자), named or not; `headcount` above 1 is a group told as "about N"."""

    involvement: Involvement | None = None
    incident_type: Code | None = None
    name_hangul: Name | None = None
    name_roman: Name | None = None
    headcount: int = Field(default=1, ge=1, le=9999)
    approximate: bool = False
    sex: Sex = Sex.UNKNOWN
    birth_date: date | None = None
    age_band: AgeBand = AgeBand.UNKNOWN
    sojourn: Sojourn = Sojourn.UNKNOWN
    outcome: PersonOutcome | None = None
    telephone: Number | None = None
    passport_number: Number | None = None

    @model_validator(mode="after")
    def a_group_has_no_name(self) -> Self:
        if self.headcount > 1 and (self.name_hangul or self.name_roman):
            raise refusal(
                "named_group",
                N_(
                    "성명이 있는 당사자는 한 사람씩 적어 주십시오. 여러 명이면 성명을 비워 두십시오."
                ),
                at="headcount",
            )
        return self


class ReportInput(Input):
    """One report (접수 건) with what is known of its case (사건·사고 건).

    `received_at` is an instant; `occurred_from`/`occurred_to` are local dates at the place, equal
    for one day, both empty for unknown; `occurred_time` is the local time on `occurred_from`.
    """

    source: ReportSource
    external_reference: Line | None = None
    channel: Channel = Channel.PHONE
    received_at: AwareDatetime
    caller_none: bool = False
    caller_name: Name | None = None
    caller_telephone: Number | None = None
    caller_relation: CallerRelation = CallerRelation.UNKNOWN
    country_code: Code
    city: Line | None = None
    place_detail: Line | None = None
    situation: Situation
    narrative: Narrative
    disposition: Disposition = Disposition.OPENED_CASE
    disposition_reason: Line | None = None
    join_case_number: Code | None = None
    incident_type: Code | None = None
    severity: Severity | None = None
    occurred_from: date | None = None
    occurred_to: date | None = None
    occurred_time: time | None = None
    mission_code: Code | None = None
    summary: Line | None = None
    next_action: Line | None = None
    next_action_due_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    persons: list[PersonInput] = Field(default_factory=list, max_length=200)

    @model_validator(mode="after")
    def the_caller_is_named_or_nobody(self) -> Self:
        for code, at, message in caller_faults(
            bool(self.caller_name or self.caller_telephone), self.caller_none
        ):
            raise refusal(code, message, at=at)
        return self

    @model_validator(mode="after")
    def a_span_runs_forward(self) -> Self:
        if self.occurred_from is None and (self.occurred_to or self.occurred_time):
            raise refusal(
                "span_without_start",
                N_("발생 종료일이나 시각을 적으려면 발생일도 적어 주십시오."),
                at="occurred_from",
            )
        if self.occurred_from and self.occurred_to and self.occurred_to < self.occurred_from:
            raise refusal(
                "span_backwards",
                N_("발생 종료일이 시작일보다 앞섭니다."),
                at="occurred_to",
            )
        return self

    @model_validator(mode="after")
    def the_disposition_is_explained(self) -> Self:
        if self.disposition is Disposition.REFUSED and not self.disposition_reason:
            raise refusal(
                "reason_missing",
                N_("접수하지 않는 사유를 적어 주십시오."),
                at="disposition_reason",
            )
        if self.disposition is Disposition.JOINED_CASE and not self.join_case_number:
            raise refusal(
                "case_missing", N_("병합할 관리번호를 적어 주십시오."), at="join_case_number"
            )
        return self

    @property
    def occurred_until(self) -> date | None:
        """Last local day of the span; equals `occurred_from` when one day."""
        return self.occurred_to or self.occurred_from


def caller_faults(named: bool, nobody: bool) -> list[tuple[str, str, str]]:
    """`(code, field, message)` where the caller is neither named nor said to be nobody, or both."""
    if named and nobody:
        message = N_("신고인을 적었으면 '신고인 없음'을 해제해 주십시오.")
        return [("caller_both", "caller_none", message)]
    if not named and not nobody:
        message = N_("신고인의 성명이나 전화번호를 적거나 '신고인 없음'을 선택해 주십시오.")
        return [("caller_missing", "caller_name", message)]
    return []


def parse_report(values: Mapping[str, Any]) -> ReportInput:
    """Validate the form of one report; raises `InputRefused` with every error at its field."""
    try:
        return ReportInput.model_validate(values)
    except ValidationError as refused:
        errors = field_errors(refused)
    # Pydantic skips whole-model rules while a field is wrong; the caller is one of the four fields
    # that must be known, so it is named in the same round.
    if not any(error.code.startswith("caller_") for error in errors):
        named = bool(values.get("caller_name") or values.get("caller_telephone"))
        faults = caller_faults(named, bool(values.get("caller_none")))
        errors += [FieldError(field, code, message) for code, field, message in faults]
    raise InputRefused(errors)

"""The input model of every door: a report, and with it the case it opens or joins.

Doors hand over plain dicts; `parse_report` gives a `ReportInput` or the list of errors. What must be
known is four fields: place, situation, who called (or nobody), what was said.
"""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import ConfigDict, model_validator
from sqlmodel import Field, SQLModel

from safety_center.domain.errors import N_, InputRefused
from safety_center.domain.input_errors import refusal
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
)
from safety_center.domain.person_answers import HangulName, RomanName, Telephone
from safety_center.domain.situations import Situation
from safety_center.domain.understanding import Understood, understand
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


class Input(SQLModel):
    """Base of the input models: unknown keys are refused, blank answers count as not given."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]

    @model_validator(mode="before")
    @classmethod
    def blank_is_no_answer(cls, values: Any) -> Any:
        """Strip text, unify line ends, drop blanks, so that defaults apply at every door."""
        if not isinstance(values, Mapping):
            return values
        given = {}
        for key, value in values.items():
            cleaned = stripped(value) if isinstance(value, str) else value
            if cleaned is not None:
                given[key] = cleaned
        return given


class PersonInput(Input):
    """A person concerned (당사자), named or not; `headcount` above 1 is a group told as "about N"."""

    involvement: Involvement | None = None
    incident_type: Code | None = None
    name_hangul: HangulName | None = None
    name_roman: RomanName | None = None
    headcount: int = Field(default=1, ge=1, le=9999)
    approximate: bool = False
    sex: Sex = Sex.UNKNOWN
    birth_date: Day | None = None
    age_band: AgeBand = AgeBand.UNKNOWN
    sojourn: Sojourn = Sojourn.UNKNOWN
    outcome: PersonOutcome | None = None
    telephone: Telephone | None = None
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
    received_at: Instant
    caller_none: bool = False
    caller_name: Name | None = None
    caller_telephone: Telephone | None = None
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
    occurred_from: Day | None = None
    occurred_to: Day | None = None
    occurred_time: Clock | None = None
    mission_code: Code | None = None
    summary: Line | None = None
    next_action: Line | None = None
    next_action_due_at: Instant | None = None
    closed_at: Instant | None = None
    persons: list[PersonInput] = Field(default_factory=list, max_length=200)

    @model_validator(mode="after")
    def the_caller_is_named_or_nobody(self) -> Self:
        named = bool(self.caller_name or self.caller_telephone)
        if named and self.caller_none:
            message = N_("신고인을 적었으면 '신고인 없음'을 해제해 주십시오.")
            raise refusal("caller_both", message, at="caller_none")
        if not named and not self.caller_none:
            message = N_("신고인의 성명이나 전화번호를 적거나 '신고인 없음'을 선택해 주십시오.")
            raise refusal("caller_missing", message, at="caller_name")
        return self

    @model_validator(mode="after")
    def theft_and_loss_are_told_apart(self) -> Self:
        if self.situation is Situation.THEFT_LOSS and self.incident_type is None:
            message = N_(
                "도난(theft)인지 분실(loss)인지 골라 주십시오. 통계에서 서로 다른 유형입니다."
            )
            raise refusal("theft_or_loss", message, at="situation")
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
    def occurred_until(self) -> Day | None:
        """Last local day of the span; equals `occurred_from` when one day."""
        return self.occurred_to or self.occurred_from


def parse_report(values: Mapping[str, Any]) -> ReportInput:
    """Validate one report as the doors hand it over; raises `InputRefused` with every error at its field.

    The doors use `services.intake.read_report`, which also says what is wrong with places and times.
    """
    understood = understand_report(values)
    if understood.errors or understood.model is None:
        raise InputRefused(understood.errors)
    return understood.model


def understand_report(values: Mapping[str, Any]) -> Understood[ReportInput]:
    """The report as far as it is right, with stand-ins for the rest, and everything that is wrong."""
    return understand(ReportInput, values, _STAND_INS, _FALLS_WITH)


#: What keeps the model whole while the told value is wrong or missing; no rule is applied to it.
_STAND_INS: dict[str, Any] = {
    "source": ReportSource.OTHER.value,
    "received_at": "2000-01-01T00:00Z",
    "caller_none": True,
    "country_code": "ZZ",
    "situation": next(iter(Situation)).value,
    "narrative": "-",
}
_CALLER = ("caller_none", "caller_name", "caller_telephone")
#: Answers whose rules cannot be asked any more once the key is wrong.
_FALLS_WITH: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_CALLER, _CALLER),
    "occurred_from": ("occurred_to", "occurred_time"),
    "disposition_reason": ("disposition",),
    "join_case_number": ("disposition",),
}

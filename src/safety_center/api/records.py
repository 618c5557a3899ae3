"""What the API answers, as models: the document is made from them, and tests hold the answers to them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from safety_center.api.paths import CASE_NUMBER, RECEIPT_NUMBER
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
    Severity,
    Sex,
    Sojourn,
)

CaseNumber = Annotated[str, Field(pattern=CASE_NUMBER)]
ReceiptNumber = Annotated[str, Field(pattern=RECEIPT_NUMBER)]


class Record(BaseModel):
    """Base of the answers: nothing is left out, nothing else is added."""

    model_config = ConfigDict(extra="forbid")


class FieldFault(Record):
    """One thing wrong with one field, or one thing done to it."""

    field: str
    code: str
    message: str


class ProblemRecord(Record):
    """RFC 9457. `instance` is the request's id; `errors` name the fields."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldFault]


class ActRecord(Record):
    """An act that led to a new version: when, by whom, what, and which fields it changed."""

    at: datetime
    by: str | None
    act: str
    fields: list[str]


class StaleRecord(ProblemRecord):
    """The same with who changed the record last and when, and every act since the version named."""

    changed_by: str | None
    changed_at: datetime | None
    changes: list[ActRecord]


class SubmittedRecord(Record):
    """What became of a report; `repeated`: the reference was stored before and nothing was stored now."""

    receipt_number: ReceiptNumber
    case_number: CaseNumber | None
    repeated: bool
    warnings: list[FieldFault]


class ReportBody(Record):
    """A report as it was taken; the caller masked unless revealed."""

    receipt_number: ReceiptNumber
    case_number: CaseNumber | None
    source: ReportSource
    channel: Channel
    received_at: datetime
    unit_code: str | None
    taken_by: str
    caller_none: bool
    caller_name: str | None
    caller_telephone: str | None
    caller_relation: CallerRelation
    country_code: str
    city: str | None
    place_detail: str | None
    situation: Situation
    narrative: str
    disposition: Disposition
    disposition_reason: str | None


class ReportRecord(ReportBody):
    """One report; `notice` says that data are made up, null where they are real."""

    notice: str | None


class PersonCount(Record):
    """How many persons of an involvement."""

    involvement: Involvement
    headcount: int


class CaseLine(Record):
    """A case as one line of a list."""

    number: CaseNumber
    received_at: datetime
    zone: str
    country_code: str
    city: str | None
    situation: Situation
    incident_type: str
    severity: Severity
    status: CaseStatus
    owner_unit: str
    handover_to_unit: str | None
    next_action: str | None
    next_action_due_at: datetime | None
    persons: list[PersonCount]


class CaseListRecord(Record):
    """One page; `next` is the cursor of the page after it, null on the last."""

    cases: list[CaseLine]
    next: str | None
    notice: str | None


class PersonRecord(Record):
    """A person concerned; personal values masked unless revealed."""

    id: int
    involvement: Involvement
    incident_type: str
    name_hangul: str | None
    name_roman: str | None
    headcount: int
    approximate: bool
    sex: Sex
    birth_date: str | None
    age_band: AgeBand
    sojourn: Sojourn
    outcome: PersonOutcome
    telephone: str | None
    passport_number: str | None


class NoteRecord(Record):
    """A note on a case."""

    written_at: datetime
    written_by: str | None
    text: str


class NoteAnswer(Record):
    """The note that was written."""

    written_at: datetime
    text: str
    warnings: list[FieldFault]


class CaseRecord(Record):
    """A case with its persons, reports and notes. `destroyed`: its personal values are gone for good."""

    number: CaseNumber
    version: int
    source: ReportSource
    status: CaseStatus
    situation: Situation
    incident_type: str
    severity: Severity
    country_code: str
    city: str | None
    place_detail: str | None
    zone: str
    occurred_from: date | None
    occurred_to: date | None
    occurred_time: Annotated[str, Field(examples=["14:30:00"])] | None
    received_at: datetime
    entered_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    mission_code: str | None
    owner_unit: str
    origin_unit: str
    handover_to_unit: str | None
    officer: str | None
    summary: str | None
    next_action: str | None
    next_action_due_at: datetime | None
    revealed: bool
    destroyed: bool
    persons: list[PersonRecord]
    reports: list[ReportBody]
    notes: list[NoteRecord]
    notice: str | None
    warnings: list[FieldFault]


class DefinitionRecord(Record):
    """One word about the figures: its heading, its code, its text."""

    label: str
    code: str
    text: str


class FiguresRecord(Record):
    """Persons or cases by the dimensions asked, with the definitions that belong to them.

    `definitions` has unit, basis, scheme, period, filters, counting_rule, as_of, scheme_on, coverage,
    undated, notice, rate, and for whom (audience), by whom and when it was written. In `rows` the number
    stands under its unit, and is null with `stated` false where nothing was stated.

    Where a denominator of the same scope exists each row has also `rate` (per 100,000), `rate_low`,
    `rate_high`, `denominator` with its source, day and age, and `rate_remark`: `unstable`, or why the
    row has no rate. Else the definition `rate` says why there are none.
    """

    definitions: dict[str, DefinitionRecord]
    columns: dict[str, str]
    rows: list[dict[str, str | int | float | bool | None]]
    total: int


class MoveRecord(Record):
    """How many went from one value of a dimension to another by reclassifying or correcting."""

    old: str
    new: str
    count: int


class DifferencesRecord(Record):
    """A figure as known at two instants; in each row, and in `totals`, `before` and the parts add up
    to `after`, which is also `total`.

    `definitions` are those of figures, with `from`, `to` and the `finding` in place of `as_of`.
    """

    definitions: dict[str, DefinitionRecord]
    columns: dict[str, str]
    rows: list[dict[str, str | int | None]]
    total: int
    totals: dict[str, int]
    changes: dict[str, int]
    moves: dict[str, list[MoveRecord]]

"""What a sheet says otherwise than is stored, under a reference that is known."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from safety_center.domain.access import case_scope, may_change_case
from safety_center.domain.reports import PersonInput, ReportInput
from safety_center.domain.vocabulary import Disposition, Term
from safety_center.services.cases.reach import case_units
from safety_center.services.context import Context
from safety_center.services.personal_values import SECRET_COLUMNS, data_keys, open_value
from safety_center.services.personal_views import show_value
from safety_center.store.tables import Case, CaseNote, Person, Report

_CASE_FIELDS = (
    "incident_type severity country_code city place_detail occurred_from occurred_to occurred_time"
    " mission_code summary next_action next_action_due_at"
).split()
#: Of the report itself: what came in stays as it came in.
_REPORT_FIELDS = (
    "channel received_at caller_none caller_name caller_telephone caller_relation situation"
    " disposition disposition_reason"
).split()
_PLACE_FIELDS = ("country_code", "city", "place_detail")
_CALLER_SECRETS = ("caller_name", "caller_telephone")


@dataclass(frozen=True)
class Difference:
    """One field told otherwise: codes and ISO days; `before` of a personal value is masked.

    `effect`: `case` (the case is changed), `note` (the text becomes a note on the case) or `none`
    (what came in stays as it came in).
    """

    field: str
    before: str
    after: str
    effect: str


@dataclass
class Comparison:
    """A report of a sheet beside what is stored. `change` and `note` carry out what may be applied.

    `compared` is false where the stored report is out of the actor's reach or its values are gone.
    """

    case_number: str | None = None
    version: int = 0
    may_apply: bool = False
    compared: bool = True
    differences: list[Difference] = field(default_factory=list)
    change: dict[str, Any] = field(default_factory=dict)
    note: str | None = None

    @property
    def digest(self) -> str:
        """The same for the same differences from the same version of the case."""
        said = [self.case_number, self.version, [vars(each) for each in self.differences]]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:20]


Given = Mapping[str, Any]


def compare_reports(
    ctx: Context, told: Sequence[tuple[str, ReportInput, Given]]
) -> list[Comparison]:
    """Each `(receipt number, report, values given)` beside the stored one, in a few statements."""
    stored = _Stored(ctx, [receipt for receipt, _, _ in told])
    return [stored.compare(receipt, report, given) for receipt, report, given in told]


class _Stored:
    """The stored reports of a batch with their cases and persons."""

    def __init__(self, ctx: Context, receipts: Sequence[str]) -> None:
        self.ctx, self.actor = ctx, ctx.require_actor()
        reports = self._fetch(Report, col(Report.receipt_number), receipts)
        self.reports = {report.receipt_number: report for report in reports}
        case_ids = [report.case_id for report in reports if report.case_id]
        self.cases = {case.id: case for case in self._fetch(Case, col(Case.id), case_ids)}
        self.persons: dict[int, list[Person]] = {}
        for person in self._fetch(Person, col(Person.case_id), case_ids):
            if not person.removed:
                self.persons.setdefault(person.case_id, []).append(person)
        key_ids = [row.data_key_id for row in (*reports, *self.cases.values())]
        self.keys = data_keys(self.ctx, key_ids)

    def _fetch(self, table: Any, column: Any, values: Sequence[Any]) -> Sequence[Any]:
        if not values:
            return []
        query = select(table).where(column.in_(set(values))).order_by(table.id)
        return self.ctx.session.execute(query).scalars().all()

    def compare(self, receipt: str, told: ReportInput, given: Given) -> Comparison:
        """One report; only what the sheet tells is compared, a blank cell tells nothing."""
        report = self.reports.get(receipt)
        case = self.cases.get(report.case_id) if report and report.case_id else None
        if report is None or not self._reaches(report, case):
            return Comparison(compared=False)
        found = Comparison(case.number if case else None, case.version if case else 0)
        self._compare_report(found, report, told, given)
        if case is not None and report.disposition == Disposition.OPENED_CASE:
            found.may_apply = case.merged_into_id is None and may_change_case(
                self.actor, case.owner_unit
            )
            self._compare_case(found, case, told, given)
            self._compare_persons(found, case, told.persons, given.get("persons") or [])
        return found

    def _reaches(self, report: Report, case: Case | None) -> bool:
        units = (report.unit_code, *(case_units(case) if case else ()))
        return case_scope(self.actor).reaches(units)

    def _compare_report(
        self, found: Comparison, report: Report, told: ReportInput, given: Given
    ) -> None:
        key = self.keys.get(report.data_key_id)
        names = list(_REPORT_FIELDS)
        if report.disposition != Disposition.OPENED_CASE:
            names += _PLACE_FIELDS
        for name in names:
            if name not in given:
                continue
            if name not in _CALLER_SECRETS:
                _note_difference(found, name, getattr(report, name), getattr(told, name), "none")
            elif key is not None:
                _note_secret(found, name, name, key, getattr(report, name), told, "none")
        if report.narrative != told.narrative and not self._is_noted(report, told.narrative):
            effect = "note" if report.case_id else "none"
            found.differences.append(
                Difference("narrative", report.narrative, told.narrative, effect)
            )
            found.note = told.narrative if report.case_id else None

    def _is_noted(self, report: Report, text: str) -> bool:
        """True when the text was made a note on the case before."""
        query = select(col(CaseNote.id)).where(
            col(CaseNote.case_id) == report.case_id, col(CaseNote.text) == text
        )
        return self.ctx.session.execute(query.limit(1)).first() is not None

    def _compare_case(self, found: Comparison, case: Case, told: ReportInput, given: Given) -> None:
        for name in _CASE_FIELDS:
            after = told.occurred_until if name == "occurred_to" else getattr(told, name)
            follows = name == "occurred_to" and "occurred_from" in found.change
            if (name in given or follows) and _note_difference(
                found, name, getattr(case, name), after, "case"
            ):
                found.change[name] = after

    def _compare_persons(
        self, found: Comparison, case: Case, told: Sequence[PersonInput], given: Sequence[Given]
    ) -> None:
        key = self.keys.get(case.data_key_id)
        if key is None:
            return
        rest = list(self.persons.get(case.id, ()))
        changes = []
        for index, (person, names) in enumerate(zip(told, given, strict=False)):
            stored = _counterpart(rest, person, key)
            if stored is not None:
                rest.remove(stored)
            change = _person_change(found, index, stored, person, names, key)
            if change:
                changes.append(({"id": stored.id} if stored else {}) | change)
        if changes:
            found.change["persons"] = changes


def _counterpart(stored: Sequence[Person], told: PersonInput, key: bytes) -> Person | None:
    """Who is meant: by passport number, then name, else whoever is next and has no other name."""
    for name in ("passport_number", "name_hangul", "name_roman"):
        wanted = getattr(told, name)
        for person in stored if wanted else ():
            if open_value(key, name, getattr(person, name)) == wanted:
                return person
    named = bool(told.name_hangul or told.name_roman)
    for person in stored:
        if not named or not (person.name_hangul or person.name_roman):
            return person
    return None


def _person_change(
    found: Comparison,
    index: int,
    stored: Person | None,
    told: PersonInput,
    names: Given,
    key: bytes,
) -> dict[str, Any]:
    change = {}
    for name in names:
        if name not in PersonInput.model_fields or (name == "age_band" and told.birth_date):
            continue
        at, after = f"persons.{index}.{name}", getattr(told, name)
        if name in SECRET_COLUMNS:
            sealed = getattr(stored, name) if stored else None
            differs = _note_secret(found, at, name, key, sealed, told, "case")
        else:
            before = getattr(stored, name) if stored else None
            differs = _note_difference(found, at, before, after, "case")
        if differs:
            change[name] = after
    if stored is not None:
        return change
    return {name: getattr(told, name) for name in names if name in PersonInput.model_fields}


def _note_secret(
    found: Comparison,
    at: str,
    name: str,
    key: bytes,
    sealed: bytes | None,
    told: Any,
    effect: str,
) -> bool:
    after = _text(getattr(told, name))
    if (open_value(key, name, sealed) or "") == after:
        return False
    shown = show_value(key, name, sealed, masked=True) or ""
    found.differences.append(Difference(at, shown, after, effect))
    return True


def _note_difference(found: Comparison, at: str, before: Any, after: Any, effect: str) -> bool:
    if after is None or before == after:
        return False
    was, now = _text(before), _text(after)
    if was == now:
        return False
    found.differences.append(Difference(at, was, now, effect))
    return True


def _text(value: Any) -> str:
    """Codes, ISO days and times, instants in UTC; yes and no as `true` and `false`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Term):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)

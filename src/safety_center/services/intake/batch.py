"""Reports on their way into the store, in a constant number of statements per batch."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel

from safety_center.domain.errors import N_, FieldError
from safety_center.domain.periods import seoul_date
from safety_center.domain.places import Places
from safety_center.domain.reports import PersonInput, ReportInput
from safety_center.domain.vocabulary import Disposition
from safety_center.services.context import Context
from safety_center.services.identity_numbers import settle_report
from safety_center.services.intake import rows as build
from safety_center.services.intake.checks import check_report, warn_report
from safety_center.services.intake.joining import find_joined
from safety_center.services.intake.rows import Entry, Rows
from safety_center.store import reports as report_store
from safety_center.store.numbers import reserve_ids
from safety_center.store.rows import Insert, insert_all
from safety_center.store.tables import Case, DataKey, LookupKey, Person, Report
from safety_center.store.trail import TrailDraft
from safety_center.store.vault import Randomness, Sealer

_TABLES: dict[str, type[SQLModel]] = {
    "data_key": DataKey,
    "case": Case,
    "person": Person,
    "report": Report,
    "lookup_key": LookupKey,
}
Ids = dict[type[SQLModel], Iterator[int]]
#: Keys and nonces of a dozen reports.
_DRAWN_BYTES = 1_200


@dataclass(frozen=True)
class Submitted:
    """What became of one input: a receipt (and a case), or errors and nothing stored.

    `repeated` is true when the same source and external reference was stored before; then the
    earlier numbers are given and nothing was stored.
    """

    receipt_number: str | None = None
    case_number: str | None = None
    errors: tuple[FieldError, ...] = ()
    warnings: tuple[FieldError, ...] = ()
    repeated: bool = False


@dataclass
class Pending:
    """A report on its way; `ctx` is that of whoever hands it in, in the unit of the batch."""

    report: ReportInput
    entry: Entry
    ctx: Context
    case: Case | None = None
    outcome: Submitted = field(default_factory=Submitted)
    persons: list[PersonInput] = field(default_factory=list)
    case_row: dict[str, Any] = field(default_factory=dict)
    report_row: dict[str, Any] = field(default_factory=dict)

    @property
    def opens_case(self) -> bool:
        return self.report.disposition is Disposition.OPENED_CASE

    @property
    def is_good(self) -> bool:
        return not self.outcome.errors and not self.outcome.repeated


class Batch:
    """Reports on their way into the store; ids and numbers are taken once for all of them."""

    def __init__(self, ctx: Context, places: Places) -> None:
        self.ctx, self.places = ctx, places
        self.pending: list[Pending] = []
        self._random = Randomness(_DRAWN_BYTES)

    def take(self, report: ReportInput, entry: Entry) -> None:
        """Settle the numbers in one report's texts; check it against places, clock, type lists and
        the case it names."""
        report, settled = settle_report(report)
        item = Pending(report, entry, self.ctx)
        errors = check_report(report, self.places, entry.known_until or entry.entered_at)
        if report.disposition is Disposition.JOINED_CASE:
            item.case, wrong, told = find_joined(self.ctx, report.join_case_number or "")
            errors += wrong
            settled += told
        warnings = () if errors else (*warn_report(report, self.places), *settled)
        item.outcome = Submitted(errors=tuple(errors), warnings=warnings)
        self.pending.append(item)

    def check(self) -> list[Submitted]:
        """Outcomes as far as they are known without writing."""
        self._find_repeated()
        return [item.outcome for item in self.pending]

    def store(self, last: bool = False) -> list[Submitted]:
        """Write every good report; afterwards the outcomes say the numbers given out.

        `last`: the unit locks nothing afterwards.
        """
        self._find_repeated()
        good = [item for item in self.pending if item.is_good]
        if good:
            self.write(good, last)
        return [item.outcome for item in self.pending]

    def _find_repeated(self) -> None:
        """Same source and external reference is the same report, in the store or within the batch."""
        keys = [(i.report.source.value, i.report.external_reference) for i in self.pending]
        known = report_store.fetch_by_external(self.ctx.session, {k for k in keys if k[1]})
        seen: dict[tuple[str, str | None], int] = {}
        for index, (item, key) in enumerate(zip(self.pending, keys, strict=True)):
            if not key[1] or item.outcome.errors:
                continue
            if key in known:
                receipt, number = known[key]
                item.outcome = Submitted(receipt, number, repeated=True)
            elif key in seen:
                message = N_("같은 출처의 같은 참조번호가 앞에도 있습니다.")
                error = FieldError("external_reference", "repeated_reference", message)
                item.outcome = Submitted(errors=(error,))
            seen.setdefault(key, index)

    def write(self, good: Sequence[Pending], last: bool) -> None:
        """Write reports that are checked and new, whoever handed them in.

        Everything that takes time is done before numbers are taken: others wait for these.
        """
        rows, ids = Rows(), self._reserve_ids(good)
        for item in good:
            self._build(item, ids, rows)
        series = Counter(self._receipt_series(item) for item in good)
        series.update(self._case_series(item) for item in good if item.opens_case)
        numbers = self.ctx.take_numbers(series, last)
        for item in good:
            self._number(item, numbers)
        inserts = [Insert(table, rows.tables[name]) for name, table in _TABLES.items()]
        # Few reports are written with their trail, in one trip.
        if last or len(good) == 1:
            self.ctx.pending += inserts
        else:
            insert_all(self.ctx.session, inserts)

    def _reserve_ids(self, good: Sequence[Pending]) -> Ids:
        opening = [item for item in good if item.opens_case]
        for item in opening:
            item.persons = build.persons_of(item.report, self.places)
        counts: dict[type[SQLModel], int] = {
            Report: len(good),
            DataKey: len(good),
            Case: len(opening),
            Person: sum(len(item.persons) for item in opening),
        }
        return reserve_ids(self.ctx.session, counts)

    def _build(self, item: Pending, ids: Ids, rows: Rows) -> None:
        """The rows of one report, still without numbers."""
        vault, report, entry = self.ctx.vault, item.report, item.entry
        key_id = next(ids[DataKey])
        sealer, data_key = build.data_key_row(vault, entry, key_id, self._random.draw)
        rows.add("data_key", data_key)
        case_id = item.case.id if item.case else None
        if item.opens_case:
            case_id = next(ids[Case])
            item.case_row = build.case_row(report, self.places, entry, case_id, key_id)
            rows.add("case", item.case_row)
            self.ctx.new_cases.append(item.case_row)
            if not self.ctx.simulated:  # the demonstration makes them all at its end
                self.ctx.new_texts[case_id] = build.searched_text(item.case_row, report.narrative)
            self._build_persons(item, item.case_row, ids, sealer, rows)
        elif case_id is not None:
            self.ctx.text_changed(case_id)
        report_id = next(ids[Report])
        item.report_row = build.report_row(report, entry, report_id, key_id, sealer, case_id)
        rows.add("report", item.report_row)
        rows.add("lookup_key", *build.caller_lookups(vault, report, report_id))

    def _build_persons(
        self, item: Pending, case: dict[str, Any], ids: Ids, sealer: Sealer, rows: Rows
    ) -> None:
        for position, person in enumerate(item.persons):
            person_id = next(ids[Person])
            row = build.person_row(
                person, case, person_id, position, sealer, item.report, self.places
            )
            rows.add("person", row)
            rows.add("lookup_key", *build.person_lookup_rows(self.ctx.vault, person, person_id))
            fact = build.fact_row(case, row)
            if self.ctx.simulated:
                fact["recorded_from"] = item.entry.entered_at
            self.ctx.new_facts.append(fact)

    def _number(self, item: Pending, numbers: dict[str, int]) -> None:
        """Give case and report their numbers, and the trail its act."""
        case_number = item.case.number if item.case else None
        if item.opens_case:
            case_number = _next(numbers, self._case_series(item), 6)
            item.case_row["number"] = case_number
        receipt = _next(numbers, self._receipt_series(item), 7)
        item.report_row["receipt_number"] = receipt
        item.outcome = Submitted(receipt, case_number, warnings=item.outcome.warnings)
        detail = {"disposition": item.report.disposition.value, "case": case_number}
        at = item.entry.entered_at if self.ctx.simulated else None
        signed = item.ctx.signed
        draft = TrailDraft("report.submit", receipt, detail=detail, at=at, signature=signed)
        self.ctx.acts.append(draft)

    def _receipt_series(self, item: Pending) -> str:
        return f"R-{seoul_date(item.report.received_at).year}"

    def _case_series(self, item: Pending) -> str:
        country = self.places.countries[item.report.country_code]
        return f"{seoul_date(item.report.received_at).year}-{country.alpha3}"


def _next(numbers: dict[str, int], series: str, width: int) -> str:
    """`2026-KHM-000123`, `R-2026-0000042`: the series, then its next number."""
    number = numbers[series]
    numbers[series] = number + 1
    return f"{series}-{number:0{width}d}"

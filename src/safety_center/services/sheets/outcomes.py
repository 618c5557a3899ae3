"""What would become, or becomes, of the reports of a sheet, batch by batch."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any

from safety_center.domain.cases import parse_change, parse_note
from safety_center.domain.errors import (
    N_,
    FieldError,
    InputRefused,
    SafetyCenterError,
)
from safety_center.domain.places import Places
from safety_center.domain.reports import ReportInput
from safety_center.domain.sheet_columns import BY_NAME
from safety_center.domain.sheet_states import RowKind
from safety_center.domain.vocabulary import Disposition
from safety_center.services.cases.change import add_note, change_case
from safety_center.services.context import Context
from safety_center.services.duplicates import Likeness, find_likely_duplicates
from safety_center.services.identity_numbers import settle_report
from safety_center.services.intake import (
    Submitted,
    check_joined,
    check_read,
    check_reports,
    read_report,
    submit_reports,
)
from safety_center.services.sheets.cells import Words, read_values
from safety_center.services.sheets.compare import Comparison, compare_reports
from safety_center.services.sheets.read import SheetReport
from safety_center.services.sheets.rows import cell_text

#: Reports of one transaction.
BATCH = 500


@dataclass(frozen=True)
class Choice:
    """What was decided about a report: `store` (or apply), into `join` if given; `seen` is the digest
    of the differences that were shown, None for whatever differs."""

    store: bool
    join: str | None = None
    seen: str | None = None


STORE, LEAVE = Choice(True), Choice(False)


@dataclass(frozen=True)
class SheetOutcome:
    """What became (or, when checked, would become) of one report of a sheet."""

    line: int
    submitted: Submitted
    kind: RowKind = RowKind.NEW
    sheet_report: SheetReport | None = None
    report: ReportInput | None = None
    likely: tuple[Likeness, ...] = ()
    comparison: Comparison | None = None


@dataclass
class _Item:
    sheet_report: SheetReport
    values: dict[str, Any]
    report: ReportInput | None = None
    outcome: Submitted = field(default_factory=Submitted)
    likely: tuple[Likeness, ...] = ()
    comparison: Comparison | None = None
    kind: RowKind = RowKind.NEW


class Judge:
    """Goes through one sheet once; it remembers which references it has seen."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._words: Words | None = None

    def pass_over(self, places: Places, reports: Sequence[SheetReport]) -> None:
        """Remember reports that an earlier run went through."""
        for each in reports:
            self._is_second(each, self._labels(places))

    def check(self, ctx: Context, batch: Sequence[SheetReport]) -> list[SheetOutcome]:
        """Outcomes without storing anything."""
        items = [self._prepare(ctx, each) for each in batch]
        good = [item for item in items if item.report is not None]
        for item, said in zip(good, check_reports(ctx, _reports(good)), strict=True):
            item.outcome = said
        self._compare(ctx, good)
        fresh = [item for item in good if not (item.outcome.errors or item.outcome.repeated)]
        for item, likely in zip(fresh, find_likely_duplicates(ctx, _reports(fresh)), strict=True):
            item.likely = likely
        return [_finished(item) for item in items]

    def store(
        self,
        ctx: Context,
        batch: Sequence[SheetReport],
        choose: Callable[[SheetReport], Choice | None],
    ) -> list[SheetOutcome]:
        """Store what is new, apply the changes that were chosen; `choose` gives None for a report that
        is passed over. A change that differs from what was shown is left."""
        chosen = [(each, choice) for each in batch if (choice := choose(each)) is not None]
        items = [self._prepare(ctx, each) for each, _ in chosen]
        good, choices = [], []
        for item, (_, choice) in zip(items, chosen, strict=True):
            if item.report is not None:
                item.report = _joined(item.report, choice.join)
                good.append(item)
                choices.append(choice)
        for item, said in zip(good, submit_reports(ctx, _reports(good)), strict=True):
            item.outcome = said
        self._compare(ctx, good)
        for item, choice in zip(good, choices, strict=True):
            if item.kind is RowKind.CHANGED and choice.store:
                _apply(ctx, item, choice)
        return [_finished(item) for item in items]

    def _prepare(self, ctx: Context, each: SheetReport) -> _Item:
        words = self._labels(ctx.places)
        read = read_values(each.values, words)
        item = _Item(each, read.values)
        errors = [*read.errors, *(_conflict(line, name) for line, name in each.conflicts)]
        if self._is_second(each, words):
            message = N_("같은 출처의 같은 참조번호가 앞에도 있습니다.")
            errors.append(FieldError("external_reference", "repeated_reference", message))
        item.report, found = _read(ctx, read.values, bool(errors))
        wrong = {error.field for error in errors}
        errors += [error for error in found if error.field not in wrong]
        if errors:
            item.report = None
            item.outcome = Submitted(errors=tuple(_in_sheet_order(errors)))
        return item

    def _labels(self, places: Places) -> Words:
        if self._words is None or self._words.places is not places:
            self._words = Words(places)
        return self._words

    def _is_second(self, each: SheetReport, words: Words) -> bool:
        reference = cell_text(each.values.get("external_reference", "")).strip()
        if not reference:
            return False
        source = words.code(BY_NAME["source"], cell_text(each.values.get("source", "")).strip())
        key = hash((source, reference))
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _compare(self, ctx: Context, good: Sequence[_Item]) -> None:
        known = [item for item in good if item.outcome.repeated and item.outcome.receipt_number]
        told = [
            (item.outcome.receipt_number or "", settle_report(item.report)[0], item.values)
            for item in known
            if item.report is not None
        ]
        for item, comparison in zip(known, compare_reports(ctx, told), strict=True):
            item.comparison = comparison
            item.kind = RowKind.CHANGED if comparison.differences else RowKind.SAME
            if not comparison.compared:
                message = N_("다른 기관이 등록한 접수여서 내용을 비교하지 않았습니다.")
                warning = FieldError("external_reference", "not_compared", message)
                item.outcome = replace(item.outcome, warnings=(warning,))


def _read(
    ctx: Context, values: dict[str, Any], refused: bool
) -> tuple[ReportInput | None, list[FieldError]]:
    """The report and what is wrong with it; of a report that is `refused` already also what is found
    else only when it is stored."""
    check_case = partial(check_joined, ctx)
    try:
        report = read_report(values, ctx.places, ctx.now, check_case)
    except InputRefused as wrong:
        return None, list(wrong.errors)
    return report, check_read(report, ctx.places, ctx.now, check_case) if refused else []


def in_batches(reports: Iterable[SheetReport]) -> Iterator[list[SheetReport]]:
    """Lists of at most `BATCH` reports."""
    iterator = iter(reports)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _reports(items: Sequence[_Item]) -> list[ReportInput]:
    return [item.report for item in items if item.report is not None]


def _conflict(line: int, name: str) -> FieldError:
    message = N_(
        "%(line)s행에 같은 참조번호로 다르게 적혀 있습니다. 한 접수의 여러 행에는 같은 내용을 적거나 비워 두십시오."
    )
    return FieldError(name, "told_twice", message, {"line": line})


def _in_sheet_order(errors: Sequence[FieldError]) -> list[FieldError]:
    order = {name: index for index, name in enumerate(BY_NAME)}
    return sorted(errors, key=lambda error: order.get(error.field.split(".")[0], len(order)))


def _joined(report: ReportInput, number: str | None) -> ReportInput:
    """The report as one that joins a case, when that was decided."""
    if number is None:
        return report
    joining = {
        "disposition": Disposition.JOINED_CASE,
        "join_case_number": number,
        "closed_at": None,
    }
    return report.model_copy(update=joining)


def _finished(item: _Item) -> SheetOutcome:
    kind = item.kind
    if item.outcome.errors and kind not in (RowKind.CHANGED, RowKind.APPLIED):
        kind = RowKind.ERROR
    elif item.likely and kind is RowKind.NEW:
        kind = RowKind.LIKELY
    return SheetOutcome(
        item.sheet_report.line,
        item.outcome,
        kind,
        item.sheet_report,
        item.report,
        item.likely,
        item.comparison,
    )


def _apply(ctx: Context, item: _Item, choice: Choice) -> None:
    """Carry out the differences that may be; whatever stands in the way is said and changes nothing."""
    comparison = item.comparison
    if comparison is None or comparison.case_number is None:
        return
    if choice.seen is not None and choice.seen != comparison.digest:
        message = N_("확인한 뒤 사건이 수정되어 적용하지 않았습니다. 다시 확인해 주십시오.")
        item.outcome = replace(item.outcome, errors=(FieldError("", "changed_meanwhile", message),))
        return
    try:
        with ctx.session.begin_nested():
            if comparison.change:
                change = parse_change({**comparison.change, "version": comparison.version})
                change_case(ctx, comparison.case_number, change)
            if comparison.note is not None:
                add_note(ctx, comparison.case_number, parse_note({"text": comparison.note}))
    except InputRefused as refused:
        item.outcome = replace(item.outcome, errors=tuple(refused.errors))
    except SafetyCenterError as error:
        said = FieldError("", "not_applied", error.message, error.params)
        item.outcome = replace(item.outcome, errors=(said,))
    else:
        if comparison.change or comparison.note is not None:
            item.kind = RowKind.APPLIED

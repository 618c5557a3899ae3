"""Checking and storing the reports of a sheet, batch by batch, with an outcome for each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from safety_center.domain.access import Actor, Permission, require
from safety_center.domain.errors import FieldError, InputRefused
from safety_center.domain.reports import ReportInput, parse_report
from safety_center.services.context import Context, Origin, reading, writing
from safety_center.services.installation import Installation
from safety_center.services.intake import Submitted, submit_reports
from safety_center.services.sheets.read import SheetReport

_BATCH = 500


@dataclass(frozen=True)
class SheetOutcome:
    """What became (or, when checked, would become) of one report of a sheet."""

    line: int
    submitted: Submitted

    @property
    def kind(self) -> str:
        """`error`, `repeated` (stored before) or `new`."""
        if self.submitted.errors:
            return "error"
        return "repeated" if self.submitted.repeated else "new"


def import_sheet(
    installation: Installation, actor: Actor, reports: Iterable[SheetReport], origin: Origin
) -> Iterator[SheetOutcome]:
    """Store the good reports, a batch a transaction; importing the same file again changes nothing."""
    require(actor, Permission.REPORT_IMPORT)
    for batch in _batches(reports):
        with writing(installation, actor, origin) as ctx:
            outcomes = _submit(ctx, batch)
        yield from outcomes


def check_sheet(
    installation: Installation, actor: Actor, reports: Iterable[SheetReport], origin: Origin
) -> Iterator[SheetOutcome]:
    """The same outcomes without storing anything: each batch is stored and rolled back."""
    require(actor, Permission.REPORT_IMPORT)
    for batch in _batches(reports):
        with reading(installation, actor, origin) as ctx:
            outcomes = _submit(ctx, batch)
        yield from outcomes


def _batches(reports: Iterable[SheetReport]) -> Iterator[list[SheetReport]]:
    iterator = iter(reports)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _submit(ctx: Context, batch: list[SheetReport]) -> list[SheetOutcome]:
    parsed: list[ReportInput | tuple[FieldError, ...]] = []
    for report in batch:
        try:
            parsed.append(parse_report(report.values))
        except InputRefused as refused:
            parsed.append(tuple(refused.errors))
    stored = iter(submit_reports(ctx, [item for item in parsed if isinstance(item, ReportInput)]))
    return [
        SheetOutcome(
            report.line, next(stored) if isinstance(item, ReportInput) else Submitted(errors=item)
        )
        for report, item in zip(batch, parsed, strict=True)
    ]

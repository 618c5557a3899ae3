"""Storing checked reports, one or many."""

from collections.abc import Sequence

from safety_center.domain.access import SAFETY_CENTER, Permission, require
from safety_center.domain.errors import InputRefused
from safety_center.domain.reports import ReportInput
from safety_center.services.context import Context
from safety_center.services.intake.batch import Batch, Submitted
from safety_center.services.intake.rows import Entry


def submit_report(ctx: Context, report: ReportInput, last: bool = False) -> Submitted:
    """Store one report and what follows from it; raises `InputRefused` when a rule is broken.

    `last`: the unit locks nothing afterwards, which lets others wait for a shorter time.
    """
    outcome = _take_all(ctx, [report]).store(last)[0]
    if outcome.errors:
        raise InputRefused(list(outcome.errors))
    return outcome


def submit_reports(
    ctx: Context, reports: Sequence[ReportInput], entries: Sequence[Entry] | None = None
) -> list[Submitted]:
    """Store many reports; those with errors are left out and say why, in the order given.

    `entries` (who typed each, when, for which unit) is for the demonstration, which lives through
    the past; everybody else is the actor, now, for the actor's unit.
    """
    return _take_all(ctx, reports, entries).store()


def check_reports(ctx: Context, reports: Sequence[ReportInput]) -> list[Submitted]:
    """What `submit_reports` would say, and nothing stored or locked; no numbers for new reports."""
    return _take_all(ctx, reports).check()


def _take_all(
    ctx: Context, reports: Sequence[ReportInput], entries: Sequence[Entry] | None = None
) -> Batch:
    actor = ctx.require_actor()
    require(actor, Permission.REPORT_SUBMIT)
    entry = Entry(actor.account_id, actor.unit_code or SAFETY_CENTER, ctx.now)
    batch = Batch(ctx, ctx.places)
    for index, report in enumerate(reports):
        batch.take(report, entries[index] if entries else entry)
    return batch

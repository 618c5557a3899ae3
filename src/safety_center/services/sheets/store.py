"""Checking and storing a sheet in one go, for commands: an outcome for each report, batch by batch."""

from collections.abc import Iterable, Iterator

from safety_center.domain.access import Actor, Permission, require
from safety_center.services.context import Origin, viewing, writing
from safety_center.services.installation import Installation
from safety_center.services.sheets.outcomes import (
    LEAVE,
    STORE,
    Choice,
    Judge,
    SheetOutcome,
    in_batches,
)
from safety_center.services.sheets.read import SheetReport


def import_sheet(
    installation: Installation,
    actor: Actor,
    reports: Iterable[SheetReport],
    origin: Origin,
    apply_changes: bool = False,
) -> Iterator[SheetOutcome]:
    """Store the good reports, a batch a transaction; importing the same file again changes nothing.

    A report whose reference is known is never stored again; what it tells otherwise is applied to
    the case only with `apply_changes`.
    """
    require(actor, Permission.REPORT_IMPORT)
    judge, choice = Judge(), STORE if apply_changes else LEAVE

    def choose(_report: SheetReport) -> Choice:
        return choice

    for batch in in_batches(reports):
        with writing(installation, actor, origin) as ctx:
            outcomes = judge.store(ctx, batch, choose)
        yield from outcomes


def check_sheet(
    installation: Installation, actor: Actor, reports: Iterable[SheetReport], origin: Origin
) -> Iterator[SheetOutcome]:
    """What would become of each report; nothing is stored but that likely duplicates were looked up."""
    require(actor, Permission.REPORT_IMPORT)
    judge = Judge()
    for batch in in_batches(reports):
        with viewing(installation, actor, origin) as ctx:
            outcomes = judge.check(ctx, batch)
        yield from outcomes

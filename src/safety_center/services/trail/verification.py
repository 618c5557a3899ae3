"""Verifying the chain: as a job with progress, on request of the auditor, each night, by command."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, islice

from safety_center.domain.access import Permission, require
from safety_center.domain.periods import utc_now
from safety_center.services.context import Context, reading, writing
from safety_center.services.installation import Installation
from safety_center.store import job_runs, trail_chain, trail_pages
from safety_center.store import trail as trail_store
from safety_center.store.accounts import account_names
from safety_center.store.tables import TrailCheck
from safety_center.store.trail_chain import TrailFault

JOB = "verify-trail"
_MOST_FAULTS = 100
#: Progress is written once per so many chunks of the walk: often enough to be seen to move.
_CHUNKS_PER_STEP = 5


@dataclass(frozen=True)
class Verification:
    """The last verification and the one under way; `by` is who asked, None the nightly job."""

    ended: TrailCheck | None
    ended_by: str | None
    running: TrailCheck | None
    running_by: str | None

    @property
    def faults(self) -> Sequence[tuple[int, str]]:
        """The first faults of the last verification as `(seq, kind)`."""
        return [(seq, kind) for seq, kind in json.loads(self.ended.faults)] if self.ended else []

    @property
    def fault_count(self) -> int:
        """How many faults the last verification found."""
        return (self.ended.fault_count or 0) if self.ended else 0


def verify_trail(ctx: Context) -> list[TrailFault]:
    """Every changed, removed or reordered row; empty when the chain is whole.

    An account that asks stands in the trail; the host's operator, without one, does not.
    """
    if ctx.actor is not None:
        require(ctx.actor, Permission.TRAIL_VIEW)
    faults = list(trail_chain.find_faults(ctx.session))
    if ctx.actor is not None:
        ctx.note("trail.verify", faults=len(faults))
    return faults


def trail_end(ctx: Context) -> tuple[int, str]:
    """Number of entries and the last hash: what to write down elsewhere."""
    return trail_store.fetch_end(ctx.session)


def request_verification(ctx: Context) -> None:
    """Ask for a walk along the chain; the scheduler begins it within seconds. Who asked is in the trail."""
    actor = ctx.require_actor()
    require(actor, Permission.TRAIL_VIEW)
    ctx.note("trail.verify")
    if not trail_pages.open_checks(ctx.session):
        ctx.session.add(TrailCheck(asked_by_id=actor.account_id, asked_at=ctx.now))
    job_runs.save_request(ctx.session, JOB, ctx.now)


def verification_state(ctx: Context) -> Verification:
    """What the trail page and the start pages of auditor and administrator show."""
    ended, running = trail_pages.latest_checks(ctx.session)
    people = [check.asked_by_id for check in (ended, running) if check and check.asked_by_id]
    names = account_names(ctx.session, people)
    by = [names.get(check.asked_by_id or 0) if check else None for check in (ended, running)]
    return Verification(ended, by[0], running, by[1])


def run_verification(installation: Installation) -> TrailCheck:
    """Walk the chain, telling how far it is; the result stands in every check that was waiting for it."""
    ids, total, last_hash = _begin(installation)
    chunks = count(1)

    def progress(seq: int) -> None:
        if next(chunks) % _CHUNKS_PER_STEP == 0:
            _tell(installation, ids, seq)

    with reading(installation, None) as ctx:
        found = trail_chain.find_faults(ctx.session, progress)
        first = list(islice(found, _MOST_FAULTS))
        fault_count = len(first) + sum(1 for _ in found)
    with writing(installation, None) as ctx:
        for number in ids:
            check = ctx.session.get_one(TrailCheck, number)
            check.done, check.last_hash, check.ended_at = total, last_hash, utc_now()
            check.fault_count = fault_count
            check.faults = json.dumps([(fault.seq, fault.kind) for fault in first])
            ctx.session.add(check)
        return check


def _begin(installation: Installation) -> tuple[list[int], int, str]:
    """Take over what waits, also from a run that died; the nightly job makes a check of its own."""
    with writing(installation, None) as ctx:
        total, last_hash = trail_store.fetch_end(ctx.session)
        checks = list(trail_pages.open_checks(ctx.session)) or [TrailCheck(asked_at=ctx.now)]
        for check in checks:
            check.started_at, check.total, check.done = ctx.now, total, 0
            ctx.session.add(check)
        ctx.session.flush()
        return [check.id for check in checks], total, last_hash


def _tell(installation: Installation, ids: Sequence[int], seq: int) -> None:
    with writing(installation, None) as ctx:
        for number in ids:
            check = ctx.session.get_one(TrailCheck, number)
            check.done = seq
            ctx.session.add(check)

"""What a monitor asks of the installation: numbers and instants about jobs, queue, trail and backups."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from safety_center.domain.jobs import RunState
from safety_center.domain.vocabulary import HandoverState
from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.services.jobs.registry import JOBS
from safety_center.store import job_runs, trail_pages
from safety_center.store.tables import Handover, StaleDay
from safety_center.store.trail import fetch_end


@dataclass(frozen=True)
class Gauges:
    """Of one instant. Jobs by name: when they last ended well (None: never), whether the last run failed.

    `verified_at`, `faults`: the last walk along the trail. `backed_up_at`, `rehearsed_at`: the last
    backup, and the last drill that found nothing wrong.
    """

    succeeded_at: Mapping[str, datetime | None]
    failed: Mapping[str, bool]
    stale_days: int
    open_handovers: int
    trail_entries: int
    verified_at: datetime | None
    faults: int
    backed_up_at: datetime | None
    rehearsed_at: datetime | None


def read_gauges(installation: Installation) -> Gauges:
    """Read them all; counts only, of nobody in particular."""
    with reading(installation, None) as ctx:
        session = ctx.session
        check, _ = trail_pages.latest_checks(session)
        pending = col(Handover.state) == HandoverState.PENDING.value
        last = job_runs.fetch_last_begun(session, JOBS)
        return Gauges(
            succeeded_at={name: job_runs.last_success(session, name) for name in JOBS},
            failed={name: name in last and last[name].state in _TROUBLE for name in JOBS},
            stale_days=session.execute(select(func.count()).select_from(StaleDay)).scalar_one(),
            open_handovers=session.execute(
                select(func.count()).select_from(Handover).where(pending)
            ).scalar_one(),
            trail_entries=fetch_end(session)[0],
            verified_at=check.ended_at if check else None,
            faults=(check.fault_count or 0) if check else 0,
            backed_up_at=trail_pages.last_act(session, "backup.make"),
            rehearsed_at=trail_pages.last_act(session, "backup.verify", '%"faults": 0%'),
        )


_TROUBLE = (RunState.FAILED.value, RunState.ABANDONED.value)

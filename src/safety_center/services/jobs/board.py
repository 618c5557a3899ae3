"""The job board: what ran, what failed, what comes next, and asking for a run."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from safety_center.domain.access import Permission, require
from safety_center.domain.jobs import RunMessage, RunState, RunTrigger
from safety_center.services.context import Context
from safety_center.services.jobs.registry import JOBS, Job, find_job
from safety_center.services.jobs.schedule import build_schedule, next_run_at
from safety_center.store import job_runs as store
from safety_center.store.tables.job_run import JobRun

#: So much behind its time, and the scheduler is taken to be down.
_GRACE = timedelta(minutes=5)
_TROUBLE = (RunState.FAILED, RunState.ABANDONED)


@dataclass(frozen=True)
class RunView:
    """One run as the board shows it."""

    state: RunState
    trigger: RunTrigger
    attempt: int
    started_at: datetime
    ended_at: datetime | None
    rows: int | None
    message: RunMessage | None

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it runs."""
        return (self.ended_at - self.started_at).total_seconds() if self.ended_at else None


@dataclass(frozen=True)
class JobState:
    """A job with its last run; `late`: its time is well past and nothing began (scheduler down?)."""

    job: Job
    last: RunView | None
    next_at: datetime | None
    requested: bool
    late: bool

    @property
    def needs_attention(self) -> bool:
        """Failed, broken off, or late."""
        return self.late or (self.last is not None and self.last.state in _TROUBLE)


def list_job_states(ctx: Context) -> list[JobState]:
    """Every job; those that need attention first."""
    require(ctx.require_actor(), Permission.JOB_VIEW)
    last = store.fetch_last_begun(ctx.session, JOBS)
    requested = {run.job for run in store.fetch_requested(ctx.session)}
    schedule = build_schedule(ctx.installation.settings)
    states = [
        _state(job, last.get(name), schedule.get(name), name in requested, ctx.now)
        for name, job in JOBS.items()
    ]
    return sorted(states, key=lambda state: not state.needs_attention)


def list_runs(ctx: Context, name: str, limit: int = 30) -> list[RunView]:
    """Runs of a job, newest first; raises `NotFound` for an unknown name."""
    require(ctx.require_actor(), Permission.JOB_VIEW)
    return [_view(run) for run in store.fetch_runs(ctx.session, find_job(name).name, limit)]


def request_run(ctx: Context, name: str) -> None:
    """Ask the scheduler to run a job now; asking twice before it begins is asking once."""
    permit_run(ctx, name)
    store.save_request(ctx.session, name, ctx.now)


def permit_run(ctx: Context, name: str) -> None:
    """Raise unless the actor may run the job; that they did is in the trail."""
    require(ctx.require_actor(), Permission.JOB_RUN)
    ctx.note("job.run", find_job(name).name)


def _state(job: Job, last: JobRun | None, trigger: Any, requested: bool, now: datetime) -> JobState:
    next_at = next_run_at(trigger, last.started_at if last else None, now) if trigger else None
    is_running = last is not None and last.state == RunState.RUNNING
    return JobState(
        job=job,
        last=_view(last) if last else None,
        next_at=next_at,
        requested=requested,
        late=next_at is not None and not is_running and next_at + _GRACE < now,
    )


def _view(run: JobRun) -> RunView:
    return RunView(
        state=RunState.of(run.state),
        trigger=RunTrigger.of(run.trigger),
        attempt=run.attempt,
        started_at=run.started_at,
        ended_at=run.ended_at,
        rows=run.rows,
        message=RunMessage.decode(run.message) if run.message else None,
    )

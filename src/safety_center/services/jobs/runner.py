"""Running a job: never twice at once, always with a row that says how it ended."""

import logging
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from safety_center.domain.errors import N_
from safety_center.domain.jobs import RunMessage, RunState, RunTrigger
from safety_center.domain.periods import utc_now
from safety_center.logs import bound, log_event
from safety_center.services.installation import Installation
from safety_center.services.jobs.registry import JOBS, Job, Outcome, find_job
from safety_center.services.jobs.schedule import build_schedule, next_run_at
from safety_center.store import job_runs as store
from safety_center.store.locks import NamedLock, holding, named_lock
from safety_center.store.tables.job_run import JobRun

SchedulerLock = NamedLock
_LOG = logging.getLogger(__name__)
_LONGEST_PAUSE = 60


@dataclass(frozen=True)
class RunResult:
    """How a run ended; `state` is None when somebody else is running the job just now."""

    job: Job
    state: RunState | None
    rows: int | None = None
    message: RunMessage | None = None


def run_job(
    installation: Installation, name: str, trigger: RunTrigger, day: date | None = None
) -> RunResult:
    """Run a job until it is done or out of attempts; raises `NotFound` for an unknown name."""
    job = find_job(name)
    with holding(installation.database, _lock_name(name)) as held:
        if not held:
            return RunResult(job, None)
        attempts = installation.settings.job_attempts
        for attempt in range(1, attempts + 1):
            run_id = _begin(installation, job, trigger, attempt)
            with bound(job=name, run=run_id):
                outcome, state = _work(installation, job, day)
            _end(installation, run_id, state, outcome)
            # A finding (an outcome that says `failed`) would be the same again; an error may pass.
            if state is RunState.DONE or outcome.failed or attempt == attempts:
                break
            pause(attempt)
        return RunResult(job, state, outcome.rows, outcome.message)


def pause(attempt: int) -> None:
    """Wait before the next attempt: 2, 4, 8 … seconds, at most a minute."""
    time.sleep(min(2**attempt, _LONGEST_PAUSE))


def scheduler_lock(installation: Installation) -> SchedulerLock:
    """Held by the one process that schedules, however many there are."""
    return named_lock(installation.database, "scheduler")


def mark_abandoned(installation: Installation) -> int:
    """Mark runs whose process died: those still running although nobody holds their job's lock."""
    abandoned = 0
    for name in JOBS:
        with holding(installation.database, _lock_name(name)) as held:
            if held:
                with installation.database.writing() as session:
                    abandoned += store.abandon_runs(session, name, utc_now())
    return abandoned


def due_jobs(installation: Installation) -> Iterator[str]:
    """Jobs whose time passed while nobody scheduled, that never ran, or whose last run was broken off."""
    now = utc_now()
    schedule = build_schedule(installation.settings)
    with installation.database.reading() as session:
        begun = store.fetch_last_begun(session, schedule)
    for name, trigger in schedule.items():
        last = begun.get(name)
        begun_at = last.started_at if last and last.state != RunState.ABANDONED else None
        if next_run_at(trigger, begun_at, now) <= now:
            yield name


def requested_jobs(installation: Installation) -> list[str]:
    """Jobs that somebody asked for on the board and that have not begun."""
    with installation.database.reading() as session:
        return sorted({run.job for run in store.fetch_requested(session)} & set(JOBS))


def _lock_name(job: str) -> str:
    return f"job:{job}"


def _begin(installation: Installation, job: Job, trigger: RunTrigger, attempt: int) -> int:
    """The holder of the lock is the only one running: whatever else says `running` is dead."""
    now = utc_now()
    with installation.database.writing() as session:
        store.abandon_runs(session, job.name, now)
        store.remove_requested(session, job.name)
        run = JobRun(
            job=job.name,
            trigger=trigger.value,
            attempt=attempt,
            started_at=now,
            state=RunState.RUNNING.value,
        )
        return store.save_run(session, run).id or 0


def _work(installation: Installation, job: Job, day: date | None) -> tuple[Outcome, RunState]:
    started = time.monotonic()
    try:
        outcome = job.work(installation, day)
    except Exception as error:
        # The text of a database error holds the values of the statement: only kind and place.
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}, {Path(where.filename).name}:{where.lineno}"
        _LOG.error("job %s failed: %s", job.name, what)
        message = RunMessage(N_("오류로 멈췄습니다: %(error)s"), {"error": what})
        return Outcome(message=message), RunState.FAILED
    state = RunState.FAILED if outcome.failed else RunState.DONE
    seconds = round(time.monotonic() - started, 3)
    log_event(_LOG, "job ended", state=state.value, rows=outcome.rows, seconds=seconds)
    return outcome, state


def _end(installation: Installation, run_id: int, state: RunState, outcome: Outcome) -> None:
    message = outcome.message.encode() if outcome.message else None
    with installation.database.writing() as session:
        store.end_run(session, run_id, state, utc_now(), outcome.rows, message)

"""Rows of job runs: asked for, begun, ended; one row per attempt."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session

from safety_center.domain.jobs import RunState, RunTrigger
from safety_center.store.tables.job_run import JobRun


def save_run(session: Session, run: JobRun) -> JobRun:
    """Write a new run now, so that it has its number."""
    session.add(run)
    session.flush()
    return run


def end_run(
    session: Session,
    run_id: int,
    state: RunState,
    at: datetime,
    rows: int | None = None,
    message: str | None = None,
) -> None:
    """Write how a run ended."""
    session.execute(
        update(JobRun)
        .where(JobRun.id == run_id)
        .values(state=state.value, ended_at=at, rows=rows, message=message)
    )


def tell_run(session: Session, job: str, message: str, rows: int) -> None:
    """How far the run that goes on is; without one (the work was called by itself) nothing is told."""
    going_on = (JobRun.job == job, JobRun.state == RunState.RUNNING.value)
    session.execute(update(JobRun).where(*going_on).values(message=message, rows=rows))


def abandon_runs(session: Session, job: str, at: datetime) -> int:
    """Runs still `running` are marked abandoned; only for the holder of the job's lock."""
    result = session.execute(
        update(JobRun)
        .where(JobRun.job == job, JobRun.state == RunState.RUNNING.value)
        .values(state=RunState.ABANDONED.value, ended_at=at)
    )
    return int(result.rowcount)


def fetch_requested(session: Session, job: str | None = None) -> Sequence[JobRun]:
    """Runs asked for and not begun, oldest first."""
    query = select(JobRun).where(JobRun.state == RunState.REQUESTED.value)
    if job is not None:
        query = query.where(JobRun.job == job)
    return session.execute(query.order_by(JobRun.id)).scalars().all()


def save_request(session: Session, job: str, at: datetime) -> None:
    """Ask the scheduler for a run, which begins within seconds; asking twice before that is asking once."""
    if not fetch_requested(session, job):
        trigger, state = RunTrigger.REQUEST.value, RunState.REQUESTED.value
        save_run(session, JobRun(job=job, trigger=trigger, started_at=at, state=state))


def remove_requested(session: Session, job: str) -> None:
    """The run that now begins answers every request made before."""
    requested = JobRun.state == RunState.REQUESTED.value
    session.execute(delete(JobRun).where(JobRun.job == job, requested))


def fetch_runs(session: Session, job: str, limit: int) -> Sequence[JobRun]:
    """Runs of a job, newest first."""
    query = select(JobRun).where(JobRun.job == job).order_by(JobRun.id.desc())
    return session.execute(query.limit(limit)).scalars().all()


def fetch_last_begun(session: Session, jobs: Iterable[str]) -> dict[str, JobRun]:
    """The newest run of each job that began, whatever became of it; jobs that never ran are left out.

    Each job's is looked up by its index: there are runs of every minute.
    """
    newest = [
        select(JobRun.id)
        .where(JobRun.job == job, JobRun.state != RunState.REQUESTED.value)
        .order_by(JobRun.id.desc())
        .limit(1)
        .scalar_subquery()
        for job in jobs
    ]
    rows = session.execute(select(JobRun).where(JobRun.id.in_(newest))).scalars()
    return {run.job: run for run in rows}


def last_success(session: Session, job: str) -> datetime | None:
    """When a job last ended well."""
    done = JobRun.state == RunState.DONE.value
    query = select(JobRun.ended_at).where(JobRun.job == job, done)
    return session.execute(query.order_by(JobRun.id.desc()).limit(1)).scalar_one_or_none()


def remove_runs_before(session: Session, at: datetime) -> int:
    """Forget runs that began before an instant; returns how many."""
    result = session.execute(delete(JobRun).where(JobRun.started_at < at))
    return int(result.rowcount)

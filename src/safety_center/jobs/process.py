"""The scheduler: one process schedules, others wait and take over when it dies.

It keeps nothing of its own. What ran is in `job_run`, what is due follows from that, so a killed
scheduler loses nothing and starts nothing twice.
"""

import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from safety_center.domain.jobs import RunTrigger
from safety_center.domain.periods import utc_now
from safety_center.services.installation import Installation
from safety_center.services.jobs.runner import (
    SchedulerLock,
    due_jobs,
    mark_abandoned,
    requested_jobs,
    run_job,
    scheduler_lock,
)
from safety_center.services.jobs.schedule import build_schedule

_LOG = logging.getLogger(__name__)
_POLL_SECONDS = 2.0
_STEP_SECONDS = 0.2
_WORKERS = 4
# Late runs are made up for, once: after a sleep of the machine there is one run, not a hundred.
_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


def run_process(installation: Installation) -> None:
    """Schedule until SIGTERM or SIGINT; a running job is waited for."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    run_scheduler(installation, lambda: stopping)


def run_scheduler(installation: Installation, is_stopping: Callable[[], bool]) -> None:
    """Wait for the scheduler's lock, schedule while it is held, and wait again when it was lost."""
    lock = scheduler_lock(installation)
    waits = 0
    while not is_stopping():
        try:
            if lock.acquire():
                _LOG.info("this process schedules the jobs")
                _lead(installation, lock, is_stopping)
            elif waits == 0:
                _LOG.info("another process schedules the jobs; waiting to take over")
        except SQLAlchemyError as error:
            _LOG.error("the database does not answer: %s", type(error).__name__)
        finally:
            lock.release()
        waits += 1
        _rest(is_stopping)


def _lead(installation: Installation, lock: SchedulerLock, is_stopping: Callable[[], bool]) -> None:
    if abandoned := mark_abandoned(installation):
        _LOG.warning("%d runs were broken off; they run again", abandoned)
    with _scheduler(installation) as scheduler:
        while lock.is_held() and not is_stopping():
            for name in requested_jobs(installation):
                arguments = (installation, name, RunTrigger.REQUEST)
                scheduler.add_job(
                    run_job, args=arguments, id=f"request:{name}", replace_existing=True
                )
            _rest(is_stopping)


@contextmanager
def _scheduler(installation: Installation) -> Iterator[BackgroundScheduler]:
    scheduler = BackgroundScheduler(
        timezone=UTC, executors={"default": ThreadPoolExecutor(_WORKERS)}, job_defaults=_DEFAULTS
    )
    due = set(due_jobs(installation))
    for name, trigger in build_schedule(installation.settings).items():
        at_once = {"next_run_time": utc_now()} if name in due else {}
        arguments = (installation, name, RunTrigger.SCHEDULE)
        scheduler.add_job(run_job, trigger, args=arguments, id=name, **at_once)
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=True)


def _rest(is_over: Callable[[], bool]) -> None:
    """Sleep for one poll in short steps: a signal does not end a sleep, it only sets a flag."""
    end = time.monotonic() + _POLL_SECONDS
    while time.monotonic() < end and not is_over():
        time.sleep(_STEP_SECONDS)

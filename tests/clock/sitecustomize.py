"""Another time for a run of tests, and for every process that it starts.

    PYTHONPATH=tests/clock CLOCK=2027-01-01T00:30+09:00 .venv/bin/pytest tests/browser/test_loop.py

Python imports this file at its start where the folder is on its path. Time goes on from `CLOCK`, which
lies after the real one: cookies that the browser gets must not have run out already.
"""

import os
from datetime import UTC, datetime, timedelta, tzinfo

from apscheduler.executors import base as executors
from apscheduler.schedulers import base as schedulers
from apscheduler.triggers import interval

from safety_center.domain import periods


def _shift() -> timedelta:
    """From the real time to `CLOCK`; children go on with their parent's shift."""
    if "CLOCK_SHIFT_S" not in os.environ:
        wanted = datetime.fromisoformat(os.environ["CLOCK"])
        os.environ["CLOCK_SHIFT_S"] = str((wanted - datetime.now(UTC)).total_seconds())
    return timedelta(seconds=float(os.environ["CLOCK_SHIFT_S"]))


if os.environ.get("CLOCK"):
    SHIFT = _shift()

    def _shifted_now() -> datetime:
        return datetime.now(UTC) + SHIFT

    class _ShiftedClock(datetime):
        """What the scheduler asks for the time: its jobs are due by the same clock as everything."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            shifted = _shifted_now()
            return shifted.astimezone(tz) if tz else shifted.astimezone().replace(tzinfo=None)

    periods.utc_now = _shifted_now
    for module in (schedulers, executors, interval):
        module.datetime = _ShiftedClock

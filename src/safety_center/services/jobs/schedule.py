"""When jobs run: one table. Clock times are Seoul's.

It is a service and not part of the scheduler process, since the job board shows the next run.
"""

from datetime import datetime
from typing import Any

from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from safety_center.domain.periods import SEOUL
from safety_center.settings import Settings


def build_schedule(settings: Settings) -> dict[str, Any]:
    """Job name → APScheduler trigger."""
    return {
        "refresh-statistics": IntervalTrigger(seconds=settings.refresh_seconds, timezone=SEOUL),
        "rebuild-statistics": CronTrigger(hour=3, minute=10, timezone=SEOUL),
        "write-dashboards": CronTrigger(minute=20, timezone=SEOUL),
        # Asked for by each upload; the hour is for what a dead scheduler left behind.
        "read-sheets": CronTrigger(minute=5, timezone=SEOUL),
        "briefing": CronTrigger(minute=35, timezone=SEOUL),  # asked for like these
        "backup": CronTrigger(hour=1, minute=40, timezone=SEOUL),
        "verify-trail": CronTrigger(hour=2, minute=10, timezone=SEOUL),
        "review-access": CronTrigger(hour=0, minute=40, timezone=SEOUL),
        "purge": CronTrigger(hour=4, minute=10, timezone=SEOUL),
    }


def next_run_at(trigger: Any, last_begun_at: datetime | None, now: datetime) -> datetime:
    """When a job is to run after its last beginning; now when it never began. May lie in the past."""
    if last_begun_at is None:
        return now
    at: datetime = trigger.get_next_fire_time(last_begun_at, last_begun_at)
    return at

"""What is odd today, for those who keep the system and those who watch it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from safety_center.domain.access import Permission, require
from safety_center.domain.periods import seoul_bounds
from safety_center.services.context import Context
from safety_center.store import work_lists as store

_FAILURES_SINCE = timedelta(days=1)
_MOST_FAILURES = 5


@dataclass(frozen=True)
class LockedAccount:
    """An account locked after failed sign-ins."""

    username: str
    display_name: str
    locked_at: datetime


@dataclass(frozen=True)
class FailedRun:
    """A run of a job that did not end well."""

    job: str
    started_at: datetime
    message: str | None


@dataclass(frozen=True)
class SystemWatch:
    """What an administrator should look at; failures of the last 24 hours."""

    locked: Sequence[LockedAccount]
    failed: Sequence[FailedRun]


def system_watch(ctx: Context) -> SystemWatch:
    """Locked accounts and failed jobs."""
    require(ctx.require_actor(), Permission.ACCOUNT_MANAGE)
    since = ctx.now - _FAILURES_SINCE
    return SystemWatch(
        locked=[
            LockedAccount(row.username, row.display_name, row.locked_at or ctx.now)
            for row in store.fetch_locked_accounts(ctx.session)
        ],
        failed=[
            FailedRun(run.job, run.started_at, run.message)
            for run in store.fetch_failed_runs(ctx.session, since, _MOST_FAILURES)
        ],
    )


def acts_today(ctx: Context) -> Mapping[str, int]:
    """Entries of the trail since midnight in Seoul: `all`, `views`, `reveals`, `refused`."""
    require(ctx.require_actor(), Permission.TRAIL_VIEW)
    since, _ = seoul_bounds(ctx.today, None)
    acts = store.count_acts(ctx.session, since or ctx.now)
    return {
        "all": sum(acts.values()),
        "views": sum(n for (action, _), n in acts.items() if action.endswith((".view", ".list"))),
        "reveals": sum(n for (action, _), n in acts.items() if "reveal" in action),
        "refused": sum(n for (_, result), n in acts.items() if result != "ok"),
    }

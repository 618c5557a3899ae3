"""What is odd today, for those who keep the system and those who watch it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from safety_center.domain.access import Permission, require
from safety_center.domain.periods import seoul_bounds
from safety_center.domain.trail import UNREFUSED
from safety_center.services.context import Context
from safety_center.store import work_lists as store


@dataclass(frozen=True)
class LockedAccount:
    """An account locked after failed sign-ins."""

    username: str
    display_name: str
    locked_at: datetime


def locked_accounts(ctx: Context) -> list[LockedAccount]:
    """Active accounts that are locked, the longest first."""
    require(ctx.require_actor(), Permission.ACCOUNT_MANAGE)
    return [
        LockedAccount(row.username, row.display_name, row.locked_at or ctx.now)
        for row in store.fetch_locked_accounts(ctx.session)
    ]


def acts_today(ctx: Context) -> Mapping[str, int]:
    """Entries of the trail since midnight in Seoul: `all`, `views`, `reveals`, `refused`."""
    require(ctx.require_actor(), Permission.TRAIL_VIEW)
    since, _ = seoul_bounds(ctx.today, None)
    acts = store.count_acts(ctx.session, since or ctx.now)
    return {
        "all": sum(acts.values()),
        "views": sum(n for (action, _), n in acts.items() if action.endswith((".view", ".list"))),
        "reveals": sum(n for (action, _), n in acts.items() if "reveal" in action),
        "refused": sum(n for (_, result), n in acts.items() if result not in UNREFUSED),
    }

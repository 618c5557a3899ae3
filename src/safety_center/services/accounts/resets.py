"""Passwords and second factors that somebody else took away: told to the person, who alone can tell
whether it was asked for. An administrator who resets both could sign in as that person.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from safety_center.domain.trail import RESETS
from safety_center.services.context import Context
from safety_center.store.accounts import account_names
from safety_center.store.trail_pages import fetch_done_to

#: Said at every sign-in for so long: whoever misuses a reset would be the first to sign in.
_SAID = timedelta(days=14)
_LISTED = timedelta(days=365)
_WHAT = {"account.factor_reset": "factor", "account.password": "password"}


@dataclass(frozen=True)
class Reset:
    """One reset; `what` is `factor` or `password`, `by` nobody where the host's operator did it."""

    what: str
    at: datetime
    by: str | None


def list_resets(ctx: Context, past: timedelta = _LISTED) -> Sequence[Reset]:
    """What others reset of the actor's account, newest first."""
    actor = ctx.require_actor()
    rows = fetch_done_to(ctx.session, actor.username, RESETS, ctx.now - past)
    of_others = [row for row in rows if row.account_id != actor.account_id]
    names = account_names(ctx.session, [row.account_id for row in of_others if row.account_id])
    return [
        Reset(_WHAT[row.action], row.at, names.get(row.account_id or 0))
        for row in of_others
        if is_reset(row.action, row.detail)
    ]


def list_recent_resets(ctx: Context) -> Sequence[Reset]:
    """Those that are said at each sign-in."""
    return list_resets(ctx, _SAID)


def is_reset(action: str, detail: str | None) -> bool:
    """False for a first password, and for one that a person chose."""
    return action == "account.factor_reset" or bool(json.loads(detail or "{}").get("reset"))

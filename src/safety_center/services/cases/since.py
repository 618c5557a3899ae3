"""What happened to a case since somebody opened it: told to whose change, or step, came second."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from safety_center.services.cases.reach import require_case
from safety_center.services.cases.timeline import Event, EventKind, read_changes
from safety_center.services.context import Context
from safety_center.services.personal_values import data_key
from safety_center.store.accounts import account_names
from safety_center.store.tables import TrailEntry

#: Nobody reads more than this of what happened meanwhile.
_MOST = 20
#: Acts that make one new version each, by what the time line calls them.
_VERSIONED = {
    "case.change": EventKind.CHANGED,
    "case.take_up": EventKind.TAKEN_UP,
    "case.close": EventKind.CLOSED,
    "case.reopen": EventKind.REOPENED,
    "case.merge": EventKind.MERGED,
    "case.unmerge": EventKind.UNMERGED,
    "case.erase": EventKind.ERASED,
    "handover.send": EventKind.SENT,
    "handover.accept": EventKind.ACCEPTED,
    "handover.return": EventKind.RETURNED,
    "handover.withdraw": EventKind.WITHDRAWN,
}
#: The same act as the case tells it that the other was merged into.
_AT_THE_OTHER = {
    EventKind.MERGED: EventKind.MERGED_HERE,
    EventKind.UNMERGED: EventKind.UNMERGED_HERE,
}


def changes_since(ctx: Context, number: str, version: int) -> list[Event]:
    """The acts that led from a version to the present one, newest first.

    Each version has its one row in the trail, so the last so many rows are the ones not seen.
    """
    case = require_case(ctx, number)
    unseen = min(max(0, case.version - version), _MOST)
    query = select(TrailEntry).where(
        col(TrailEntry.subject) == number, col(TrailEntry.action).in_(_VERSIONED)
    )
    rows = ctx.session.execute(query.order_by(col(TrailEntry.seq).desc()).limit(unseen)).scalars()
    found = list(rows)
    names = account_names(ctx.session, [row.account_id for row in found if row.account_id])
    key = data_key(ctx, case.data_key_id)
    return [_event(row, names, key) for row in found]


def _event(row: TrailEntry, names: Mapping[int, str], key: bytes | None) -> Event:
    detail: dict[str, Any] = json.loads(row.detail)
    kind = _VERSIONED[row.action]
    if "merged" in detail:
        kind = _AT_THE_OTHER.get(kind, kind)
    return Event(
        row.at,
        kind,
        names.get(row.account_id or 0),
        detail.get("from_unit", row.unit_code) if kind is EventKind.SENT else row.unit_code,
        detail.get("to_unit"),
        changes=tuple(read_changes(detail.get("changes", {}), key)),
        other_case=detail.get("into") or detail.get("merged"),
    )

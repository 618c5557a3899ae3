"""Promises of the session: open, overdue, moved and done (`data/demonstration/promises.toml`)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from safety_center.domain.access import CENTERS, Actor
from safety_center.domain.periods import seoul_date
from safety_center.domain.promises import parse_outcome, parse_postponement, parse_promise
from safety_center.services.context import writing
from safety_center.services.demonstration.staff import Staff
from safety_center.services.installation import Installation
from safety_center.services.promises import postpone_promise, record_promise, settle_promise

_DAY = timedelta(days=1)


def make_promises(
    installation: Installation, staff: Staff, words: Mapping[str, Any], end: datetime
) -> int:
    """As of `end`; how many there are. The center manager takes them down and moves days."""
    rows = words["promises"]["promises"]
    for row in rows:
        _make(installation, staff, row, end)
    return len(rows)


def _make(installation: Installation, staff: Staff, row: Mapping[str, Any], end: datetime) -> None:
    today, manager, moved = seoul_date(end), staff.manager, row.get("moved")
    first_due = moved["due_in"] if moved else row["due_in"]
    given = {
        "question": row["question"],
        "owner_unit": row["owner"],
        "asked_by_unit": row.get("asked_by"),
        "due_on": today + first_due * _DAY,
        "session_year": today.year,
    }
    with writing(installation, manager, now=end - row["days_ago"] * _DAY) as ctx:
        promise = record_promise(ctx, parse_promise(given))
    if moved:
        later = {"due_on": today + row["due_in"] * _DAY, "reason": moved["reason"]}
        with writing(installation, manager, now=end - moved["days_ago"] * _DAY) as ctx:
            postpone_promise(ctx, promise, parse_postponement(later))
    if "outcome" in row:
        by = _who_settles(staff, row["owner"])
        with writing(installation, by, now=end - row["done_ago"] * _DAY) as ctx:
            settle_promise(ctx, promise, parse_outcome({"outcome": row["outcome"]}))


def _who_settles(staff: Staff, unit: str) -> Actor:
    heads = {head.unit_code: head for head in staff.heads}
    return staff.manager if unit in CENTERS else heads.get(unit, staff.manager)

"""Leftovers of daily work and how long each is kept: one table, one job.

Files of imports have a setting of their own (`services.sheets.work.purge_sheets`), and their job runs
in the same round.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import col

from safety_center.domain.periods import utc_now
from safety_center.services.context import Context, writing
from safety_center.services.installation import Installation
from safety_center.settings import Settings
from safety_center.store.job_runs import remove_runs_before
from safety_center.store.tables import (
    Draft,
    KeptSearch,
    StoredAnswer,
    TrailCheck,
)


@dataclass(frozen=True)
class Leftover:
    """One kind; `keeps` counts from when it was last used or finished. `remove` returns the rows."""

    name: str
    keeps: Callable[[Settings], timedelta]
    remove: Callable[[Context, datetime], int]


def purge_leftovers(installation: Installation) -> Mapping[str, int]:
    """Remove what is older than its keeping time; rows by kind. One short transaction per kind."""
    removed: dict[str, int] = {}
    for leftover in LEFTOVERS:
        with writing(installation, None) as ctx:
            before = utc_now() - leftover.keeps(installation.settings)
            removed[leftover.name] = leftover.remove(ctx, before)
    found: dict[str, Any] = {name: rows for name, rows in removed.items() if rows}
    if found:
        with writing(installation, None) as ctx:
            ctx.note("leftover.purge", rows=sum(found.values()), **found)
    return removed


def _drafts(ctx: Context, before: datetime) -> int:
    return _run(ctx, delete(Draft).where(col(Draft.changed_at) < before))


def _searches(ctx: Context, before: datetime) -> int:
    """What a saved filter searches for stays with the filter."""
    old = (col(KeptSearch.created_at) < before, ~col(KeptSearch.saved))
    return _run(ctx, delete(KeptSearch).where(*old))


def _answers(ctx: Context, before: datetime) -> int:
    return _run(ctx, delete(StoredAnswer).where(col(StoredAnswer.created_at) < before))


def _job_runs(ctx: Context, before: datetime) -> int:
    return remove_runs_before(ctx.session, before)


def _checks(ctx: Context, before: datetime) -> int:
    """Verifications of the chain; the newest is always younger, since it runs each night."""
    return _run(ctx, delete(TrailCheck).where(col(TrailCheck.ended_at) < before))


def _run(ctx: Context, statement: UpdateBase) -> int:
    options = statement.execution_options(synchronize_session=False)
    return int(cast("CursorResult[Any]", ctx.session.execute(options)).rowcount)


def _days(number: int) -> Callable[[Settings], timedelta]:
    return lambda _: timedelta(days=number)


LEFTOVERS: tuple[Leftover, ...] = (
    Leftover("drafts", lambda settings: timedelta(days=settings.draft_days), _drafts),
    Leftover("searches", _days(1), _searches),
    Leftover("answers", _days(7), _answers),
    Leftover("job_runs", _days(90), _job_runs),
    Leftover("verifications", _days(1095), _checks),
)

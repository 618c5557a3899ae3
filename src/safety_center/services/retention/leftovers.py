"""Leftovers of daily work and how long each is kept: one table, one job."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import col

from safety_center.domain.periods import utc_now
from safety_center.services.context import Context, writing
from safety_center.services.installation import Installation
from safety_center.store.job_runs import remove_runs_before
from safety_center.store.tables import (
    Draft,
    KeptSearch,
    SheetImport,
    SheetRow,
    StoredAnswer,
    TrailCheck,
)


@dataclass(frozen=True)
class Leftover:
    """One kind; `keeps` counts from when it was last used or finished. `remove` returns the rows."""

    name: str
    keeps: timedelta
    remove: Callable[[Context, datetime], int]


def purge_leftovers(installation: Installation) -> Mapping[str, int]:
    """Remove what is older than its keeping time; rows by kind. One short transaction per kind."""
    removed = {}
    for leftover in LEFTOVERS:
        with writing(installation, None) as ctx:
            removed[leftover.name] = leftover.remove(ctx, utc_now() - leftover.keeps)
    found = {name: rows for name, rows in removed.items() if rows}
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


def _sheet_contents(ctx: Context, before: datetime) -> int:
    """Cells and errors go; that the file was given in, and which cases it made, stays."""
    done = select(col(SheetImport.id)).where(col(SheetImport.finished_at) < before)
    rows = update(SheetRow).where(
        col(SheetRow.import_id).in_(done), col(SheetRow.content).is_not(None)
    )
    return _run(ctx, rows.values(content=None))


def _job_runs(ctx: Context, before: datetime) -> int:
    return remove_runs_before(ctx.session, before)


def _checks(ctx: Context, before: datetime) -> int:
    """Verifications of the chain; the newest is always younger, since it runs each night."""
    return _run(ctx, delete(TrailCheck).where(col(TrailCheck.ended_at) < before))


def _run(ctx: Context, statement: UpdateBase) -> int:
    options = statement.execution_options(synchronize_session=False)
    return int(cast("CursorResult[Any]", ctx.session.execute(options)).rowcount)


LEFTOVERS: tuple[Leftover, ...] = (
    Leftover("drafts", timedelta(days=30), _drafts),
    Leftover("searches", timedelta(days=1), _searches),
    Leftover("answers", timedelta(days=7), _answers),
    Leftover("sheet_contents", timedelta(days=30), _sheet_contents),
    Leftover("job_runs", timedelta(days=90), _job_runs),
    Leftover("verifications", timedelta(days=1095), _checks),
)

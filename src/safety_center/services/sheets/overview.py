"""Imports as their pages show them: how far a file is, what became of its reports."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safety_center.domain.access import Permission, require
from safety_center.domain.errors import NotFound
from safety_center.domain.sheet_states import PENDING_STATES, ImportState, RowKind
from safety_center.services.context import Context
from safety_center.services.sheets.content import RowContent, open_content, open_fault
from safety_center.services.sheets.imports import (
    NAME_PURPOSE,
    plan_of,
    require_import,
    subject_of,
)
from safety_center.store import sheets as store
from safety_center.store.tables import SheetImport
from safety_center.store.vault import unseal

_SHOWN_IMPORTS = 50
_ROWS_A_PAGE = 50


@dataclass(frozen=True)
class ImportView:
    """A file given in. `percent` of the rows done in this phase, None while nothing is known.

    `counts`: kind → reports. `plan`: what storing would do, by `store`, `join`, `apply`, `undecided`.
    """

    token: str
    file_name: str
    file_format: str
    file_size: int
    state: ImportState
    percent: int | None
    counts: Mapping[str, int]
    plan: Mapping[str, int]
    created_at: datetime
    finished_at: datetime | None
    fault: str | None
    fault_params: Mapping[str, Any]
    earlier_at: datetime | None = None

    @property
    def is_working(self) -> bool:
        """True while the background has it."""
        return self.state in PENDING_STATES

    @property
    def total(self) -> int:
        """Reports seen so far."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class RowView:
    """One report of a sheet as the page shows it."""

    line: int
    kind: RowKind
    accepted: bool
    joins: bool
    receipt_number: str | None
    case_number: str | None
    content: RowContent


@dataclass(frozen=True)
class RowPage:
    """Rows in file order; `next_line` begins the next page, None on the last."""

    rows: Sequence[RowView]
    next_line: int | None


def list_imports(ctx: Context) -> list[ImportView]:
    """The actor's own imports, newest first."""
    actor = ctx.require_actor()
    require(actor, Permission.REPORT_IMPORT)
    rows = store.fetch_imports(ctx.session, actor.account_id, _SHOWN_IMPORTS)
    return [_view(ctx, row, json.loads(row.counts)) for row in rows]


def show_import(ctx: Context, token: str) -> ImportView:
    """One of the actor's own imports; anybody else's does not exist."""
    row = require_import(ctx, token)
    numbers = store.count_rows(ctx.session, row.id)
    counts: Counter[str] = Counter()
    for (kind, _accepted, _joins), number in numbers.items():
        counts[kind] += number
    earlier = store.fetch_earlier(ctx.session, row.account_id, row.content_hash)
    other = earlier.finished_at if earlier and earlier.id != row.id else None
    return _view(ctx, row, counts or json.loads(row.counts), plan_of(numbers), other)


def list_rows(ctx: Context, token: str, kind: str | None, after_line: int) -> RowPage:
    """A page of an import's reports; that they were shown is in the trail."""
    row = require_import(ctx, token)
    if kind is not None and kind not in set(RowKind):
        raise NotFound()
    found = store.fetch_rows(ctx.session, row.id, kind, after_line, _ROWS_A_PAGE + 1)
    shown = found[:_ROWS_A_PAGE]
    ctx.note("sheet.view", subject_of(row), rows=len(shown))
    key = ctx.vault.account_key(row.account_id)
    views = [
        RowView(
            line=each.line,
            kind=RowKind.of(each.kind),
            accepted=each.accepted,
            joins=each.joins,
            receipt_number=each.receipt_number,
            case_number=each.case_number,
            content=open_content(key, each.content),
        )
        for each in shown
    ]
    return RowPage(views, shown[-1].line if len(found) > len(shown) else None)


def _view(
    ctx: Context,
    row: SheetImport,
    counts: Mapping[str, int],
    plan: Mapping[str, int] | None = None,
    earlier_at: datetime | None = None,
) -> ImportView:
    key = ctx.vault.account_key(row.account_id)
    name = unseal(key, row.file_name, NAME_PURPOSE).decode() if row.file_name else ""
    fault, fault_params = open_fault(key, row.fault)
    return ImportView(
        token=row.token,
        file_name=name,
        file_format=row.file_format,
        file_size=row.file_size,
        state=ImportState.of(row.state),
        percent=_percent(row),
        counts=counts,
        plan=plan or {},
        created_at=row.created_at,
        finished_at=row.finished_at,
        fault=fault,
        fault_params=fault_params,
        earlier_at=earlier_at,
    )


def _percent(row: SheetImport) -> int | None:
    if not row.rows_total:
        return None
    return min(100, row.rows_done * 100 // row.rows_total)

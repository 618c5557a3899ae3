"""Files given in on screen: taken, looked at, decided, stored, thrown away. Each belongs to its account.

Checking and storing happen in the background (`work`); here states are set and rows are shown.
"""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safety_center.domain.access import Permission, require
from safety_center.domain.errors import N_, Conflict, FieldError, InputRefused, NotFound
from safety_center.domain.jobs import RunState, RunTrigger
from safety_center.domain.sheet_states import PENDING_STATES, ImportState, RowKind
from safety_center.services.context import Context
from safety_center.services.sheets.content import RowContent, open_content, open_fault
from safety_center.services.sheets.sealed import remove_sealed, seal_file, sealed_path
from safety_center.store import job_runs
from safety_center.store import sheets as store
from safety_center.store.tables import SheetImport, SheetRow
from safety_center.store.tables.job_run import JobRun
from safety_center.store.vault import seal, unseal

#: The job that checks and stores; asked for whenever there is something to do.
JOB = "read-sheets"
_NAME_PURPOSE = "sheet-name"
_LONGEST_NAME = 200
_SHOWN_IMPORTS = 50
ROWS_A_PAGE = 50


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


def take_file(ctx: Context, file_name: str, content: Iterable[bytes]) -> str:
    """Keep a file sealed and ask for its check; its token. Raises `InputRefused` when it is too large."""
    actor = ctx.require_actor()
    require(actor, Permission.REPORT_IMPORT)
    settings, token = ctx.installation.settings, secrets.token_urlsafe(16)
    measured = _Measured(content, settings.import_megabytes)
    path = sealed_path(settings.files_folder, token)
    key = ctx.vault.account_key(actor.account_id)
    try:
        seal_file(path, key, token, measured)
        measured.require_some()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    name = file_name.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME]
    row = SheetImport(
        token=token,
        account_id=actor.account_id,
        unit_code=actor.unit_code,
        file_name=seal(key, name.encode(), _NAME_PURPOSE),
        file_format="",
        file_size=measured.size,
        content_hash=measured.digest.hexdigest(),
        state=ImportState.WAITING.value,
        language=actor.language,
        created_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.note("sheet.upload", subject_of(row), size=measured.size)
    _ask_for_work(ctx)
    return token


class _Measured:
    """Counts and hashes what flows through; refuses what is too much."""

    def __init__(self, content: Iterable[bytes], megabytes: int) -> None:
        self._content, self._megabytes = content, megabytes
        self.size, self.digest = 0, hashlib.sha256()

    def __iter__(self) -> Any:
        for piece in self._content:
            self.size += len(piece)
            self.digest.update(piece)
            if self.size > self._megabytes * 1_000_000:
                message = N_("파일이 너무 큽니다. %(most)sMB까지 올릴 수 있습니다.")
                params = {"most": self._megabytes}
                raise InputRefused([FieldError("file", "too_large", message, params)])
            yield piece

    def require_some(self) -> None:
        """Refuse an empty file, or none."""
        if not self.size:
            message = N_("올릴 파일을 골라 주십시오. 비어 있는 파일은 받지 않습니다.")
            raise InputRefused([FieldError("file", "missing", message)])


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
    found = store.fetch_rows(ctx.session, row.id, kind, after_line, ROWS_A_PAGE + 1)
    shown = found[:ROWS_A_PAGE]
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


def decide(ctx: Context, token: str, choices: Mapping[int, str]) -> None:
    """Line → `leave`, `own`, `apply` or `join:<case number>` (one that was shown for that line)."""
    row = _require_checked(ctx, token)
    key = ctx.vault.account_key(row.account_id)
    for line, choice in choices.items():
        each = store.fetch_lines(ctx.session, row.id, [line]).get(line)
        if each is None or each.kind not in (RowKind.LIKELY, RowKind.CHANGED):
            raise NotFound()
        _decide_row(each, choice, open_content(key, each.content))
        ctx.session.add(each)


def _decide_row(row: SheetRow, choice: str, content: RowContent) -> None:
    verb, _, number = choice.partition(":")
    allowed = {"leave": True, "own": row.kind == RowKind.LIKELY}
    allowed["apply"] = row.kind == RowKind.CHANGED and content.may_apply
    allowed["join"] = row.kind == RowKind.LIKELY and number in content.joinable
    if not allowed.get(verb):
        raise InputRefused([FieldError("", "unknown_choice", N_("고를 수 없는 처리입니다."))])
    row.accepted, row.joins = verb != "leave", verb == "join"
    if row.kind == RowKind.LIKELY:
        row.case_number = number if verb == "join" else None


def decide_all(ctx: Context, token: str, kind: RowKind, accepted: bool) -> None:
    """The same for every likely duplicate (a case of its own) or every change (applied), or none."""
    row = _require_checked(ctx, token)
    if kind not in (RowKind.LIKELY, RowKind.CHANGED):
        raise NotFound()
    store.decide_all(ctx.session, row.id, kind.value, accepted)


def begin_storing(ctx: Context, token: str) -> None:
    """Let the background store what was decided; asking twice is asking once."""
    row = require_import(ctx, token, lock=True)
    if row.state in (ImportState.QUEUED, ImportState.STORING, ImportState.DONE):
        return
    if row.state != ImportState.CHECKED:
        raise Conflict(N_("확인이 끝난 파일만 저장할 수 있습니다."))
    plan = plan_of(store.count_rows(ctx.session, row.id))
    if not any(plan[name] for name in ("store", "join", "apply")):
        raise Conflict(N_("저장할 접수가 없습니다."))
    row.state, row.rows_done = ImportState.QUEUED.value, 0
    ctx.session.add(row)
    ctx.note("sheet.import", subject_of(row), **plan)
    _ask_for_work(ctx)


def discard_import(ctx: Context, token: str) -> None:
    """Throw a file away with everything kept of it; what was stored from it stays."""
    row = require_import(ctx, token, lock=True)
    if row.state in (ImportState.QUEUED, ImportState.STORING):
        raise Conflict(N_("저장하는 동안에는 삭제할 수 없습니다."))
    clear_import(ctx, row)
    ctx.note("sheet.discard", subject_of(row))


def clear_import(ctx: Context, row: SheetImport) -> None:
    """Remove file, rows and name; that there was an import, and its counts, stay."""
    store.remove_rows(ctx.session, row.id)
    remove_sealed(ctx.installation.settings.files_folder, row.token)
    row.state, row.file_name, row.fault = ImportState.CLEARED.value, b"", None
    ctx.session.add(row)


def require_import(ctx: Context, token: str, lock: bool = False) -> SheetImport:
    """The row of one of the actor's own imports; raises `NotFound`."""
    actor = ctx.require_actor()
    require(actor, Permission.REPORT_IMPORT)
    row = store.fetch_import(ctx.session, token, lock)
    if row is None or row.account_id != actor.account_id:
        raise NotFound()
    return row


def subject_of(row: SheetImport) -> str:
    """How the trail names an import; the token is a way in and stays out of it."""
    return f"sheet-{row.id}"


def plan_of(numbers: Mapping[tuple[str, bool, bool], int]) -> dict[str, int]:
    """What storing would do, from the numbers of rows by kind and decision."""
    plan = {"store": 0, "join": 0, "apply": 0, "undecided": 0}
    for (kind, accepted, joins), number in numbers.items():
        if kind == RowKind.NEW:
            plan["store"] += number
        elif kind == RowKind.LIKELY:
            plan["join" if joins else "store" if accepted else "undecided"] += number
        elif kind == RowKind.CHANGED:
            plan["apply" if accepted else "undecided"] += number
    return plan


def _require_checked(ctx: Context, token: str) -> SheetImport:
    row = require_import(ctx, token, lock=True)
    if row.state != ImportState.CHECKED:
        raise Conflict(N_("확인이 끝난 파일에서만 고를 수 있습니다."))
    return row


def _ask_for_work(ctx: Context) -> None:
    """The scheduler begins the job within seconds; it needs no permission of the actor's."""
    if not job_runs.fetch_requested(ctx.session, JOB):
        run = JobRun(
            job=JOB,
            trigger=RunTrigger.REQUEST.value,
            started_at=ctx.now,
            state=RunState.REQUESTED.value,
        )
        job_runs.save_run(ctx.session, run)


def _view(
    ctx: Context,
    row: SheetImport,
    counts: Mapping[str, int],
    plan: Mapping[str, int] | None = None,
    earlier_at: datetime | None = None,
) -> ImportView:
    key = ctx.vault.account_key(row.account_id)
    name = unseal(key, row.file_name, _NAME_PURPOSE).decode() if row.file_name else ""
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

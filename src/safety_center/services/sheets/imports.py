"""Files given in on screen: taken, decided, stored, thrown away. Each belongs to its account.

Checking and storing happen in the background (`work`), what pages show is in `overview`.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from safety_center.domain.access import Permission, require
from safety_center.domain.errors import N_, Conflict, FieldError, InputRefused, NotFound
from safety_center.domain.sheet_states import ImportState, RowKind
from safety_center.services.context import Context
from safety_center.services.sheets.content import RowContent, open_content
from safety_center.services.sheets.sealed import remove_sealed, seal_file, sealed_path
from safety_center.store import job_runs
from safety_center.store import sheets as store
from safety_center.store.tables import SheetImport, SheetRow
from safety_center.store.vault import seal

#: The job that checks and stores; asked for whenever there is something to do.
JOB = "read-sheets"
NAME_PURPOSE = "sheet-name"
_LONGEST_NAME = 200


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
        file_name=seal(key, name.encode(), NAME_PURPOSE),
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
    """That needs no permission of the actor's."""
    job_runs.save_request(ctx.session, JOB, ctx.now)

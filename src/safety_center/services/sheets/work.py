"""Checking and storing in the background: a batch a transaction, every file in turn.

Whatever is done is written with the line it reached, in the same transaction. So a killed process
loses nothing and doubles nothing: the next run reads the file again and passes over what is done.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from safety_center.domain.access import Actor, Permission, require
from safety_center.domain.errors import N_, Forbidden, SafetyCenterError
from safety_center.domain.periods import utc_now
from safety_center.domain.sheet_states import (
    LEFT_KINDS,
    PENDING_STATES,
    ImportState,
    RowKind,
)
from safety_center.services.accounts import find_actor
from safety_center.services.context import Context, Origin, reading, writing
from safety_center.services.installation import Installation
from safety_center.services.sheets.content import open_content, seal_content, seal_fault
from safety_center.services.sheets.imports import clear_import, subject_of
from safety_center.services.sheets.outcomes import Choice, Judge, SheetOutcome, in_batches
from safety_center.services.sheets.read import Sheet, SheetReport, open_sheet
from safety_center.services.sheets.sealed import (
    open_sealed,
    remove_sealed,
    sealed_path,
    tokens_on_disk,
)
from safety_center.store import sheets as store
from safety_center.store.rows import insert_rows
from safety_center.store.tables import Account, SheetImport, SheetRow

_LOG = logging.getLogger(__name__)
_ORIGIN = Origin(client="scheduler")
_BROKEN = N_(
    "처리하다 오류로 멈췄습니다. 파일을 다시 올려 주십시오. 저장된 접수는 그대로 있습니다."
)
#: Files read at the same time; each spreadsheet has a reader process.
_AT_ONCE = 3
#: A sealed file without a row: its upload was broken off.
_ORPHAN_AGE_S = 86_400


def work_on_sheets(installation: Installation) -> int:
    """Go on with every file that waits, a batch of each in turn; how many reports were gone through.

    The job's lock sees to it that only one process does this at a time.
    """
    running: dict[int, Iterator[int]] = {}
    done = 0
    while True:
        with installation.database.reading() as session:
            waiting = store.fetch_pending(session, [state.value for state in PENDING_STATES])
        for import_id in waiting[:_AT_ONCE]:
            running.setdefault(import_id, _Run(installation, import_id).advance())
        if not running:
            return done
        for import_id, run in list(running.items()):
            try:
                done += next(run)
            except StopIteration:
                del running[import_id]
            except SQLAlchemyError:
                raise  # the database may answer again: the job is tried again
            except Exception as error:
                _LOG.error("import %d failed: %s", import_id, type(error).__name__)
                del running[import_id]
                fail_import(installation, import_id, SafetyCenterError(_BROKEN))


def purge_sheets(installation: Installation) -> int:
    """Remove files and rows whose time is over, and files that belong to no import."""
    settings, now = installation.settings, utc_now()
    with writing(installation, None, _ORIGIN) as ctx:
        old = store.fetch_before(
            ctx.session, now - timedelta(days=settings.import_days), ImportState.CLEARED.value
        )
        for row in old:
            clear_import(ctx, row)
            ctx.note("sheet.purge", subject_of(row))
        known = store.fetch_tokens(ctx.session)
    for token, path in tokens_on_disk(settings.files_folder):
        if token not in known and now.timestamp() - path.stat().st_mtime > _ORPHAN_AGE_S:
            path.unlink(missing_ok=True)
    return len(old)


class _Stopped(Exception):
    """The file was thrown away while it was gone through."""


class _Run:
    """One file on its way through one phase."""

    def __init__(self, installation: Installation, import_id: int) -> None:
        self.installation, self.import_id = installation, import_id
        self.judge = Judge()
        self.state = ImportState.CHECKING

    def advance(self) -> Iterator[int]:
        """Check or store, yielding the number of reports after each batch."""
        with reading(self.installation, None, _ORIGIN) as ctx:
            row = ctx.session.get_one(SheetImport, self.import_id)
        try:
            actor = self._actor(row)
            storing = row.state in (ImportState.QUEUED, ImportState.STORING)
            sheet = self._open(row)
            self.state = ImportState.STORING if storing else ImportState.CHECKING
            self._begin(sheet)
            work = self._store if storing else self._check
            for batch in in_batches(sheet.reports):
                fresh = self._pass_over(batch, row.rows_done)
                if fresh:
                    work(actor, row, fresh)
                yield len(fresh)
            self._end(actor, ImportState.DONE if storing else ImportState.CHECKED)
        except _Stopped:
            return
        except SafetyCenterError as error:
            fail_import(self.installation, self.import_id, error)

    def _actor(self, row: SheetImport) -> Actor:
        with reading(self.installation, None, _ORIGIN) as ctx:
            account = ctx.session.get_one(Account, row.account_id)
            actor = find_actor(ctx, account.username)
        if actor is None:
            raise Forbidden(N_("파일을 올린 계정을 지금은 쓸 수 없습니다."))
        require(actor, Permission.REPORT_IMPORT)
        return actor

    def _open(self, row: SheetImport) -> Sheet:
        key = self.installation.vault.account_key(row.account_id)
        path = sealed_path(self.installation.settings.files_folder, row.token)
        return open_sheet(open_sealed(path, key, row.token))

    def _begin(self, sheet: Sheet) -> None:
        with self.installation.database.writing() as session:
            row = session.get_one(SheetImport, self.import_id, with_for_update=True)
            if row.state not in PENDING_STATES:
                raise _Stopped
            row.state, row.file_format = self.state.value, sheet.file_format
            row.rows_total = sheet.expected
            session.add(row)

    def _pass_over(self, batch: list[SheetReport], done_line: int) -> list[SheetReport]:
        """The part of a batch that no earlier run went through."""
        fresh = [each for each in batch if each.line > done_line]
        if len(fresh) < len(batch):
            with reading(self.installation, None, _ORIGIN) as ctx:
                passed = [each for each in batch if each.line <= done_line]
                self.judge.pass_over(ctx.places, passed)
        return fresh

    def _check(self, actor: Actor, row: SheetImport, batch: Sequence[SheetReport]) -> None:
        """Looked at without holding the write lock; what was looked up comes into the trail."""
        key = self.installation.vault.account_key(row.account_id)
        with reading(self.installation, actor, _ORIGIN) as ctx:
            rows = [self._row(key, each) for each in self.judge.check(ctx, batch)]
            acts = ctx.acts
        with writing(self.installation, actor, _ORIGIN) as ctx:
            ctx.acts.extend(acts)
            insert_rows(ctx.session, SheetRow, rows)
            self._reach(ctx, batch)

    def _row(self, key: bytes, outcome: SheetOutcome) -> dict[str, Any]:
        comparison = outcome.comparison
        number = comparison.case_number if comparison else outcome.submitted.case_number
        return {
            "import_id": self.import_id,
            "line": outcome.line,
            "kind": outcome.kind.value,
            "accepted": False,
            "joins": False,
            "receipt_number": outcome.submitted.receipt_number,
            "case_number": number,
            "content": seal_content(key, outcome),
        }

    def _store(self, actor: Actor, row: SheetImport, batch: Sequence[SheetReport]) -> None:
        with writing(self.installation, actor, _ORIGIN) as ctx:
            self._store_in(ctx, ctx.vault.account_key(row.account_id), batch)

    def _store_in(self, ctx: Context, key: bytes, batch: Sequence[SheetReport]) -> None:
        known = store.fetch_lines(ctx.session, self.import_id, [each.line for each in batch])
        choices = {line: _choice(each, key) for line, each in known.items()}
        outcomes = self.judge.store(ctx, batch, lambda report: choices.get(report.line))
        changed = [
            {
                "line": each.line,
                "kind": _kind_after(each).value,
                "receipt_number": each.submitted.receipt_number,
                "case_number": each.submitted.case_number,
                "content": seal_content(key, each),
            }
            for each in outcomes
        ]
        store.update_rows(ctx.session, self.import_id, changed)
        self._reach(ctx, batch)

    def _reach(self, ctx: Context, batch: Sequence[SheetReport]) -> None:
        row = self._held(ctx)
        row.rows_done = batch[-1].lines[-1] if batch[-1].lines else batch[-1].line
        ctx.session.add(row)

    def _held(self, ctx: Context) -> SheetImport:
        """The import, held until the transaction ends; stops the run when it was thrown away meanwhile."""
        row = ctx.session.get_one(SheetImport, self.import_id, with_for_update=True)
        if row.state != self.state:
            raise _Stopped
        return row

    def _end(self, actor: Actor, state: ImportState) -> None:
        with writing(self.installation, actor, _ORIGIN) as ctx:
            row = self._held(ctx)
            counts: Counter[str] = Counter()
            for (kind, _, _), number in store.count_rows(ctx.session, self.import_id).items():
                counts[kind] += number
            row.state, row.counts = state.value, json.dumps(counts)
            row.finished_at = ctx.now if state is ImportState.DONE else None
            ctx.session.add(row)
            act = "sheet.stored" if state is ImportState.DONE else "sheet.checked"
            ctx.note(act, subject_of(row), rows=sum(counts.values()), **counts)
            token = row.token
        if state is ImportState.DONE and not any(counts[kind.value] for kind in LEFT_KINDS):
            # Its purpose is attained: only rows to mend are read from the file once more.
            remove_sealed(self.installation.settings.files_folder, token)


def fail_import(installation: Installation, import_id: int, error: SafetyCenterError) -> None:
    """The file cannot be gone on with: said on its page; what was stored so far stays stored."""
    with installation.database.writing() as session:
        row = session.get_one(SheetImport, import_id, with_for_update=True)
        if row.state in PENDING_STATES:
            row.state = ImportState.FAILED.value
            key = installation.vault.account_key(row.account_id)
            row.fault = seal_fault(key, error.message, error.params)
            session.add(row)


def _choice(row: SheetRow, key: bytes) -> Choice | None:
    """What was decided about a report that was checked; None for one that is passed over."""
    if row.kind == RowKind.NEW:
        return Choice(True)
    if not row.accepted:
        return None
    if row.kind == RowKind.LIKELY:
        return Choice(True, join=row.case_number if row.joins else None)
    if row.kind == RowKind.CHANGED:
        return Choice(True, seen=open_content(key, row.content).digest)
    return None


def _kind_after(outcome: SheetOutcome) -> RowKind:
    return RowKind.STORED if outcome.kind is RowKind.NEW else outcome.kind

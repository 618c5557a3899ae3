"""The rows of a sheet that were not stored, as they stand in the file, with what is to be mended."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from safety_center.domain.errors import N_, Conflict, FieldError
from safety_center.domain.sheet_columns import REASON_HEADINGS, headings, plain_heading
from safety_center.domain.sheet_states import LEFT_KINDS, PENDING_STATES, ImportState, RowKind
from safety_center.services.context import Context
from safety_center.services.sheets.content import Fault, locate, open_content
from safety_center.services.sheets.imports import require_import, subject_of
from safety_center.services.sheets.outcomes import SheetOutcome, in_batches
from safety_center.services.sheets.read import SheetReport, open_sheet
from safety_center.services.sheets.rows import cell_text
from safety_center.services.sheets.sealed import open_sealed, sealed_path
from safety_center.store import sheets as store
from safety_center.store.tables import SheetRow

_UNDECIDED = N_(
    "이미 등록된 사건과 비슷합니다. 화면에서 새 사건으로 등록할지 병합할지 골라 주십시오."
)
_UNAPPLIED = N_("이미 등록된 접수와 내용이 다릅니다. 화면에서 적용할지 골라 주십시오.")


@dataclass(frozen=True)
class LeftRow:
    """A line that is left: its cells as text, in the order of the headings, and why."""

    cells: list[str]
    faults: list[Fault]


@dataclass(frozen=True)
class Rest:
    """The headings and the lines; there may be as many as the file had."""

    header: list[str]
    rows: Iterable[LeftRow]


def open_rest(ctx: Context, token: str, language: str) -> Rest:
    """The lines of one of the actor's imports that are to be mended; one row of the trail."""
    row = require_import(ctx, token)
    state = ImportState.of(row.state)
    if state in PENDING_STATES or state is ImportState.CLEARED:
        raise Conflict(N_("고칠 행은 확인이나 저장이 끝난 뒤에 내려받을 수 있습니다."))
    key = ctx.vault.account_key(row.account_id)
    path = sealed_path(ctx.installation.settings.files_folder, token)
    sheet = open_sheet(open_sealed(path, key, token))
    ctx.note("sheet.rest", subject_of(row))
    database, import_id = ctx.installation.database, row.id

    def rows() -> Iterator[LeftRow]:
        for batch in in_batches(sheet.reports):
            with database.reading() as session:
                known = store.fetch_lines(session, import_id, [each.line for each in batch])
            for report in batch:
                kept = known.get(report.line)
                if kept is not None and kept.kind in LEFT_KINDS:
                    yield from left_rows(sheet.header, report, _faults(kept, key))

    return Rest(rest_header(sheet.header, language), rows())


def rest_header(header: Sequence[str], language: str) -> list[str]:
    """The sheet's own headings, and the reasons first."""
    return [REASON_HEADINGS[language], *(name for name in header if not _is_reason(name))]


def left_rows(
    header: Sequence[str], report: SheetReport, faults: Sequence[Fault]
) -> Iterator[LeftRow]:
    """The lines of one report; each says what is wrong in it, the first also what is no cell's."""
    kept = [index for index, name in enumerate(header) if not _is_reason(name)]
    for line, cells in zip(report.lines, report.rows, strict=True):
        texts = [cell_text(cells[i]) if i < len(cells) else "" for i in kept]
        here = [fault for fault in faults if fault.line == line]
        yield LeftRow(texts + [cell_text(c) for c in cells[len(header) :]], here)


def faults_of(outcome: SheetOutcome) -> list[Fault]:
    """What is to be mended in a report that was not stored."""
    faults = [Fault(*locate(outcome, error), error) for error in outcome.submitted.errors]
    return faults or [_why_left(outcome.line, outcome.kind)]


def _faults(row: SheetRow, key: bytes) -> list[Fault]:
    content = open_content(key, row.content)
    return list(content.errors) or [_why_left(row.line, RowKind.of(row.kind))]


def _why_left(line: int, kind: RowKind) -> Fault:
    message = _UNAPPLIED if kind is RowKind.CHANGED else _UNDECIDED
    return Fault(line, "", "", FieldError("", "undecided", message))


def _is_reason(name: str) -> bool:
    return headings().get(plain_heading(name)) == ""

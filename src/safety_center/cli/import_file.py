"""`safety-center import`: reports from a CSV, XLSX or ODS file; `safety-center template`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from tqdm import tqdm

from safety_center.cli.session import acting, find_command_actor, open_from_environment
from safety_center.cli.words import sentence
from safety_center.documents.sheet_files import csv_lines, rows_xlsx
from safety_center.domain.errors import N_, SafetyCenterError
from safety_center.domain.sheet_columns import column_of
from safety_center.domain.sheet_states import LEFT_KINDS, RowKind
from safety_center.services.context import Origin
from safety_center.services.sheets import SheetOutcome, check_sheet, import_sheet, open_sheet
from safety_center.services.sheets.content import Fault
from safety_center.services.sheets.read import Sheet
from safety_center.services.sheets.rest import faults_of, left_rows, rest_header
from safety_center.services.sheets.rows import pieces_of
from safety_center.services.sheets.template import build_template

_ORIGIN = Origin(client="command")
_LANGUAGE = click.option(
    "--language", type=click.Choice(["ko", "en"]), default="ko", show_default=True
)
_AS = click.option("--as", "username", required=True, help="실행하는 계정 / the account that acts")
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_AS
@click.option("--check", is_flag=True, help="확인만 하고 저장하지 않음 / check only, store nothing")
@click.option(
    "--rest",
    type=_NEW_FILE,
    help="등록되지 않은 행을 쓸 파일(.xlsx, .csv) / where rows to mend are written",
)
@click.option(
    "--apply-changes",
    is_flag=True,
    help="이미 등록된 접수의 변경도 적용 / apply changes of reports stored before",
)
@_LANGUAGE
def import_file(
    file: Path, username: str, check: bool, rest: Path | None, apply_changes: bool, language: str
) -> None:
    """CSV·XLSX·ODS 파일의 접수 건을 등록한다 / store the reports of a file (a row per person)."""
    if rest is not None and (rest.exists() or rest.suffix not in (".csv", ".xlsx")):
        raise click.ClickException("--rest: 새 .xlsx 또는 .csv 파일 / a new .xlsx or .csv file")
    installation = open_from_environment()
    actor = find_command_actor(installation, username)
    counts: Counter[RowKind] = Counter()
    with _sentences(language):
        sheet = open_sheet(pieces_of(file))
        outcomes = (
            check_sheet(installation, actor, sheet.reports, _ORIGIN)
            if check
            else import_sheet(installation, actor, sheet.reports, _ORIGIN, apply_changes)
        )
        seen = _seen(outcomes, sheet, counts, language)
        if rest is None:
            for _ in seen:
                pass
        else:
            _write_rest(rest, sheet, seen, language)
    click.echo(_summary(counts, check, language))
    if counts[RowKind.ERROR]:
        raise SystemExit(1)


@click.command()
@click.argument("file", type=_NEW_FILE)
@_AS
@_LANGUAGE
def template(file: Path, username: str, language: str) -> None:
    """가져오기 양식을 내려받는다(.xlsx, .csv) / write the sheet to fill."""
    if file.exists() or file.suffix not in (".csv", ".xlsx"):
        raise click.ClickException("새 .xlsx 또는 .csv 파일 / a new .xlsx or .csv file")
    installation = open_from_environment()
    with _sentences(language), acting(installation, username) as ctx:
        content = build_template(ctx, file.suffix[1:], language)
    file.write_bytes(content)


@contextmanager
def _sentences(language: str) -> Iterator[None]:
    try:
        yield
    except SafetyCenterError as error:
        raise click.ClickException(sentence(error, language)) from None


def _seen(
    outcomes: Iterable[SheetOutcome], sheet: Sheet, counts: Counter[RowKind], language: str
) -> Iterator[SheetOutcome]:
    """Outcomes on their way: counted, their lines on the bar, what is wrong said as at every door."""
    with tqdm(total=sheet.expected or None, unit="행", disable=None, leave=False) as progress:
        for outcome in outcomes:
            counts[outcome.kind] += 1
            progress.update(len(outcome.sheet_report.lines) if outcome.sheet_report else 1)
            _print_faults(outcome, language)
            yield outcome


def _print_faults(outcome: SheetOutcome, language: str) -> None:
    lines = [
        f"{fault.line}: {fault.error.field}: {sentence(fault.error, language)}"
        for fault in (faults_of(outcome) if outcome.submitted.errors else ())
    ]
    mark = "주의" if language == "ko" else "warning"
    lines += [
        f"{outcome.line}: ({mark}) {warning.field}: {sentence(warning, language)}"
        for warning in outcome.submitted.warnings
    ]
    for line in lines:
        with tqdm.external_write_mode():
            click.echo(line, err=True)


def _write_rest(path: Path, sheet: Sheet, outcomes: Iterable[SheetOutcome], language: str) -> None:
    def rows() -> Iterator[list[str]]:
        for outcome in outcomes:
            if outcome.kind not in LEFT_KINDS or outcome.sheet_report is None:
                continue
            for left in left_rows(sheet.header, outcome.sheet_report, faults_of(outcome)):
                yield [_reasons(left.faults, language), *left.cells]

    header = rest_header(sheet.header, language)
    if path.suffix == ".xlsx":
        content = rows_xlsx("접수" if language == "ko" else "Reports", header, rows())
        path.touch(mode=0o600)
        path.write_bytes(content)
        return
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(header, rows()))


def _reasons(faults: Iterable[Fault], language: str) -> str:
    said = []
    for fault in faults:
        column = column_of(fault.error.field)
        text = sentence(fault.error, language)
        said.append(f"{column.label(language)}: {text}" if column else text)
    return "\n".join(said)


def _summary(counts: Counter[RowKind], check: bool, language: str) -> str:
    labels = {
        RowKind.NEW: N_("등록할 수 있음") if check else N_("등록"),
        RowKind.LIKELY: N_("중복 의심"),
        RowKind.APPLIED: N_("변경 적용"),
        RowKind.CHANGED: N_("변경(적용 안 함)"),
        RowKind.SAME: N_("이미 등록됨"),
        RowKind.ERROR: N_("오류"),
    }
    always = (RowKind.NEW, RowKind.SAME, RowKind.ERROR)
    return " · ".join(
        f"{sentence(label, language)} {counts[kind]}"
        for kind, label in labels.items()
        if counts[kind] or kind in always
    )

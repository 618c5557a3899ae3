"""`safety-center import`: reports from a CSV file."""

from collections import Counter
from pathlib import Path

import click
from tqdm import tqdm

from safety_center.cli.session import find_command_actor, open_from_environment
from safety_center.cli.words import sentence
from safety_center.domain.errors import N_, SafetyCenterError
from safety_center.services.context import Origin
from safety_center.services.sheets import SheetOutcome, check_sheet, import_sheet, read_csv

_ORIGIN = Origin(client="command")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, help="실행하는 계정 / the account that acts")
@click.option("--check", is_flag=True, help="확인만 하고 저장하지 않음 / check only, store nothing")
@click.option("--language", type=click.Choice(["ko", "en"]), default="ko", show_default=True)
def import_file(file: Path, username: str, check: bool, language: str) -> None:
    """CSV 파일의 접수 건을 등록한다 / store the reports of a CSV file (a row per person)."""
    installation = open_from_environment()
    actor = find_command_actor(installation, username)
    verb = check_sheet if check else import_sheet
    counts: Counter[str] = Counter()
    try:
        progress = tqdm(unit="건", disable=None, leave=False)
        for outcome in verb(installation, actor, read_csv(file), _ORIGIN):
            counts[outcome.kind] += 1
            progress.update()
            if outcome.kind == "error":
                _print_errors(outcome, language)
        progress.close()
    except SafetyCenterError as error:
        raise click.ClickException(sentence(error, language)) from None
    labels = {
        "new": N_("등록할 수 있음") if check else N_("등록"),
        "repeated": N_("이미 등록됨"),
        "error": N_("오류"),
    }
    said = (f"{sentence(label, language)} {counts[kind]}" for kind, label in labels.items())
    click.echo(" · ".join(said))
    if counts["error"]:
        raise SystemExit(1)


def _print_errors(outcome: SheetOutcome, language: str) -> None:
    for error in outcome.submitted.errors:
        with tqdm.external_write_mode():
            click.echo(f"{outcome.line}: {error.field}: {sentence(error, language)}", err=True)

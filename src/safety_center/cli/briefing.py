"""`safety-center briefing`: make a briefing here and now, whether or not a scheduler runs."""

import click

from safety_center.cli.session import acting, open_from_environment
from safety_center.cli.words import sentence
from safety_center.domain.briefing import BriefingForm, BriefingState
from safety_center.domain.errors import SafetyCenterError
from safety_center.domain.jobs import RunTrigger
from safety_center.domain.periods import format_instant
from safety_center.services.briefing import (
    Record,
    ask_for_briefing,
    file_place,
    listening,
    parse_wanted,
    show_briefing,
)
from safety_center.services.installation import Installation
from safety_center.services.jobs import run_job


@click.command()
@click.option("--as", "username", required=True, help="실행하는 계정 / the account that acts")
@click.option("--year", default="", help="연도(기본: 올해) / the year (this one unless given)")
@click.option(
    "--as-of",
    default="",
    help="당시 알려진 대로(기본: 지금) / as known then (now unless given): 2026-06-30, 2026-06-30T14:30",
)
@click.option("--language", type=click.Choice(["ko", "en"]), default="ko", show_default=True)
def briefing(username: str, year: str, as_of: str, language: str) -> None:
    """회의자료를 만든다 / make a briefing: an HTML document and XLSX tables."""
    installation = open_from_environment()
    values = {"year": year, "as_of": as_of, "language": language}
    try:
        with acting(installation, username) as ctx:
            record = ask_for_briefing(ctx, parse_wanted(ctx, values), by_job=False)
        with listening(lambda told: _tell(told, record, language)):
            result = run_job(installation, "briefing", RunTrigger.COMMAND)
        if result.state is None:
            busy = "지금 다른 곳에서 작성 중이며 이어서 작성합니다 / being made elsewhere just now; this one follows"
            raise click.ClickException(busy)
        _report(installation, username, record.name, language)
    except SafetyCenterError as error:
        raise click.ClickException(sentence(error, language)) from None


def _tell(told: Record, wanted: Record, language: str) -> None:
    """One line per step of the briefing asked for; others that waited are made in silence."""
    if told.name == wanted.name and told.state is BriefingState.MAKING:
        step = told.step[1] if language == "en" else told.step[0]
        click.echo(f"{told.done}/{told.steps} {step}", err=True)


def _report(installation: Installation, username: str, name: str, language: str) -> None:
    with acting(installation, username) as ctx:
        record = show_briefing(ctx, name)
    if record.state is not BriefingState.DONE:
        raise click.ClickException(sentence(record.message, language) if record.message else "")
    at = format_instant(record.as_of, language=language)
    click.echo(f"{record.wanted.year} · {at} · /briefings/{record.name}")
    for form in BriefingForm:
        place = file_place(installation, record, form)
        click.echo(f"{place} ({record.sizes[form.value]:,} bytes)")

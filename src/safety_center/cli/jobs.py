"""`safety-center jobs …`, `refresh`, `scheduler`: every job is also a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click

from safety_center.cli.session import acting, looking, open_from_environment
from safety_center.cli.words import sentence
from safety_center.domain.errors import SafetyCenterError
from safety_center.domain.jobs import RunState, RunTrigger
from safety_center.domain.periods import format_instant
from safety_center.jobs.process import run_process
from safety_center.logs import configure_logs
from safety_center.services.installation import Installation
from safety_center.services.jobs import JOBS, JobState, list_job_states, permit_run, run_job

_AS = click.option("--as", "username", required=True, help="실행하는 계정 / the account that acts")
_DAY = click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="그 날만 / that day only")
_LANGUAGE = click.option(
    "--language", type=click.Choice(["ko", "en"]), default="ko", show_default=True
)


@contextmanager
def _opened(language: str = "ko") -> Iterator[Installation]:
    """The installation, closed at the end; a refusal ends the command with its sentence."""
    installation = open_from_environment()
    try:
        yield installation
    except SafetyCenterError as error:
        raise click.ClickException(sentence(error, language)) from None
    finally:
        installation.database.close()


@click.group()
def jobs() -> None:
    """작업을 보거나 실행한다 / list or run jobs."""


@jobs.command("list")
@click.option("--as", "username", help="상태도 봄 / the account that acts; shows their state too")
@_LANGUAGE
def list_jobs(username: str | None, language: str) -> None:
    """작업 이름과 하는 일, 마지막 실행 / jobs, what they do, how they last ended."""
    if username is None:
        for job in JOBS.values():
            click.echo(f"{job.name:<20} {job.label(language)}: {job.does(language)}")
        return
    with _opened(language) as installation, looking(installation, username) as ctx:
        states = list_job_states(ctx)
    for state in states:
        click.echo(_describe(state, language))


def _describe(state: JobState, language: str) -> str:
    parts = [f"{state.job.name:<20} {state.job.label(language)}"]
    if state.last is not None:
        parts.append(state.last.state.label(language))
        parts.append(format_instant(state.last.started_at, language=language))
        if state.last.message is not None:
            parts.append(sentence(state.last.message, language))
    return " · ".join(parts)


@jobs.command("run")
@click.argument("name", type=click.Choice(list(JOBS)))
@_AS
@_DAY
@_LANGUAGE
def run(name: str, username: str, day: datetime | None, language: str) -> None:
    """작업 하나를 지금 실행한다 / run a job now, or catch one up."""
    _run(name, username, day.date() if day else None, language)


@click.command()
@_AS
@_DAY
@_LANGUAGE
def refresh(username: str, day: datetime | None, language: str) -> None:
    """통계를 갱신한다 / refresh the statistics."""
    _run("refresh-statistics", username, day.date() if day else None, language)


@click.command()
def scheduler() -> None:
    """일정에 따라 작업을 실행한다 / run the jobs on their schedule, until stopped."""
    with _opened() as installation:
        configure_logs(installation.settings)
        run_process(installation)


def _run(name: str, username: str, day: date | None, language: str) -> None:
    with _opened(language) as installation:
        with acting(installation, username) as ctx:
            permit_run(ctx, name)
        result = run_job(installation, name, RunTrigger.COMMAND, day)
    if result.state is None:
        busy = "지금 다른 곳에서 실행 중입니다 / it is running elsewhere just now"
        raise click.ClickException(f"{name}: {busy}")
    said = f" · {sentence(result.message, language)}" if result.message else ""
    click.echo(f"{name}: {result.state.label(language)} · {result.rows or 0:,}{said}")
    if result.state is not RunState.DONE:
        raise SystemExit(1)

"""`safety-center statistics`: figures without a running server."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from safety_center.cli.session import looking, open_from_environment
from safety_center.cli.words import sentence
from safety_center.domain.differences import parse_question
from safety_center.domain.errors import InputRefused, SafetyCenterError
from safety_center.domain.statistics import COLUMNS, REGIONS, UNKNOWN, Dimension, parse_query
from safety_center.domain.vocabulary import CountUnit, DateBasis, Term
from safety_center.services.context import Context
from safety_center.services.statistics import (
    Audience,
    Form,
    count,
    diff,
    write_differences,
    write_figures,
)

_FILTERS = (*REGIONS, *map(Dimension.of, COLUMNS))


def _choice(terms: type[Term]) -> click.Choice[str]:
    return click.Choice([term.value for term in terms])  # codes; click would offer the names


def _filter_options(command: Any) -> Any:
    for dimension in reversed(_FILTERS):
        help_text = f"{dimension.ko}: 코드[,코드…] / {dimension.en} codes"
        option = f"--{dimension.value.replace('_', '-')}"
        command = click.option(option, dimension.value, help=help_text)(command)
    return command


def _options(command: Any) -> Any:
    """What figure is asked for, and how it is written."""
    options = (
        click.option("--by", default="", help=f"분류 기준 / break down by: {', '.join(Dimension)}"),
        click.option("--unit", type=_choice(CountUnit), default="persons", show_default=True),
        click.option("--basis", type=_choice(DateBasis), default="reported", show_default=True),
        click.option(
            "--scheme", default="statistics", show_default=True, help="지역 구분 / region scheme"
        ),
        click.option(
            "--day", type=click.Choice([UNKNOWN]), help="날짜 미상만 / persons without a day only"
        ),
        _filter_options,
        click.option("--format", "form", type=_choice(Form), default="table", show_default=True),
        click.option(
            "--output", type=click.Path(dir_okay=False, path_type=Path), help="파일로 / to a file"
        ),
        click.option(
            "--audience",
            type=_choice(Audience),
            default="internal",
            show_default=True,
            help="이용 범위 / for whom",
        ),
        click.option(
            "--language", type=click.Choice(["ko", "en"]), default="ko", show_default=True
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@click.option("--as", "username", help="실행하는 계정(필수) / the account that acts (required)")
@click.option("--from", "from_day", help="첫날 / first day, 2016-01-01")
@click.option("--to", "to_day", help="마지막 날 / last day, 2026-12-31")
@click.option("--as-of", help="당시 알려진 대로 / as known then: 2026-03-31, 2026-03-31T14:30")
@_options
@click.pass_context
def statistics(command: click.Context, **asked: Any) -> None:
    """통계를 셈해 정의와 함께 쓴다 / count, and write the figures with their definitions."""
    if command.invoked_subcommand is not None:
        return
    asked |= {"from": asked.pop("from_day"), "to": asked.pop("to_day")}

    def answer(ctx: Context, form: Form, language: str, audience: Audience) -> str:
        return write_figures(ctx, count(ctx, parse_query(asked)), form, language, audience)

    _answer(asked, answer)


@statistics.command(name="diff")
@click.option("--as", "username", required=True, help="실행하는 계정 / the account that acts")
@click.option("--from", "from", help="처음 시각 / first instant: 2026-01-01 (00:00 KST)")
@click.option("--to", "to", help="나중 시각 / second instant: 2026-06-30 (24:00 KST)")
@click.option("--first-day", help="통계 기간 첫날 / first day of the figure, 2025-01-01")
@click.option("--last-day", help="통계 기간 마지막 날 / last day of the figure, 2025-12-31")
@_options
def show_differences(**asked: Any) -> None:
    """두 시각 사이에 통계가 왜 달라졌는지 쓴다 / why a figure differs between two instants."""

    def answer(ctx: Context, form: Form, language: str, audience: Audience) -> str:
        question = parse_question(asked)
        found = diff(ctx, question.query, question.from_at, question.to_at)
        return write_differences(ctx, found, form, language, audience)

    _answer(asked, answer)


def _answer(asked: dict[str, Any], answer: Callable[..., str]) -> None:
    """Write the answer to what is left of the options, or end with every sentence of refusal."""
    form, output = Form.of(asked.pop("form")), asked.pop("output")
    language, username = asked.pop("language"), asked.pop("username")
    audience = Audience.of(asked.pop("audience"))
    if not username:
        raise click.UsageError("Missing option '--as'.")
    installation = open_from_environment()
    try:
        with looking(installation, username) as ctx:
            text = answer(ctx, form, language, audience)
    except InputRefused as refused:
        lines = [
            f"--{error.field.replace('_', '-')}: {sentence(error, language)}"
            for error in refused.errors
        ]
        raise click.ClickException("\n".join(lines)) from None
    except SafetyCenterError as error:
        raise click.ClickException(sentence(error, language)) from None
    finally:
        installation.database.close()
    _write(text, output, form)


def _write(text: str, output: Path | None, form: Form) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    # Korean spreadsheets take a CSV file for UTF-8 only when it begins with a byte order mark.
    encoding = "utf-8-sig" if form is Form.CSV else "utf-8"
    output.write_text(text, encoding=encoding, newline="")

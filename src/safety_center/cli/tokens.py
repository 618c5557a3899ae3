"""`safety-center token create|list|end`: tokens of the API, given and ended by an administrator."""

from datetime import datetime

import click

from safety_center.cli.session import acting, looking, open_from_environment
from safety_center.cli.words import sentence
from safety_center.domain.errors import InputRefused, SafetyCenterError
from safety_center.domain.tokens import TOKEN_SCOPES, parse_token
from safety_center.services.accounts import read_account
from safety_center.services.tokens import (
    create_system_account,
    create_token,
    end_token,
    list_system_accounts,
    list_tokens,
)

_SCOPES = click.Choice([str(scope) for scope in TOKEN_SCOPES])
_AS = click.option(
    "--as", "administrator", required=True, help="실행하는 계정 / the account that acts"
)


@click.group()
def token() -> None:
    """API 토큰을 발급하고 종료한다 / give and end tokens of the API."""


@token.command()
@_AS
@click.option("--username", required=True, help="시스템 계정 / the system's account")
@click.option("--name", required=True, help="어디에 쓰는지 / what it is for")
@click.option("--scope", "scopes", multiple=True, required=True, type=_SCOPES, help="권한 / scope")
@click.option(
    "--valid-to",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="마지막 날(한국시간) / the last day it works (Seoul)",
)
@click.option("--role", help="계정이 없으면 이 역할로 만든다 / make the account with this role")
@click.option("--unit", help="새 계정의 기관 / unit of the new account")
@click.option("--display-name", help="새 계정의 이름 / name of the new account")
def create(
    administrator: str,
    username: str,
    name: str,
    scopes: tuple[str, ...],
    valid_to: datetime,
    role: str | None,
    unit: str | None,
    display_name: str | None,
) -> None:
    """토큰을 발급한다. 한 번만 보인다 / give a token; it is shown once."""
    last = valid_to.date().isoformat()
    wanted = {"username": username, "name": name, "scopes": list(scopes), "valid_to": last}
    account = {"username": username, "display_name": display_name or username, "role": role}
    try:
        with acting(open_from_environment(), administrator) as ctx:
            known = {each.username for each in list_system_accounts(ctx)}
            if role is not None and username not in known:
                create_system_account(ctx, read_account(ctx, {**account, "unit_code": unit}))
            secret, _ = create_token(ctx, parse_token(wanted))
    except SafetyCenterError as refused:
        raise click.ClickException(_sentences(refused)) from None
    click.echo(secret)
    click.echo("다시 볼 수 없습니다 / it is not shown again", err=True)


@token.command("list")
@_AS
def list_command(administrator: str) -> None:
    """토큰을 나열한다 / list the tokens."""
    try:
        with looking(open_from_environment(), administrator) as ctx:
            tokens = list_tokens(ctx)
    except SafetyCenterError as refused:
        raise click.ClickException(_sentences(refused)) from None
    for each in tokens:
        state = "사용 중" if each.usable else "종료"
        scopes = ",".join(each.scopes)
        click.echo(f"{each.id}\t{each.username}\t{each.name}\t{scopes}\t{each.valid_to}\t{state}")


@token.command()
@_AS
@click.argument("token_id", type=click.IntRange(min=1, max=2**53))
def end(administrator: str, token_id: int) -> None:
    """토큰을 지금 종료한다 / end a token now."""
    try:
        with acting(open_from_environment(), administrator) as ctx:
            ended = end_token(ctx, token_id)
    except SafetyCenterError as refused:
        raise click.ClickException(_sentences(refused)) from None
    click.echo(f"종료했습니다 / ended: {ended.name}")


def _sentences(refused: SafetyCenterError) -> str:
    if isinstance(refused, InputRefused):
        return "\n".join(f"{error.field}: {sentence(error)}" for error in refused.errors)
    return sentence(refused)

"""`init`, `migrate`, `load-reference`, `verify-audit`: what an operator does."""

import getpass
import sys

import click

from safety_center.cli.session import (
    COMMAND,
    acting,
    find_command_actor,
    open_from_environment,
    settings_from_environment,
)
from safety_center.cli.words import sentence
from safety_center.domain.accounts import parse_account
from safety_center.domain.errors import InputRefused, SafetyCenterError
from safety_center.services.accounts import create_account, reset_factor
from safety_center.services.accounts.manage import actor_of
from safety_center.services.context import viewing, writing
from safety_center.services.installation import Installation, open_installation
from safety_center.services.operation import load_reference_data, make_keys, migrate_database
from safety_center.services.trail import trail_end, verify_trail


@click.command()
@click.option("--username", prompt="관리자 계정 이름 / administrator's username")
@click.option("--display-name", prompt="관리자 성명 / administrator's name")
@click.option(
    "--password-stdin",
    is_flag=True,
    help="비밀번호를 표준 입력에서 읽음 / read the password from standard input",
)
def init(username: str, display_name: str, password_stdin: bool) -> None:
    """키, 데이터베이스, 첫 관리자를 만든다 / make keys, database and the first administrator."""
    settings = settings_from_environment()
    if settings.key_file.exists():
        raise click.ClickException(
            f"키 파일이 이미 있습니다: {settings.key_file}\nThe key file exists already: {settings.key_file}"
        )
    password = _read_password(password_stdin)
    make_keys(settings.key_file)
    migrate_database(settings.database_url)
    installation = open_installation(settings)
    try:
        _first_administrator(installation, username, display_name, password)
    except InputRefused as refused:
        settings.key_file.unlink()
        raise click.ClickException(_sentences(refused)) from None
    finally:
        installation.database.close()
    click.echo(f"만들었습니다: 키 {settings.key_file}, 관리자 {username}")
    click.echo(
        "키 파일을 따로 보관하세요. 잃으면 성명·생년월일·전화번호·여권번호를 다시 읽을 수 없습니다.\n"
        "Keep a copy of the key file apart: without it names, birth dates and numbers are unreadable."
    )


def _read_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("비밀번호 / password: ")
    if first != getpass.getpass("한 번 더 / again: "):
        raise click.ClickException("두 비밀번호가 다릅니다 / the passwords differ")
    return first


def _first_administrator(
    installation: Installation, username: str, display_name: str, password: str
) -> None:
    values = {"username": username, "display_name": display_name, "role": "administrator"}
    with writing(installation, None, COMMAND) as ctx:
        ctx.actor = actor_of(create_account(ctx, parse_account(values), password))
        first = ctx.actor
    load_reference_data(installation, first, COMMAND)


def _sentences(refused: InputRefused) -> str:
    return "\n".join(f"{error.field}: {sentence(error)}" for error in refused.errors)


@click.command()
def migrate() -> None:
    """데이터베이스를 현재 판으로 올린다 / bring the database up to date."""
    migrate_database(settings_from_environment().database_url)
    click.echo("데이터베이스가 현재 판입니다 / the database is up to date")


@click.command("load-reference")
@click.option("--as", "username", required=True, help="실행하는 계정 / the account that acts")
def load_reference_command(username: str) -> None:
    """data/의 기준정보를 읽어 들인다 / load the reference data."""
    installation = open_from_environment()
    actor = find_command_actor(installation, username)
    click.echo(load_reference_data(installation, actor, COMMAND))


@click.command("reset-second-factor")
@click.argument("username")
@click.option("--as", "acting_as", required=True, help="실행하는 계정 / the account that acts")
def reset_second_factor(username: str, acting_as: str) -> None:
    """잃은 2단계 인증을 초기화한다 / take a lost second factor away; its owner enrols anew."""
    installation = open_from_environment()
    try:
        with acting(installation, acting_as) as ctx:
            reset_factor(ctx, username)
    except SafetyCenterError as error:
        raise click.ClickException(sentence(error, "ko")) from None
    click.echo(f"초기화했습니다 / reset: {username}")


@click.command("verify-audit")
@click.option("--as", "username", help="실행하는 계정, 기록에 남음 / the account that acts")
@click.option(
    "--read-only",
    is_flag=True,
    help="계정 없이 읽기만 하고 기록을 남기지 않음 / without an account; leaves no row in the trail",
)
def verify_audit(username: str | None, read_only: bool) -> None:
    """기록의 연결을 처음부터 확인한다 / verify the trail's chain from its beginning."""
    if read_only is (username is not None):
        raise click.UsageError(
            "`--as 계정`이나 `--read-only` 가운데 하나가 필요합니다 / give `--as USER` or `--read-only`"
        )
    installation = open_from_environment()
    actor = find_command_actor(installation, username) if username else None
    try:
        with viewing(installation, actor, COMMAND) as ctx:
            faults = verify_trail(ctx)
            entries, last_hash = trail_end(ctx)
            # Said before the row of the trail is written: a damaged database may refuse it.
            for fault in faults:
                click.echo(f"{fault.seq}: {fault.kind}")
    except SafetyCenterError as error:
        raise click.ClickException(sentence(error, "ko")) from None
    if read_only:
        click.echo("읽기만 했고 기록에 남기지 않았습니다 / read only: no row was left in the trail")
    if faults:
        raise click.ClickException(
            f"기록이 {len(faults)}곳에서 어긋납니다 / {len(faults)} faults in the trail"
        )
    click.echo(f"기록이 온전합니다 / the trail is whole: {entries} · {last_hash}")

"""`backup`, `restore`: keep a sealed copy of the database, prove that it can be put back, put it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from safety_center.cli.session import (
    COMMAND,
    find_command_actor,
    open_from_environment,
    settings_from_environment,
)
from safety_center.cli.words import sentence
from safety_center.domain.backups import BackupFault, Facts
from safety_center.domain.errors import SafetyCenterError
from safety_center.services.backups import (
    make_backup,
    make_key_of_backups,
    rehearse_restore,
    restore_backup,
)
from safety_center.services.backups.find import find_backup

_FOLDER = click.Path(file_okay=False, path_type=Path)
_NOT_INSIDE = (
    "키 파일과 백업 키는 백업에 들어 있지 않습니다. 따로, 다른 곳에 보관하십시오.\n"
    "Neither the key file nor the backup key is in it: keep both apart, elsewhere."
)
_KEY_MADE = (
    "백업 키를 만들었습니다: {path}\n"
    "이 키와 키 파일이 없으면 백업을 되돌릴 수 없습니다. 백업과 다른 곳에 사본을 보관하십시오.\n"
    "Made the backup key. Without it and the key file no backup can be put back: keep copies away from the backups."
)
_REPLACE = (
    "지금 데이터베이스를 백업으로 바꿉니다. 있던 자료는 다른 이름으로 남습니다. 계속할까요?"
    " / Replace the present database by the backup? What is there is kept under another name."
)
_REPEAT = (
    "백업 뒤에 있던 일은 없습니다. 그 사이의 개인정보 파기, 계정 사용 중지, 토큰 종료는 다시 하십시오.\n"
    "Nothing after the backup is there: repeat erasures, accounts switched off and tokens ended since then."
)


@click.command()
@click.option("--as", "username", help="실행하는 계정 / the account that acts")
@click.option("--folder", type=_FOLDER, help="백업 폴더 / where to, instead of the setting")
@click.option(
    "--verify", "backup", type=_FOLDER, help="복원 연습 / rehearse a restore, change nothing"
)
@click.option("--make-key", is_flag=True, help="백업 키를 만듦 / make the key of the backups")
def backup(username: str | None, folder: Path | None, backup: Path | None, make_key: bool) -> None:
    """데이터베이스를 봉인해 백업한다 / back the database up, sealed; --verify rehearses a restore."""
    if make_key is (username is not None):
        raise click.UsageError(
            "`--as 계정`이나 `--make-key` 가운데 하나가 필요합니다 / give `--as USER` or `--make-key`"
        )
    with _explained():
        if make_key:
            path = make_key_of_backups(settings_from_environment())
            click.echo(_KEY_MADE.format(path=path))
        elif backup is not None:
            _rehearse(str(username), backup)
        else:
            _make(str(username), folder)


def _make(username: str, folder: Path | None) -> None:
    installation = open_from_environment()
    actor = find_command_actor(installation, username)
    made = make_backup(installation, actor, COMMAND, folder)
    click.echo(f"백업했습니다 / backed up: {made.path}")
    size = made.manifest.content.size / 1_000_000
    click.echo(f"{_amount(made.manifest.facts)} · {size:,.1f} MB · {made.seconds:.1f} s")
    if made.removed:
        click.echo(f"오래된 백업을 지웠습니다 / older backups removed: {made.removed}")
    click.echo(_NOT_INSIDE)


def _rehearse(username: str, folder: Path) -> None:
    installation = open_from_environment()
    actor = find_command_actor(installation, username)
    proof = rehearse_restore(installation, actor, COMMAND, find_backup(folder))
    click.echo(f"복원 연습을 마쳤습니다 / rehearsed: {proof.manifest.name} · {proof.seconds:.1f} s")
    _say_checked(proof.manifest.facts)


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--as", "username", required=True, help="백업 안의 계정 / an account of the backup")
@click.option("--replace", is_flag=True, help="있는 자료를 바꿈 / replace the data that are there")
@click.option("--yes", is_flag=True, help="묻지 않음 / do not ask")
def restore(folder: Path, username: str, replace: bool, yes: bool) -> None:
    """백업을 되돌린다 / put a backup back, into an empty place, and prove it."""
    settings = settings_from_environment()
    if not settings.key_file.exists():
        raise click.ClickException(
            f"키 파일이 없습니다. 보관한 키 파일을 먼저 두십시오: {settings.key_file}\n"
            f"No key file: put the kept key file there first: {settings.key_file}"
        )
    if replace and not yes:
        click.confirm(_REPLACE, abort=True)
    with _explained():
        proof = restore_backup(settings, username, COMMAND, find_backup(folder), replace)
    click.echo(f"되돌렸습니다 / restored: {proof.manifest.name} · {proof.seconds:.1f} s")
    _say_checked(proof.manifest.facts)
    if proof.migrated:
        click.echo("현재 판으로 올렸습니다 / brought up to this version")
    if proof.aside:
        click.echo(f"있던 자료 / what was there: {proof.aside}")
    click.echo(f"끝낸 로그인 / sign-ins ended: {proof.sessions}")
    click.echo(_REPEAT)


def _say_checked(facts: Facts) -> None:
    click.echo(f"행 수가 모두 같습니다 / every count is the same: {_amount(facts)}")
    click.echo(
        f"기록이 온전합니다 / the trail is whole: {facts.trail_entries} · {facts.trail_hash}"
    )
    click.echo("키 파일이 맞습니다 / the key file fits")


def _amount(facts: Facts) -> str:
    rows, tables = facts.rows, len(facts.tables)
    return f"{tables}개 표 {rows:,}행 / {rows:,} rows in {tables} tables"


@contextmanager
def _explained() -> Iterator[None]:
    """A fault ends the command with its sentence, in both languages."""
    try:
        yield
    except BackupFault as fault:
        raise click.ClickException(f"{sentence(fault)}\n{sentence(fault, 'en')}") from None
    except SafetyCenterError as error:
        raise click.ClickException(sentence(error)) from None

"""How a command gets its installation and the account it acts as."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from safety_center.domain.access import Actor
from safety_center.services.accounts import find_actor
from safety_center.services.context import Context, Origin, reading, viewing, writing
from safety_center.services.installation import Installation, open_installation
from safety_center.settings import Settings, SettingsError, load_settings

#: Where acts of a command come from, as the trail keeps it.
COMMAND = Origin(client="command")


def settings_from_environment(**fixed: object) -> Settings:
    """Settings of the environment; a wrong one ends the command with a sentence."""
    try:
        return load_settings(**fixed)
    except SettingsError as error:
        raise click.ClickException(f"설정을 확인하세요 / check the settings: {error}") from None


def open_from_environment(**fixed: object) -> Installation:
    """The installation that the environment names; ends with the remedy when it was not made yet."""
    settings = settings_from_environment(**fixed)
    if not settings.key_file.exists():
        raise click.ClickException(
            f"키 파일이 없습니다: {settings.key_file}. 시연에 대해 실행하려면 `safety-center --demonstration …`,"
            " 새로 설치하려면 `safety-center init`을 쓰세요.\n"
            f"No key file: {settings.key_file}. For the demonstration: `safety-center --demonstration …`;"
            " for a new installation: `safety-center init`."
        )
    installation = open_installation(settings)
    if (command := click.get_current_context(silent=True)) is not None:
        command.call_on_close(installation.database.close)
    return installation


def find_command_actor(installation: Installation, username: str) -> Actor:
    """The account a command acts as; unknown or switched-off names end the command."""
    with reading(installation, None) as ctx:
        actor = find_actor(ctx, username)
    if actor is None:
        raise click.ClickException(f"쓸 수 없는 계정입니다 / no usable account: {username}")
    return actor


@contextmanager
def looking(installation: Installation, username: str) -> Iterator[Context]:
    """A unit that reads as a named account, nobody waiting meanwhile; what was taken out is in the trail."""
    with viewing(installation, find_command_actor(installation, username), COMMAND) as ctx:
        yield ctx


@contextmanager
def acting(installation: Installation, username: str) -> Iterator[Context]:
    """A writing unit as a named account; what it does is in the trail under that name."""
    actor = find_command_actor(installation, username)
    with writing(installation, actor, COMMAND) as ctx:
        yield ctx

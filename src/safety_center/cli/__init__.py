"""The command line: `safety-center …`. Every job is also a command; a command acts as a named account."""

from importlib import import_module

import click

from safety_center import __version__


class _Lazy(click.Group):
    """Loads a command's module only when it is asked for, so that `--help` and `migrate` start fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"safety_center.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            said = import_module("safety_center.cli.faults").say_fault(error)
            if said is None:
                raise
            raise click.ClickException(said) from None


#: Command → where it is: `module:object` below `safety_center.cli`.
COMMANDS = {
    "backup": "backup:backup",
    "briefing": "briefing:briefing",
    "demo": "demo:demo",
    "import": "import_file:import_file",
    "import-template": "import_file:template",
    "init": "operate:init",
    "jobs": "jobs:jobs",
    "load-reference": "operate:load_reference_command",
    "migrate": "operate:migrate",
    "refresh": "jobs:refresh",
    "restore": "backup:restore",
    "reset-second-factor": "operate:reset_second_factor",
    "scheduler": "jobs:scheduler",
    "serve": "serve:serve",
    "statistics": "statistics:statistics",
    "token": "tokens:token",
    "verify-audit": "operate:verify_audit",
}


@click.group(cls=_Lazy)
@click.version_option(__version__, prog_name="safety-center")
@click.option(
    "--demonstration", is_flag=True, help="var/demo의 시연에 대해 실행 / act on the demonstration"
)
def main(demonstration: bool) -> None:
    """Safety Center: 재외국민 사건·사고 관리시스템."""
    if demonstration:
        place = import_module("safety_center.cli.demonstration")
        place.use_demonstration(place.demonstration_settings())

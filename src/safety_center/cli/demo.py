"""`safety-center demo`: a demonstration from nothing, with synthetic data, in one command."""

import time
from datetime import date
from pathlib import Path

import click
from tqdm import tqdm

from safety_center.cli.demonstration import FOLDER, demonstration_settings, use_demonstration
from safety_center.cli.serve import (
    catch_interrupt,
    require_dashboards,
    require_free_port,
    run_server,
)
from safety_center.domain.access import CALL_CENTER, SAFETY_CENTER, Role
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.services.context import Context, reading
from safety_center.services.demonstration import (
    demonstration_accounts,
    is_of_this_version,
    make_demonstration,
)
from safety_center.services.installation import Installation, open_installation
from safety_center.services.operation import (
    load_reference_data,
    make_keys,
    migrate_database,
    read_fact,
)
from safety_center.settings import Settings

_HOST = "127.0.0.1"
_MAKING = (
    "시연 데이터를 만듭니다. 1~2분쯤 걸리며 한 번만 만듭니다. 그만두려면 Ctrl-C (다음에 새로 만듭니다)\n"
    "Making the demonstration: a minute or two, once. Ctrl-C stops; the next start makes it anew."
)
_OLD = (
    "이전 버전이 만든 시연 데이터입니다. 새로 생긴 화면은 비어 있을 수 있습니다. 새로 만들려면: make demo-reset\n"
    "Made by an older version: screens new since then may be empty. To make it anew: make demo-reset"
)
_BAR = "{desc} {percentage:3.0f}%|{bar:30}| {n_fmt}/{total_fmt} [{elapsed}<{remaining}]"
_LABEL = "시연용 가상 데이터 · 실제 사건이 아닙니다 / synthetic demonstration data"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default=True)
@click.option("--scale", default=1.0, hidden=True, help="만들 몫, 시험용 / share made, for tests")
@click.option(
    "--only-make", is_flag=True, help="만들기만 하고 시작하지 않음 / make it, do not start"
)
def demo(port: int, folder: Path, scale: float, only_make: bool) -> None:
    """시연 데이터를 만들고 시작한다 / make the demonstration and start it."""
    catch_interrupt()
    if not only_make:
        require_free_port(_HOST, port)
    settings = demonstration_settings(folder)
    require_dashboards(settings)
    installation = prepare(settings, seoul_date(utc_now()), scale)
    if not only_make:
        _say_where(installation, port)
    installation.database.close()
    if not only_make:
        use_demonstration(settings)
        run_server(settings, _HOST, port)


def prepare(settings: Settings, today: date, scale: float = 1.0) -> Installation:
    """The finished demonstration; what a broken-off start left is made anew."""
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    if database.exists() and settings.key_file.exists():
        installation = open_installation(settings)
        if _is_finished(installation):
            return installation
        installation.database.close()
    for path in (settings.key_file, database, *database.parent.glob(database.name + "-*")):
        path.unlink(missing_ok=True)
    return _make(settings, today, scale)


def _is_finished(installation: Installation) -> bool:
    migrate_database(installation.settings.database_url)
    with reading(installation, None) as ctx:
        return read_fact(ctx, "demo_made_at") is not None


def _make(settings: Settings, today: date, scale: float) -> Installation:
    started = time.monotonic()
    click.echo(_MAKING)
    make_keys(settings.key_file)
    migrate_database(settings.database_url)
    installation = open_installation(settings)
    load_reference_data(installation)
    with _Progress() as progress:
        make_demonstration(installation, today, progress.show, scale=scale)
    took = time.monotonic() - started
    click.echo(
        f"시연 데이터를 {took:.0f}초에 만들었습니다. / Made in {took:.0f} seconds.\n{_LABEL}"
    )
    return installation


class _Progress:
    """One bar per stage, on a terminal or in a log."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None
        self._stage = ""

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, stage: str, done: int, total: int) -> None:
        """Called by the generator with `(stage, done, total)`."""
        if stage != self._stage or self._bar is None:
            self.__exit__()
            self._bar, self._stage = _bar(stage, total), stage
        self._bar.total = total
        self._bar.update(done - self._bar.n)


def _bar(stage: str, total: int) -> "tqdm[None]":
    return tqdm(total=total, desc=stage, mininterval=0.5, bar_format=_BAR)


def _say_where(installation: Installation, port: int) -> None:
    with reading(installation, None) as ctx:
        if not is_of_this_version(ctx):
            click.echo(_OLD)
        click.echo(f"\n  {_LABEL}\n  http://{_HOST}:{port}\n")
        for account in demonstration_accounts(ctx):
            role, unit = Role(account.role), _unit_name(ctx, account.unit_code)
            told = unit or account.display_name
            click.echo(f"  {account.username:<24} {role.ko} ({role.en}) · {told}")
    click.echo(
        "\n  로그인 화면에서 역할을 고르세요. 끝내려면 Ctrl-C / choose a role to sign in, Ctrl-C ends\n"
    )


def _unit_name(ctx: Context, code: str | None) -> str | None:
    """As the sign-in page names it, so that the line is found there again."""
    settings = ctx.installation.settings
    centers = {CALL_CENTER: settings.call_center_ko, SAFETY_CENTER: settings.safety_center_ko}
    mission = ctx.places.missions.get(code or "")
    return mission.ko if mission else centers.get(code or "")

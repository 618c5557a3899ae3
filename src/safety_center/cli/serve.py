"""`safety-center serve`: web server and scheduler as one command."""

import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from safety_center.cli.session import open_from_environment
from safety_center.logs import configure_logs
from safety_center.services.dashboards import DashboardError, check_dashboards
from safety_center.settings import Settings

#: Objects of each generation before the collector looks at it.
_COLLECT_AFTER = (20_000, 20, 20)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="웹 프로세스 수 / web processes")
@click.option(
    "--scheduler/--no-scheduler", default=True, help="일정 작업도 함께 실행 / run the jobs too"
)
def serve(host: str, port: int, workers: int, scheduler: bool) -> None:
    """웹 서버(와 일정 작업)를 시작한다 / start the web server (and the scheduled jobs)."""
    installation = open_from_environment()
    installation.database.close()
    run_server(installation.settings, host, port, workers, scheduler)


def require_free_port(host: str, port: int) -> None:
    """End with the remedy when something already listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise click.ClickException(
                f"{port}번 포트를 다른 프로그램이 쓰고 있습니다. 다른 포트를 고르세요: make demo PORT={port + 1}\n"
                f"Port {port} is in use. Choose another one: make demo PORT={port + 1}"
            ) from None


def run_server(
    settings: Settings, host: str, port: int, workers: int = 1, scheduler: bool = True
) -> None:
    """Serve until interrupted; the scheduler is a process of its own that ends with the server."""
    require_free_port(host, port)
    require_dashboards(settings)
    configure_logs(settings)
    owner = os.getpid()
    with _shared_counts(workers):
        # Imported here: at its import the library that counts requests looks whether it is shared.
        from safety_center.app import create_app

        child = _start_scheduler() if scheduler else None
        try:
            _Server(create_app, settings, f"{host}:{port}", workers).run()
        finally:
            if child is not None and os.getpid() == owner:
                _stop(child)


@contextmanager
def _shared_counts(workers: int) -> Iterator[None]:
    """Where several processes add up what `/metrics` shows."""
    if workers == 1:
        yield
        return
    owner, folder = os.getpid(), tempfile.mkdtemp(prefix="safety-center-counts-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    try:
        yield
    finally:
        if os.getpid() == owner:  # a worker that ends passes here too
            shutil.rmtree(folder, ignore_errors=True)


def require_dashboards(settings: Settings) -> None:
    """End with file, key and reason when a declared dashboard is wrong, before anything starts."""
    try:
        check_dashboards(settings)
    except DashboardError as error:
        raise click.ClickException(
            f"대시보드 선언을 고치세요 / mend the declared dashboards:\n{error}"
        ) from None


def _start_scheduler() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "safety_center.cli", "scheduler"]
    # A group of its own: Ctrl-C reaches the server first, which then ends the scheduler in order.
    return subprocess.Popen(command, start_new_session=True)


def _stop(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        child.terminate()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()


class _Logger(Logger):
    """Gunicorn's own lines go where all others go, in the same form."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class _Server(BaseApplication):
    """Gunicorn with threads, configured from our settings and not from a file."""

    def __init__(
        self, make_app: Callable[[Settings], Any], settings: Settings, address: str, workers: int
    ) -> None:
        self._make_app, self._settings = make_app, settings
        self._options = {
            "bind": address,
            "workers": workers,
            "worker_class": "gthread",
            "threads": settings.web_threads,
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 5,
            "loglevel": "warning",
            "logger_class": _Logger,
            "control_socket_disable": True,
            "proc_name": "safety-center",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        app = self._make_app(self._settings)
        _leave_alone_what_stays()
        return app


def _leave_alone_what_stays() -> None:
    """Take what was loaded for good out of the collector's rounds, and let it come less often.

    A request leaves next to no cycles behind; going over the program's own objects again and again
    was a tenth of the processor time of writing a report (ADR 17).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


def end_quietly(_signal: int, _frame: FrameType | None) -> None:
    """Ctrl-C before the server runs: no traceback, the shell's usual exit code."""
    sys.stderr.write("\n")
    os._exit(130)


def catch_interrupt() -> None:
    """Ctrl-C ends a command without a traceback."""
    signal.signal(signal.SIGINT, end_quietly)

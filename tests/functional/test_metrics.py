"""What a monitor reads: only with its token, counts of every request, gauges, nobody's data."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from safety_center.domain.access import Role
from safety_center.domain.jobs import RunTrigger
from safety_center.services.installation import Installation
from safety_center.services.jobs import run_job
from tests.factories import environment_of, make_actor, submit
from tests.visitor import Visitor

TOKEN = "a-token-of-the-monitor"
JOBS_DONE = 'safety_center_job_last_success_timestamp_seconds{job="refresh-statistics"}'


@pytest.fixture
def installed(installation: Installation, tmp_path: Path) -> Installation:
    path = tmp_path / "metrics-token"
    path.write_text(TOKEN + "\n", "utf-8")
    chosen = {"metrics_token_file": path}
    installation.settings = installation.settings.model_copy(update=chosen)
    return installation


def read(visitor: Visitor, token: str = TOKEN) -> str:
    answer = visitor.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")
    return answer.text


def value(text: str, series: str) -> float:
    (found,) = re.findall(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    return float(found)


def test_requests_are_counted_by_their_rule_and_answer(installed: Installation) -> None:
    visitor = Visitor(installed)
    for path in ("/about", "/about", "/cases/2026-KHM-000123", "/nowhere/홍길동", "/api/v1/cases"):
        visitor.get(path)
    text = read(visitor)
    requests = "safety_center_requests_total"
    assert value(text, f'{requests}{{method="GET",route="/about",status="200"}}') == 2
    assert value(text, f'{requests}{{method="GET",route="none",status="404"}}') == 1
    assert value(text, f'{requests}{{method="GET",route="/api/v1/cases",status="401"}}') == 1
    assert value(text, 'safety_center_request_seconds_count{route="/about"}') == 2
    assert "000123" not in text
    assert "홍길동" not in text


def test_gauges_tell_of_jobs_trail_and_queue(installed: Installation) -> None:
    submit(installed, make_actor(installed, Role.OFFICER))
    visitor = Visitor(installed)
    before = read(visitor)
    assert JOBS_DONE not in before
    assert value(before, "safety_center_stale_days") > 0
    assert value(before, "safety_center_trail_entries") == 2
    assert value(before, "safety_center_open_handovers") == 0
    assert "safety_center_backup_made" not in before
    run_job(installed, "refresh-statistics", RunTrigger.COMMAND)
    after = read(visitor)
    assert abs(value(after, JOBS_DONE) - time.time()) < 60
    assert value(after, "safety_center_stale_days") == 0
    assert value(after, 'safety_center_job_failed{job="refresh-statistics"}') == 0


def test_every_metric_is_explained_to_operators(installed: Installation) -> None:
    run_job(installed, "verify-trail", RunTrigger.COMMAND)
    text = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
    visitor = Visitor(installed)
    visitor.get("/about")
    shown = re.findall(r"^# TYPE (\S+)", read(visitor), re.MULTILINE)
    ours = [name for name in shown if not name.endswith("_created")]
    assert len(ours) >= 9
    assert [name for name in ours if f"`{name}`" not in text] == []


@pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}"])
def test_without_the_token_there_is_no_such_address(
    installed: Installation, given: str | None
) -> None:
    headers = {} if given is None else {"Authorization": given}
    assert Visitor(installed).get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize("content", [None, "", "short"])
def test_metrics_are_closed_until_a_token_is_set(
    sqlite_installation: Installation, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "metrics-token"
    if content is not None:
        path.write_text(content, "utf-8")
        chosen = {"metrics_token_file": path}
        settings = sqlite_installation.settings.model_copy(update=chosen)
        sqlite_installation.settings = settings
    headers = {"Authorization": f"Bearer {content or ''}"}
    assert Visitor(sqlite_installation).get("/metrics", headers=headers).status_code == 404


def test_several_processes_of_one_port_are_added_up(
    postgres_installation: Installation, tmp_path: Path
) -> None:
    """Whichever process answers, the count is that of all."""
    token = tmp_path / "metrics-token"
    token.write_text(TOKEN, "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = environment_of(postgres_installation, SAFETY_CENTER_METRICS_TOKEN_FILE=str(token))
    command = [sys.executable, "-m", "safety_center.cli", "serve", "--no-scheduler"]
    command += ["--workers", "2", "--port", str(port)]
    with (tmp_path / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=log)
    try:
        _wait_for(port, server)
        for _ in range(20):
            _get(port, "/about")
        counted = 'safety_center_requests_total{method="GET",route="/about",status="200"}'
        assert {value(_get(port, "/metrics"), counted) for _ in range(6)} == {20}
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
    lines = (tmp_path / "server.log").read_text("utf-8").splitlines()
    assert sum('"rule": "/about"' in line for line in lines) == 20


def _get(port: int, path: str) -> str:
    address = f"http://127.0.0.1:{port}{path}"
    asked = urllib.request.Request(address, headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - our own
        return answer.read().decode("utf-8")


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert server.poll() is None
        with suppress(OSError):
            _get(port, "/healthz")
            return
        time.sleep(0.2)
    raise TimeoutError

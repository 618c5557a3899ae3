"""A server killed in the middle of a report: nothing is lost, nothing is stored twice."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.store.trail_chain import find_faults
from tests.factories import environment_of
from tests.functional.caller import Caller, report
from tests.functional.desk import acts, all_cases

# The server's command. While a file says so, the thread that writes a report stops there for good.
SERVER = """
import sys
import time
from pathlib import Path
from safety_center.cli import main
from safety_center.services.intake.together import SharedIntake
from safety_center.store import trail

def stop_at(place):
    if Path(f"stop {place}").exists():
        Path(f"at {place}").touch()
        time.sleep(600)

def append_entries(*args):
    stop_at("before the commit")
    append(*args)

def store(*args):
    answers = store_together(*args)
    stop_at("before the answer")
    return answers

append, trail.append_entries = trail.append_entries, append_entries
store_together, SharedIntake._store = SharedIntake._store, store
main(["serve", "--no-scheduler", "--port", sys.argv[1]])
"""
BEFORE_COMMIT, BEFORE_ANSWER = "before the commit", "before the answer"
_PATIENCE = 120
Sent = tuple[str, dict[str, Any]]


class Server:
    """`safety-center serve` of an installation, started anew as often as it was killed."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.folder, self.installation = folder, installation
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = environment_of(self.installation, SAFETY_CENTER_SECURE_COOKIES="false")
        command = [sys.executable, "-c", SERVER, str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=environment, cwd=self.folder, stderr=log, start_new_session=True
            )
        wait_until(self._listens)

    def _listens(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "server.log").read_text("utf-8")
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5):
            return True
        return False

    def kill(self) -> None:
        """At once and all of it: the process that listens and the one that works."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def post(self, caller: Caller, sent: Sent) -> tuple[int, dict[str, Any]] | None:
        """Status and answer of a report; None where the server died before it answered."""
        key, values = sent
        headers = caller.headers(Idempotency_Key=key, Content_Type="application/json")
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request("POST", "/api/v1/reports", json.dumps(values), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (HTTPException, OSError):
            return None
        finally:
            connection.close()


@pytest.fixture
def server(installation: Installation, tmp_path: Path) -> Iterator[Server]:
    server = Server(installation, tmp_path)
    yield server
    server.kill()


@pytest.fixture
def caller(installation: Installation) -> Caller:
    """A system whose token is in use: its reports go the way of those that come together."""
    caller = Caller(installation)
    assert caller.get("/cases").status_code == 200
    return caller


def wait_until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not reached():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def new_report() -> Sent:
    return secrets.token_hex(8), report(external_reference=secrets.token_hex(8))


def is_whole(installation: Installation) -> bool:
    with reading(installation, None) as ctx:
        return list(find_faults(ctx.session)) == []


def receipts(installation: Installation) -> list[str]:
    return [act.subject or "" for act in acts(installation, "report.submit")]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "stored"), [(BEFORE_COMMIT, 0), (BEFORE_ANSWER, 1)])
def test_a_report_whose_server_dies_unanswered_is_sent_again_and_stored_once(
    installation: Installation, server: Server, caller: Caller, place: str, stored: int
) -> None:
    stop, sent = server.folder / f"stop {place}", new_report()
    stop.touch()
    server.start()
    with ThreadPoolExecutor(1) as client:
        unanswered = client.submit(server.post, caller, sent)
        wait_until((server.folder / f"at {place}").exists)
        server.kill()
        assert unanswered.result(_PATIENCE) is None
    assert len(all_cases(installation)) == len(receipts(installation)) == stored
    before = receipts(installation)

    stop.unlink()
    server.start()
    said = server.post(caller, sent)
    assert said is not None
    assert (said[0], said[1]["repeated"]) == (201, False)
    assert [case.number for case in all_cases(installation)] == [said[1]["case_number"]]
    assert receipts(installation) == [said[1]["receipt_number"]]
    assert before in ([], receipts(installation))
    assert said[1]["receipt_number"].endswith("-0000001")
    assert server.post(caller, sent) == said
    assert is_whole(installation)


@pytest.mark.slow
def test_of_many_senders_each_report_is_stored_once_whenever_the_server_dies(
    installation: Installation, server: Server, caller: Caller
) -> None:
    every = [new_report() for _ in range(32)]
    server.start()
    with ThreadPoolExecutor(8) as clients:
        first = [clients.submit(server.post, caller, sent) for sent in every]
        wait_until(lambda: sum(each.done() for each in first) >= 8)
        server.kill()
        answers = [each.result(_PATIENCE) for each in first]
        server.start()
        again = list(clients.map(lambda sent: server.post(caller, sent), every))
    assert [each[0] for each in again if each] == [201] * len(every)
    assert all(then in (None, now) for then, now in zip(answers, again, strict=True))
    numbers = sorted(each[1]["receipt_number"] for each in again if each)
    assert numbers == sorted(receipts(installation))
    assert [int(number[-7:]) for number in numbers] == list(range(1, len(every) + 1))
    assert len(all_cases(installation)) == len(every)
    assert is_whole(installation)

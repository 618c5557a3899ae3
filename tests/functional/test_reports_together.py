"""Reports of several senders in one unit: each keeps its own number, sender, answer and trail."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from safety_center.api.reports import SHARED_INTAKE
from safety_center.domain.access import Permission, Role
from safety_center.services.context import reading, writing
from safety_center.services.gathering import Gathering
from safety_center.services.installation import Installation
from safety_center.services.intake import together
from safety_center.store.tables import Report, StoredAnswer
from safety_center.store.trail_chain import find_faults
from tests.functional.caller import Caller, report
from tests.functional.desk import acts, all_cases

Sent = tuple[Caller, dict[str, Any], str]


class Held:
    """The intake of an application whose first unit waits until all others stand in line."""

    def __init__(self, app: Any, fails: bool = False) -> None:
        self.shared = app.extensions[SHARED_INTAKE]
        self.sizes: list[int] = []
        self._begun, self._go, self._fails = threading.Event(), threading.Event(), fails
        self.gathering = Gathering(self._store, 16)
        self.shared._gathering = self.gathering

    def _store(self, ready: Sequence[Any]) -> list[Any]:
        self._begun.set()
        assert self._go.wait(20)
        self.sizes.append(len(ready))
        outcomes = self.shared._store(ready)
        if self._fails:
            raise ZeroDivisionError
        return outcomes

    def send(self, *sent: Sent) -> list[TestResponse]:
        """The answers to requests of which the first goes alone and the others together."""
        with ThreadPoolExecutor(len(sent)) as pool:
            found = []
            for number, one in enumerate(sent):
                found.append(pool.submit(_post, *one))
                self._wait_for(lambda n=number: self._is_led() and self._lined_up() >= n)
            self._go.set()
            return [each.result(30) for each in found]

    def _is_led(self) -> bool:
        return self._begun.is_set()

    def _lined_up(self) -> int:
        return self.gathering.count_waiting()

    def _wait_for(self, reached: Any) -> None:
        end = time.monotonic() + 20
        while not reached() and time.monotonic() < end:
            time.sleep(0.002)
        assert reached()


def _post(caller: Caller, values: dict[str, Any], key: str) -> TestResponse:
    return caller.fresh().post("/reports", values, Idempotency_Key=key)


def _new(caller: Caller, key: str | None = None, **changes: Any) -> Sent:
    return caller, report(**changes), key or secrets.token_hex(8)


def _worn(installation: Installation, **token: Any) -> Caller:
    """A system whose token is in use, so that its last use need not be noted."""
    caller = Caller(installation, **token)
    assert caller.get("/cases").status_code == 200
    return caller


def _beside(caller: Caller, **token: Any) -> Caller:
    """Another system before the same application."""
    other = _worn(caller.installation, **token)
    other.app = caller.app
    return other


def _is_whole(installation: Installation) -> bool:
    with reading(installation, None) as ctx:
        return list(find_faults(ctx.session)) == []


def test_each_gets_the_own_numbers_under_the_own_name(installation: Installation) -> None:
    one = _worn(installation)
    other = _beside(one, role=Role.COUNSELLOR)
    held = Held(one.app)
    answers = held.send(*(_new(each, city=f"도시 {n}") for n, each in enumerate([one, other] * 3)))
    assert [answer.status_code for answer in answers] == [201] * 6
    assert held.sizes == [1, 5]
    submitted = {act.subject: act for act in acts(installation, "report.submit")}
    for answer, caller in zip(answers, [one, other] * 3, strict=True):
        assert submitted[answer.json["receipt_number"]].username == caller.username
    with reading(installation, None) as ctx:
        cities = {
            row.receipt_number: row.city for row in ctx.session.exec(select(Report)).scalars()
        }
        assert len(ctx.session.exec(select(StoredAnswer.id)).all()) == 6
    assert [cities[answer.json["receipt_number"]] for answer in answers] == [
        f"도시 {n}" for n in range(6)
    ]
    assert sorted(int(receipt[-7:]) for receipt in cities) == list(range(1, 7))
    assert _is_whole(installation)


def test_each_act_carries_the_id_of_its_request(installation: Installation) -> None:
    caller = _worn(installation).at_the_door()
    held = Held(caller.app.extensions["safety_center.api"])
    answers = held.send(*(_new(caller) for _ in range(4)))
    submitted = {act.subject: act.request_id for act in acts(installation, "report.submit")}
    assert held.sizes == [1, 3]
    assert submitted == {
        answer.json["receipt_number"]: answer.headers["X-Request-Id"] for answer in answers
    }


def test_what_is_wrong_with_one_hurts_no_neighbour(installation: Installation) -> None:
    caller = _worn(installation)
    narrow = _beside(caller, scopes=(Permission.CASE_VIEW,))
    ended = _beside(caller)
    caller.submit(external_reference="A-1")
    held = Held(caller.app)
    for each in (caller, narrow, ended):
        assert held.shared.knows(each.secret)
    with writing(installation, None) as ctx:
        ended.token(ctx).ended_at = ctx.now
    key = secrets.token_hex(8)
    answers = held.send(
        _new(caller),
        _new(caller, city="하나"),
        _new(narrow),
        _new(ended),
        _new(caller, external_reference="A-1"),
        _new(caller, external_reference="A-2"),
        _new(caller, external_reference="A-2", city="둘"),
        _new(caller, key, city="셋"),
        _new(caller, key, city="넷"),
        _new(caller, city="다섯"),
    )
    statuses = [answer.status_code for answer in answers]
    assert statuses == [201, 201, 403, 401, 200, 201, 200, 201, 409, 201]
    assert [answers[place].json["repeated"] for place in (4, 6)] == [True, True]
    assert answers[6].json["receipt_number"] == answers[5].json["receipt_number"]
    assert held.sizes[:2] == [1, 9]
    assert len(all_cases(installation)) == 6
    assert [act.action for act in acts(installation, "token.refuse")] == ["token.refuse"]
    assert _is_whole(installation)


def test_one_key_sent_many_times_at_once_is_stored_and_answered_once(
    installation: Installation,
) -> None:
    caller = _worn(installation)
    answers = Held(caller.app).send(*[_new(caller)] * 6)
    assert len({answer.data for answer in answers}) == 1
    assert {answer.status_code for answer in answers} == {201}
    assert len(all_cases(installation)) == 1


def test_whoever_is_cut_off_after_the_commit_finds_the_answer_by_the_key(
    installation: Installation,
) -> None:
    caller = _worn(installation)
    held = Held(caller.app, fails=True)  # fails when everything is written, before it is told
    answers = held.send(*(_new(caller, city=f"도시 {n}") for n in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.headers["Idempotent-Replayed"] for answer in answers} == {"true"}
    assert len(all_cases(installation)) == len({answer.data for answer in answers}) == 4
    assert _is_whole(installation)


def test_when_writing_together_fails_each_is_written_alone(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = _worn(installation)
    held = Held(caller.app)

    def fail(*_anything: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(together, "answer_row", fail)
    answers = held.send(*(_new(caller, city=f"도시 {n}") for n in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    receipts = [int(answer.json["receipt_number"][-7:]) for answer in answers]
    assert sorted(receipts) == [1, 2, 3, 4]
    assert _is_whole(installation)


def test_identity_numbers_are_settled_on_this_way_too(sqlite_installation: Installation) -> None:
    caller = _worn(sqlite_installation)
    (answer,) = Held(caller.app).send(_new(caller, narrative="번호는 850101-2345678 이라고 함"))
    assert [each["code"] for each in answer.json["warnings"]] == ["identity_number_masked"]
    with reading(sqlite_installation, None) as ctx:
        assert "2345678" not in ctx.session.exec(select(Report.narrative)).scalar_one()

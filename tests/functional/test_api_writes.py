"""Writing through the API: one key, one answer; one version, one change; under concurrent senders."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from safety_center.services.context import writing
from safety_center.services.installation import Installation
from tests.functional.caller import Caller, report
from tests.functional.desk import acts, all_cases

_SENDERS = 8


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each of several senders got who sent at the same time."""
    with ThreadPoolExecutor(_SENDERS) as pool:
        return list(pool.map(work, range(_SENDERS)))


def test_the_same_key_gets_the_same_answer_also_after_a_restart(installation: Installation) -> None:
    caller = Caller(installation)
    key, values = secrets.token_hex(8), report()
    first = caller.post("/reports", values, Idempotency_Key=key)
    caller.restart()
    again = caller.post("/reports", dict(reversed(values.items())), Idempotency_Key=key)
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert len(all_cases(installation)) == 1
    assert [act.subject for act in acts(installation, "answer.repeat")] == ["submit_report"]


def test_senders_of_one_key_at_the_same_time_store_once(installation: Installation) -> None:
    caller = Caller(installation)
    key, values = secrets.token_hex(8), report()
    found = at_once(lambda _: caller.fresh().post("/reports", values, Idempotency_Key=key))
    assert {answer.status_code for answer in found} == {201}
    assert len({answer.data for answer in found}) == 1
    assert len(all_cases(installation)) == 1


def test_a_key_used_for_something_else_is_refused(installation: Installation) -> None:
    caller = Caller(installation)
    key = secrets.token_hex(8)
    number = caller.post("/reports", report(), Idempotency_Key=key).json["case_number"]
    other = caller.post("/reports", report(city="x"), Idempotency_Key=key)
    note = caller.post(f"/cases/{number}/notes", {"text": "x"}, Idempotency_Key=key)
    assert {other.json["type"], note.json["type"]} == {"/api-guide#key-reused"}
    assert len(all_cases(installation)) == 1


def test_a_key_belongs_to_its_system(sqlite_installation: Installation) -> None:
    one, other = Caller(sqlite_installation), Caller(sqlite_installation)
    key, values = secrets.token_hex(8), report()
    answers_given = [
        each.post("/reports", values, Idempotency_Key=key).json for each in (one, other)
    ]
    assert answers_given[0]["case_number"] != answers_given[1]["case_number"]


def test_a_write_needs_a_key(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation)
    for key in (None, "", "short", "x" * 201, "has blank in it", "열쇠열쇠열쇠열쇠"):
        headers = caller.headers()
        del headers["Idempotency-Key"]
        if key is not None:
            headers["Idempotency-Key"] = key.encode().decode("latin-1")
        answer = caller.client.post("/api/v1/reports", json=report(), headers=headers)
        assert (answer.status_code, answer.json["type"]) == (400, "/api-guide#idempotency-key")


def test_a_refused_write_leaves_its_key_free(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation)
    key = secrets.token_hex(8)
    assert caller.post("/reports", report(city=7), Idempotency_Key=key).status_code == 422
    assert caller.post("/reports", report(city="7"), Idempotency_Key=key).status_code == 201


def test_kept_answers_are_sealed(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation)
    number = caller.submit()["case_number"]
    caller.post(f"/cases/{number}/notes", {"text": "비밀스러운 기록"})
    with writing(sqlite_installation, None) as ctx:
        kept = ctx.session.connection().exec_driver_sql("SELECT answer FROM stored_answer").all()
    assert len(kept) == 2
    assert not any("비밀스러운".encode() in row[0] for row in kept)


def test_the_same_reference_is_the_same_report(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation)
    first = caller.submit(external_reference="KH-1")
    again = caller.post("/reports", report(external_reference="KH-1"))
    assert (again.status_code, again.json["repeated"]) == (200, True)
    assert again.json["receipt_number"] == first["receipt_number"]


# --- conditional changes ---


def test_a_change_needs_the_version_seen(installation: Installation) -> None:
    caller = Caller(installation)
    path = f"/cases/{caller.submit()['case_number']}"
    seen = caller.get(path).headers["ETag"]
    assert caller.patch(path, {"city": "가"}).status_code == 428
    assert caller.patch(path, {"city": "가"}, If_Match="*").status_code == 400
    changed = caller.patch(path, {"city": "가"}, If_Match=seen)
    assert (changed.status_code, changed.json["city"]) == (200, "가")
    assert changed.headers["ETag"] != seen
    stale = caller.patch(path, {"city": "나"}, If_Match=seen)
    assert (stale.status_code, stale.headers["ETag"]) == (412, changed.headers["ETag"])
    assert (stale.json["changed_by"], stale.json["changes"][0]["fields"]) == (
        "시험 시스템",
        ["city"],
    )
    assert caller.get(path).json["city"] == "가"


def test_of_changes_at_the_same_time_one_is_made(installation: Installation) -> None:
    caller = Caller(installation)
    path = f"/cases/{caller.submit()['case_number']}"
    found = at_once(lambda i: caller.fresh().patch(path, {"city": f"도시 {i}"}, If_Match='"1"'))
    statuses = sorted(answer.status_code for answer in found)
    assert statuses == [200] + [412] * (_SENDERS - 1)
    made = next(answer for answer in found if answer.status_code == 200)
    assert caller.get(path).json["city"] == made.json["city"]
    assert len(acts(installation, "case.change")) == 1


def test_the_version_is_not_sent_in_the_body(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation)
    path = f"/cases/{caller.submit()['case_number']}"
    answer = caller.patch(path, {"version": 1, "city": "가"}, If_Match='"1"')
    assert answer.status_code == 422
    assert caller.patch(path, {"persons": [{"id": 2**60}]}, If_Match='"1"').status_code == 422


def test_a_case_is_taken_up_closed_and_reopened(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation)
    path = f"/cases/{caller.submit()['case_number']}"
    steps = [
        {"status": "in_progress"},
        {"status": "closed", "note": "물품을 찾음"},
        {"status": "reopened", "note": "다른 물품도 없어짐"},
    ]
    for version, step in enumerate(steps, 1):
        answer = caller.post(f"{path}/status", step, If_Match=f'"{version}"')
        assert (answer.status_code, answer.json["status"]) == (200, step["status"])
    assert [note["text"] for note in answer.json["notes"]] == ["물품을 찾음", "다른 물품도 없어짐"]
    again = caller.post(f"{path}/status", {"status": "reopened", "note": "x"}, If_Match='"4"')
    assert again.status_code == 409

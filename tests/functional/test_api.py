"""The JSON API: who gets in, what is refused and how, what is answered."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from safety_center.api.app import create_api
from safety_center.api.gate import Operation, UngatedOperation, seal
from safety_center.domain.access import Permission, Role
from safety_center.services.accounts import set_active
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from tests.factories import BANGKOK
from tests.functional.caller import Caller, administrator, report
from tests.functional.desk import acts, all_cases, sit_down

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()
PERSON = {"name_hangul": "홍길동", "telephone": "010-1234-5678", "birth_date": "1990-01-02"}


@pytest.fixture
def caller(sqlite_installation: Installation) -> Caller:
    return Caller(sqlite_installation)


def codes(answer: Any) -> dict[str, str]:
    """Field → code of a refusal."""
    assert answer.content_type == "application/problem+json", answer.text
    return {error["field"]: error["code"] for error in answer.json["errors"]}


# --- who gets in ---


def test_a_report_handed_in_opens_a_case(installation: Installation) -> None:
    caller = Caller(installation)
    outcome = caller.submit(persons=[PERSON])
    assert [case.number for case in all_cases(installation)] == [outcome["case_number"]]
    [act] = acts(installation, "report.submit")
    assert act.username == caller.username
    assert caller.get(f"/reports/{outcome['receipt_number']}").json["case_number"]


def test_nobody_gets_in_without_a_token(caller: Caller) -> None:
    door = caller.at_the_door()
    for given in (None, "Bearer", "Bearer sct_x", "Basic x", f"Token {caller.secret}"):
        headers = {"Authorization": given} if given else {}
        answer = door.client.get("/api/v1/cases", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json["type"] == "/api-guide#unauthorized"
        assert answer.json["instance"] == answer.headers["X-Request-Id"]


def test_a_session_does_not_open_the_api_and_a_token_no_page(
    sqlite_installation: Installation, caller: Caller
) -> None:
    desk = sit_down(sqlite_installation, Role.OFFICER)
    assert desk.client.get("/api/v1/cases").status_code == 401
    page = desk.app.test_client().get("/cases", headers=caller.headers())
    assert page.status_code == 302
    assert "/sign-in" in page.headers["Location"]


def test_answers_set_no_cookie(caller: Caller) -> None:
    door = caller.at_the_door()
    for answer in (door.get("/cases"), door.get("/nothing"), door.post("/reports", {})):
        assert "Set-Cookie" not in answer.headers


def test_a_token_works_through_its_last_day(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation)
    assert caller.get("/cases").status_code == 200
    with writing(sqlite_installation, None) as ctx:
        caller.token(ctx).valid_to = ctx.today - timedelta(days=1)
    assert caller.get("/cases").status_code == 401
    [act] = acts(sqlite_installation, "token.refuse")
    assert caller.username in act.detail


def test_an_ended_token_works_no_more(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation)
    desk = sit_down(sqlite_installation, Role.ADMINISTRATOR)
    with writing(sqlite_installation, None) as ctx:
        token_id = caller.token(ctx).id
    assert desk.post(f"/tokens/{token_id}/end").status_code == 302
    assert caller.get("/cases").status_code == 401
    assert len(acts(sqlite_installation, "token.end")) == 1


def test_the_token_of_a_switched_off_account_works_no_more(caller: Caller) -> None:
    with writing(caller.installation, administrator(caller.installation)) as ctx:
        set_active(ctx, caller.username, False)
    assert caller.post("/reports", report()).status_code == 401


def test_a_token_does_only_what_its_scopes_say(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation, scopes=(Permission.REPORT_SUBMIT,))
    outcome = caller.submit()
    for path in ("/cases", f"/reports/{outcome['receipt_number']}", "/statistics"):
        answer = caller.get(path)
        assert (answer.status_code, answer.json["type"]) == (403, "/api-guide#forbidden")


def test_another_missions_case_does_not_exist(sqlite_installation: Installation) -> None:
    here, there = Caller(sqlite_installation), Caller(sqlite_installation, unit_code=BANGKOK)
    number = here.submit()["case_number"]
    assert there.get("/cases").json["cases"] == []
    assert there.get(f"/cases/{number}").status_code == 404
    assert there.patch(f"/cases/{number}", {"city": "x"}, If_Match='"1"').status_code == 404
    assert there.post(f"/cases/{number}/notes", {"text": "x"}).status_code == 404


def test_last_use_is_written_now_and_then(caller: Caller) -> None:
    caller.get("/cases")
    with writing(caller.installation, None) as ctx:
        first = caller.token(ctx).last_used_at
    caller.submit()
    with writing(caller.installation, None) as ctx:
        assert first is not None
        assert caller.token(ctx).last_used_at == first


def test_an_operation_without_needs_stops_the_start(sqlite_installation: Installation) -> None:
    api = create_api(sqlite_installation)
    bare = Operation("GET", "/x", "openapi", lambda call: None, None)  # type: ignore[arg-type,return-value]
    with pytest.raises(UngatedOperation, match="show_case"):
        seal(api, (bare,))


# --- what is refused, and how ---


def test_every_error_stands_at_its_field_in_the_language_asked(caller: Caller) -> None:
    bad = {**report(source="moon", headcount=3), "narrative": None}
    korean = caller.post("/reports", bad)
    english = caller.post("/reports", bad, Accept_Language="en-GB,en;q=0.8,ko;q=0.2")
    assert korean.status_code == english.status_code == 422
    wrong = {"source": "enum", "narrative": "missing", "headcount": "extra_forbidden"}
    assert list(codes(korean).items()) == list(wrong.items())
    assert "필요한" in korean.json["errors"][1]["message"]
    assert "required" in english.json["errors"][1]["message"]
    assert english.headers["Content-Language"] == "en"


WRONG: tuple[tuple[str, Any, str], ...] = (
    ("received_at", "2026-11-01T10:00", "timezone_aware"),
    ("received_at", 1700000000, "json_type"),
    ("received_at", "2026-11-01T10:00+19:00", "impossible_offset"),
    ("received_at", TOMORROW, "future_instant"),
    ("received_at", "0001-01-01T00:00:00+14:00", "year_out_of_range"),
    ("occurred_from", "", "json_blank"),
    ("caller_none", "true", "json_type"),
    ("narrative", "가\x00나", "control_character"),
    ("narrative", "\ud800", "string_unicode"),
    ("narrative", "가" * 20_001, "string_too_long"),
    ("country_code", "XX", "unknown_code"),
    ("country_code", "KR", "home_country"),
    ("persons", [7], "json_type"),
    ("persons", [{"headcount": 1e300}], "int_"),
    ("persons", [{"headcount": 1.5}], "json_type"),
    ("persons", [{"headcount": 0}], "greater_than_equal"),
)


def test_a_wrong_value_is_refused_at_its_field(caller: Caller) -> None:
    for field, value, code in WRONG:
        answer = caller.post("/reports", report(**{field: value}))
        assert answer.status_code in (409, 422), (field, value)
        found = codes(answer)
        assert any(each.startswith(code) for each in found.values()), found
        assert all(name.startswith(field) for name in found), found
    assert all_cases(caller.installation) == []


def test_contradictions_are_told_from_wrong_fields(caller: Caller) -> None:
    answer = caller.post("/reports", report(occurred_from="2026-05-05", occurred_to="2026-05-01"))
    assert (answer.status_code, codes(answer)) == (409, {"occurred_to": "span_backwards"})
    assert answer.json["type"] == "/api-guide#contradiction"


MALFORMED = (
    b"",
    b"{",
    b'{"source": NaN}',
    b'{"source": Infinity}',
    b'{"source": "mission", "source": "other"}',
    b'{"source": "\xff"}',
    b"\xef\xbb\xbf{}",
    b"[" * 100_000,
    b'{"headcount": ' + b"9" * 5_000 + b"}",
)


def test_what_is_not_strict_json_is_refused(caller: Caller) -> None:
    for body in MALFORMED:
        answer = caller.client.post(
            "/api/v1/reports", data=body, content_type="application/json", headers=caller.headers()
        )
        assert answer.status_code == 400, body[:40]
        assert answer.json["type"] == "/api-guide#malformed-json"


def test_another_media_type_or_too_much_is_refused(caller: Caller) -> None:
    path, headers = "/api/v1/reports", caller.headers()
    form = caller.client.post(path, data={"source": "mission"}, headers=headers)
    assert form.status_code == 415
    coded = "application/json; charset=euc-kr"
    assert (
        caller.client.post(path, data="{}", content_type=coded, headers=headers).status_code == 415
    )
    large = caller.post("/reports", report(narrative="가" * 4_000_000))
    assert (large.status_code, large.json["status"]) == (413, 413)


ADDRESSES = (
    ("GET", "/api", 404),
    ("GET", "/api/v2/x", 404),
    ("DELETE", "/api/v1/cases", 405),
    ("OPTIONS", "/api/v1/reports", 405),
    ("GET", "/api/v1/cases/%00", 404),
    ("GET", "/api/v1/cases/%EA%B0%80", 404),
    ("GET", "/api//v1/cases", 404),
)


def test_every_address_below_api_answers_with_a_problem(caller: Caller) -> None:
    door = caller.at_the_door()
    for method, path, status in ADDRESSES:
        answer = door.client.open(path, method=method, headers=caller.headers())
        assert answer.status_code == status, path
        assert answer.content_type == "application/problem+json"
        assert status != 405 or answer.headers["Allow"]


BOGUS = (
    "x=1 severity=grave severity=minor&severity=minor country= from=20260101 number=%00 scheme=null"
    " reveal=true"
).split()


def test_a_bogus_filter_is_refused(caller: Caller) -> None:
    for query in BOGUS:
        assert caller.get(f"/cases?{query}").status_code == 422, query


def test_a_bogus_place_in_the_list_is_not_found(caller: Caller) -> None:
    for cursor in ("x", "MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMHw1"):
        assert caller.get(f"/cases?cursor={cursor}").status_code == 404


def test_a_failure_says_nothing_of_what_happened(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("홍길동")

    monkeypatch.setattr("safety_center.api.reports.submit_report", fail)
    answer = caller.post("/reports", report())
    assert (answer.status_code, answer.json["type"]) == (500, "/api-guide#failure")
    assert "홍길동" not in answer.text
    assert "Traceback" not in answer.text


def test_a_refusal_stands_in_the_trail_under_the_systems_account(caller: Caller) -> None:
    door = caller.at_the_door()
    assert door.get("/cases/2026-KHM-000009").status_code == 404
    assert door.post("/reports", {}).status_code == 422
    (refused,) = acts(caller.installation, "request.refused")
    (not_taken,) = acts(caller.installation, "input.refused")
    assert (refused.username, refused.subject) == (caller.username, "2026-KHM-000009")
    assert (not_taken.username, not_taken.result) == (caller.username, "not_taken")


# --- what is answered ---


def test_the_list_goes_on_where_it_stopped(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safety_center.services.cases.listing._PAGE_ROWS", 2)
    numbers = [caller.submit()["case_number"] for _ in range(3)]
    first = caller.get("/cases?severity=minor").json
    second = caller.get(f"/cases?severity=minor&cursor={first['next']}").json
    found = [case["number"] for case in (*first["cases"], *second["cases"])]
    assert (sorted(found), second["next"]) == (sorted(numbers), None)


def test_personal_values_are_masked_unless_revealed(caller: Caller) -> None:
    number = caller.submit(persons=[PERSON], caller_none=False, caller_name="김철수")["case_number"]
    masked = caller.get(f"/cases/{number}")
    assert not any(value in masked.text for value in ("홍길동", "김철수", "1234-5678", "1990"))
    revealed = caller.get(f"/cases/{number}?reveal=true").json
    assert revealed["persons"][0]["name_hangul"] == "홍길동"
    assert len(acts(caller.installation, "case.view")) == 1
    assert len(acts(caller.installation, "case.reveal")) == 1


def test_revealing_needs_its_scope(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation, scopes=(Permission.REPORT_SUBMIT, Permission.CASE_VIEW))
    number = caller.submit(persons=[PERSON])["case_number"]
    assert caller.get(f"/cases/{number}").status_code == 200
    assert caller.get(f"/cases/{number}?reveal=true").status_code == 403


def test_a_number_in_a_text_is_masked_and_said(caller: Caller) -> None:
    outcome = caller.submit(narrative="여권 M12345678을 잃어버림", persons=[{}, {}])
    assert [warning["code"] for warning in outcome["warnings"]] == ["identity_number_masked"]
    assert "M12345678" not in caller.get(f"/cases/{outcome['case_number']}").text


def test_figures_say_what_they_count(caller: Caller) -> None:
    caller.submit()
    assert caller.get("/statistics").status_code == 409
    refresh_cube(caller.installation)
    answer = caller.get("/statistics?by=country,severity&basis=reported", Accept_Language="en").json
    assert [(row["country"], row["persons"]) for row in answer["rows"]] == [("KH", 1)]
    wanted = {"unit", "basis", "scheme", "counting_rule", "as_of", "notice"}
    assert wanted <= set(answer["definitions"])
    assert caller.get("/statistics?by=moon").status_code == 422


def test_the_document_is_shown_to_whoever_signed_in(
    caller: Caller, sqlite_installation: Installation
) -> None:
    document = caller.get("/openapi.json").json
    desk = sit_down(sqlite_installation, Role.OFFICER)
    assert json.loads(desk.get("/api-guide/openapi.json").text) == document
    page = desk.text("/api-guide")
    for path in document["paths"]:
        assert f"/api/v1{path}" in page
    assert caller.client.get("/api/v1/openapi.json").status_code == 401

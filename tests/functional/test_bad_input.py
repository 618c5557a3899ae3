"""Bad input at the form: refused with field, reason and what to do; nothing typed is lost."""

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from tests.databases import copy_sqlite_database
from tests.factories import BANGKOK, make_installation
from tests.functional.desk import FOUR_FIELDS, Desk, all_cases, sit_down
from tests.visitor import ORIGIN

NEW_YORK = {"country_code": "미국"}


@pytest.fixture
def counsellor(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.COUNSELLOR)


@pytest.fixture(scope="module")
def refusing(
    sqlite_loaded_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A desk shared by what stores nothing."""
    folder = tmp_path_factory.mktemp("refusing")
    url = copy_sqlite_database(sqlite_loaded_template, folder / "refusing.sqlite3")
    installation = make_installation(url, folder)
    yield sit_down(installation, Role.COUNSELLOR)
    assert all_cases(installation) == []
    installation.database.close()


def refused_fields(answer: TestResponse) -> Iterator[tuple[str, str]]:
    """`(field, sentence)` of the summary."""
    assert answer.status_code == 422, answer.text[:500]
    for anchor, said in re.findall(r'<li><a href="#([^"]+)">(.*?)</a></li>', answer.text):
        yield anchor, html.unescape(said)


def refusals(desk: Desk, **changes: str) -> dict[str, str]:
    """What the form says when the four fields and these are sent; nothing is stored."""
    return dict(refused_fields(desk.post("/reports/new", desk.open_form(**changes))))


def test_everything_wrong_is_said_in_one_round(refusing: Desk) -> None:
    said = refusals(
        refusing,
        **NEW_YORK,
        narrative=" ",
        caller_none="",
        received_at="2998-01-01T00:00",
        occurred_from="2026-03-08",
        occurred_time="02:30",
        incident_type="moon",
        mission_code="NOWHERE",
        **{"persons.0.headcount": "0", "persons.0.birth_date": "2998-01-01"},
    )
    assert list(said) == [
        "mission_code",
        "caller_name",
        "narrative",
        "received_at",
        "incident_type",
        "occurred_time",
        "persons-0-headcount",
        "persons-0-birth_date",
    ]


def test_what_follows_from_a_wrong_field_is_not_guessed(refusing: Desk) -> None:
    said = refusals(
        refusing, country_code="없는나라", occurred_from="2026-03-08", occurred_time="02:30"
    )
    assert list(said) == ["country_code"]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"country_code": "KR"}, "country_code", "국내에서"),
        ({"country_code": "대한 민국"}, "country_code", "국내에서"),
        ({"country_code": "south korea"}, "country_code", "국내에서"),
        ({"country_code": "QQ"}, "country_code", "목록에 없는"),
        ({"mission_code": "QQQ-QQQ"}, "mission_code", "목록에서 골라"),
        ({"incident_type": "moon"}, "incident_type", "목록에서 골라"),
        ({"received_at": "2998-01-01T00:00"}, "received_at", "현재보다 늦습니다"),
        ({"occurred_from": "2998-01-01"}, "occurred_from", "오늘보다 늦습니다"),
        ({"occurred_from": "1776-07-04"}, "occurred_from", "1900년부터"),
        ({"occurred_from": "20261122"}, "occurred_from", "예: 2026-11-22"),
        ({"occurred_from": "2026-11-01", "occurred_time": "1430"}, "occurred_time", "예: 14:30"),
        ({"received_at": "1700000000"}, "received_at", "날짜와 시각"),
        ({"received_at": "2026-11-01T10:00+25:00"}, "received_at", "날짜와 시각"),
        ({"received_at": "2026-11-01T10:00+14:30"}, "received_at", "존재하지 않는 시간대"),
        ({"narrative": "가\x07나"}, "narrative", "U+0007"),
        ({"narrative": "가\x85\x9f"}, "narrative", "U+009F"),
        ({"city": "가" * 201}, "city", "200자까지"),
        ({"narrative": "가" * 20_001}, "narrative", "20000자까지"),
        ({"colour": "red"}, "colour", "알 수 없는 항목"),
        ({"external_reference": "850101-1234567"}, "external_reference", "쓸 수 없습니다"),
        ({"persons.0.headcount": "１０"}, "persons-0-headcount", "정수"),
        ({"disposition": "joined_case", "join_case_number": "2026-KHM-999999"}, "join_case_number", "권한"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_at_its_field_with_what_to_do(
    refusing: Desk, changes: dict[str, str], field: str, said: str
) -> None:
    found = refusals(refusing, **changes)
    assert list(found) == [field]
    assert said in found[field]


@pytest.mark.parametrize("blank", ["\u200b", "\u3164\u3000", "\u200d\u2060\ufeff", "\u2028"])
def test_an_answer_nobody_can_see_counts_as_blank(refusing: Desk, blank: str) -> None:
    assert "꼭 필요한" in refusals(refusing, narrative=blank)["narrative"]


def test_local_times_that_do_not_exist_are_refused_and_those_that_come_twice_are_said(
    counsellor: Desk,
) -> None:
    place = {**NEW_YORK, "received_at_zone": "place"}
    skipped = refusals(counsellor, **place, received_at="2026-03-08T02:30")
    assert "현지에 없는 시각" in skipped["received_at"]
    receipt = counsellor.take_report(**place, received_at="2025-11-02T01:30")
    assert "두 번 있는 시각" in counsellor.text(f"/reports/{receipt}")
    (case,) = all_cases(counsellor.installation)
    assert case.received_at.isoformat() == "2025-11-02T05:30:00+00:00"


def test_hidden_characters_are_taken_out_and_hangul_is_composed(counsellor: Desk) -> None:
    counsellor.take_report(
        city="프\u202e놈\u200b펜", place_detail="\u1112\u1169\u1110\u1166\u11af\n3층"
    )
    (case,) = all_cases(counsellor.installation)
    assert (case.city, case.place_detail) == ("프놈펜", "호텔 3층")


def test_bytes_that_are_no_text_are_refused(refusing: Desk) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', refusing.get("/about").text)
    assert token
    fields = "situation=fraud&country_code=KH&caller_none=true&narrative=%B0%A1%B3%AA"
    answer = refusing.client.post(
        "/reports/new",
        input_stream=io.BytesIO(f"csrf_token={token[1]}&{fields}".encode()),
        content_length=len(f"csrf_token={token[1]}&{fields}"),
        content_type="application/x-www-form-urlencoded",
        headers={"Origin": ORIGIN},
    )
    assert "깨져" in dict(refused_fields(answer))["narrative"]


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)"])  # fmt: skip
def test_scripts_and_formulas_are_text(counsellor: Desk, typed: str) -> None:
    receipt = counsellor.take_report(
        narrative=typed,
        caller_none="",
        caller_name=typed,
        **{"persons.0.name_hangul": f"{typed} 홍"},
    )
    page = counsellor.post(f"/reports/{receipt}/reveal").text
    assert html.unescape(page).count(typed) == 2
    assert "<script>alert" not in page


def test_ten_megabytes_are_refused_with_what_to_do_and_a_long_text_comes_back(
    refusing: Desk,
) -> None:
    answer = refusing.post("/reports/new", refusing.open_form(narrative="a" * 10_000_000))
    assert answer.status_code == 413
    assert "나누어" in answer.text
    long = "가" * 100_000
    answer = refusing.post("/reports/new", refusing.open_form(narrative=long))
    assert answer.status_code == 422
    assert long in answer.text


def test_a_missing_token_loses_nothing_and_stores_nothing(refusing: Desk) -> None:
    answer = refusing.client.post("/reports/new", data=FOUR_FIELDS, headers={"Origin": ORIGIN})
    assert answer.status_code == 400
    assert FOUR_FIELDS["narrative"] in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/cases?status=bogus",
        "/cases?colour=red",
        "/cases?from=yesterday",
        "/cases?cursor=nonsense",
        "/reports?disposition=bogus",
        "/reports?cursor=nonsense",
    ],
)
def test_a_bogus_filter_in_the_address_is_refused_by_name(refusing: Desk, path: str) -> None:
    assert refusing.get(path).status_code == 422


@pytest.mark.parametrize("path", ["/cases/%00", "/reports/new?draft=%00", "/cases?number=%00"])
def test_an_address_that_cannot_be_looked_for_is_refused(refusing: Desk, path: str) -> None:
    assert refusing.get(path).status_code == 400


def test_somebody_elses_case_does_not_exist(counsellor: Desk) -> None:
    counsellor.take_report()
    (case,) = all_cases(counsellor.installation)
    stranger = sit_down(counsellor.installation, Role.OFFICER, unit_code=BANGKOK)
    for path in (f"/cases/{case.number}", f"/cases/{case.number}/edit"):
        assert stranger.get(path).status_code == 404
    said = dict(
        refused_fields(
            stranger.post(
                "/reports/new",
                stranger.open_form(disposition="joined_case", join_case_number=case.number),
            )
        )
    )
    assert list(said) == ["join_case_number"]


def test_a_drafts_name_of_somebody_else_s_making_is_not_taken_over(counsellor: Desk) -> None:
    values = {**FOUR_FIELDS, "draft_id": "x" * 5000}
    assert counsellor.post("/reports/new", values).status_code == 302
    assert counsellor.get("/reports/new?draft=" + "x" * 5000).status_code == 302

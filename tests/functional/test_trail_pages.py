"""The auditor's pages of the trail: filters, words, files, and who saw a person."""

from __future__ import annotations

import csv
import io
import re

import pytest

from safety_center.domain.access import Role
from safety_center.services.cases.view import reveal_case, show_case
from safety_center.services.context import viewing, writing
from safety_center.services.installation import Installation
from tests.factories import BANGKOK, YEAR, make_actor, submit
from tests.functional.desk import Desk, acts, all_cases, sit_down

NAME, TELEPHONE = "홍시험", "010-1234-5678"


def rows_of(page: str) -> int:
    """Rows of the table of the trail."""
    return len(re.findall(r'<th scope="row" class="num"', page))


@pytest.fixture
def auditor(sqlite_installation: Installation) -> Desk:
    """An auditor at a trail of two officers: one report and its views."""
    officer = make_actor(sqlite_installation, Role.OFFICER)
    other = make_actor(sqlite_installation, Role.OFFICER, unit_code=BANGKOK)
    number = submit(sqlite_installation, officer).case_number
    submit(sqlite_installation, other, country_code="TH")
    for _ in range(3):
        with viewing(sqlite_installation, officer) as ctx:
            show_case(ctx, number or "")
    return sit_down(sqlite_installation, Role.AUDITOR)


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("username=officer.khm-phnompenh", 4),
        ("unit=THA-BANGKOK", 1),
        ("role=officer&action=case.view", 3),
        (f"subject=R-{YEAR}-0000001", 1),
        ("result=refused", 0),
        ("action=rights", 3),
        ("from=2000-01-01&to=2000-12-31", 0),
        ("from=2000-01-01&role=officer", 5),
        ("username=nobody", 0),
    ],
)
def test_each_filter_finds_its_rows(auditor: Desk, asked: str, rows: int) -> None:
    assert rows_of(auditor.text(f"/trail?{asked}")) == rows


@pytest.mark.parametrize(
    "asked", ["action=nothing", "from=gestern", "unit=NOWHERE", "bogus=1", "subject=홍길동"]
)
def test_a_bogus_filter_is_refused_by_name(auditor: Desk, asked: str) -> None:
    assert 'id="error-summary"' in auditor.text(f"/trail?{asked}", 422)


def test_a_change_is_shown_in_words_and_personal_values_stay_hidden(auditor: Desk) -> None:
    number = all_cases(auditor.installation)[0].number
    secret = {"person.1.telephone": ["Zm9v", "YmFy"], "summary": [None, "YmFy"]}
    secret["severity"] = ["minor", "critical"]
    with writing(auditor.installation, None) as ctx:
        ctx.note("case.change", number, changes=secret)
    page = auditor.text("/trail?action=case.change")
    assert "심각도" in page
    assert "위급" in page
    assert "개인정보(암호화되어 보이지 않음)" in page
    assert "YmFy" not in page


def test_the_details_of_an_act_are_words(auditor: Desk) -> None:
    text = auditor.text("/trail?action=report.submit")
    assert "처리 구분" in text
    assert "사건·사고 등록" in text
    assert "opened_case" not in text


def test_a_file_of_the_trail_asks_its_reason_and_is_itself_in_the_trail(auditor: Desk) -> None:
    short = auditor.post("/trail/export", {"role": "officer", "reason": "점검"})
    assert short.status_code == 422
    assert acts(auditor.installation, "trail.export") == []
    reason = "=2026년 정기 점검 자료"
    answer = auditor.post("/trail/export", {"role": "officer", "reason": reason})
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(lines) == 2 + 5
    assert reason in lines[0][1]
    assert all(not cell.startswith("=") for line in lines for cell in line)
    (told,) = acts(auditor.installation, "trail.export")
    assert told.rows == 5
    assert reason in told.detail


def test_who_saw_a_person_names_everybody_and_how(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    elsewhere = make_actor(installation, Role.OFFICER, unit_code=BANGKOK)
    person = {"name_hangul": NAME, "telephone": TELEPHONE}
    number = submit(installation, officer, persons=[person]).case_number or ""
    with viewing(installation, officer) as ctx:
        reveal_case(ctx, number)
    analyst = sit_down(installation, Role.ANALYST)
    assert number in analyst.text("/cases")
    stranger = Desk(installation, elsewhere)
    with writing(installation, elsewhere) as ctx:
        ctx.note("case.view", number)
    del stranger
    auditor = sit_down(installation, Role.AUDITOR)
    for page in (
        auditor.text(f"/trail/who?case={number}"),
        auditor.post("/trail/who/search", {"by": "name", "typed": NAME}).text,
        auditor.post("/trail/who/search", {"by": "telephone", "typed": "+82 10 1234 5678"}).text,
    ):
        assert number in page
        for username in (officer.username, analyst.actor.username, elsewhere.username):
            assert username in page, username
        assert page.count("범위 밖") == 1
    told = acts(installation, "trail.who")
    assert told
    assert not [act for act in told if NAME in act.detail or "1234" in act.detail]


def test_nobody_found_is_said_and_nothing_typed_is_asked_for(auditor: Desk) -> None:
    found = auditor.post("/trail/who/search", {"by": "name", "typed": "없는이름"})
    assert "해당하는 사건이 없습니다." in found.text
    assert auditor.post("/trail/who/search", {"by": "name", "typed": " "}).status_code == 422
    assert "해당하는 사건이 없습니다." in auditor.text("/trail/who?case=2026-KHM-999999")


def test_only_the_auditor_asks_who_saw_a_person(sqlite_installation: Installation) -> None:
    head = sit_down(sqlite_installation, Role.MISSION_HEAD)
    assert head.get("/trail/who").status_code == 403
    assert head.post("/trail/who/search", {"typed": NAME}).status_code == 403

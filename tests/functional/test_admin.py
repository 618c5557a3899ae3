"""Accounts, reference data, jobs and the trail through their pages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from safety_center.domain.access import Actor, Role
from safety_center.domain.jobs import RunMessage, RunTrigger
from safety_center.domain.periods import utc_now
from safety_center.services.accounts.listing import PAGE_ROWS
from safety_center.services.installation import Installation
from safety_center.services.jobs import run_job
from safety_center.store.tables import JobRun
from tests.factories import BANGKOK, YEAR, make_actor, submit
from tests.tampering import tamper
from tests.visitor import Visitor

Enter = Callable[[Role], Visitor]
_NEW = {
    "username": "kim.sample",
    "display_name": "김견본",
    "role": "officer",
    "unit_code": "KHM-PHNOMPENH",
    "language": "ko",
    "password": "First-time-1",
}


@pytest.fixture
def enter(sqlite_installation: Installation) -> Enter:
    """A visitor signed in with a role."""

    def enter_as(role: Role) -> Visitor:
        return Visitor(sqlite_installation).enter(make_actor(sqlite_installation, role))

    return enter_as


def _execute(installation: Installation, statement: str) -> None:
    with installation.database.writing() as session:
        session.connection().execute(text(statement))


def test_an_account_is_made_and_its_owner_chooses_another_password(
    sqlite_installation: Installation, enter: Enter
) -> None:
    administrator = enter(Role.ADMINISTRATOR)
    assert administrator.post("/accounts/new", _NEW).location == "/accounts/kim.sample"
    assert "주캄보디아대사관" in administrator.get("/accounts/kim.sample").text
    owner = Visitor(sqlite_installation)
    owner.sign_in("kim.sample", "First-time-1")
    assert owner.get("/").location == "/password"


def test_what_is_wrong_with_an_account_stands_at_its_field_and_nothing_is_lost(
    enter: Enter,
) -> None:
    administrator = enter(Role.ADMINISTRATOR)
    answer = administrator.post("/accounts/new", {**_NEW, "username": "Kim"})
    assert answer.status_code == 422
    assert 'id="username-error"' in answer.text
    assert 'value="김견본"' in answer.text
    assert "First-time-1" not in answer.text


def test_everything_wrong_with_an_account_is_said_in_one_round(enter: Enter) -> None:
    administrator = enter(Role.ADMINISTRATOR)
    wrong = {"username": "Kim Sample", "unit_code": "", "password": "simple", "valid_to": "soon"}
    answer = administrator.post("/accounts/new", {**_NEW, **wrong})
    said = re.findall(r'id="([\w-]+)-error">([^<]*)', answer.text)
    assert [field for field, _ in said] == ["username", "unit_code", "valid_to", "password"]
    assert "소문자로 시작하고" in said[0][1]
    assert "3자 이상 60자 이하" in said[0][1]
    system = {**_NEW, "username": "K", "unit_code": "NOWHERE"}
    answer = administrator.post("/tokens/systems/new", system)
    assert 'id="username-error"' in answer.text
    assert 'id="unit_code-error"' in answer.text


def test_a_taken_name_is_said_together_with_the_rest(enter: Enter) -> None:
    administrator = enter(Role.ADMINISTRATOR)
    administrator.post("/accounts/new", _NEW)
    answer = administrator.post("/accounts/new", {**_NEW, "display_name": "", "password": "simple"})
    assert "이미 있는 계정 이름입니다." in answer.text
    assert 'id="display_name-error"' in answer.text
    assert 'id="password-error"' in answer.text


def test_accounts_are_listed_page_by_page_and_found_by_name_and_mission(
    sqlite_installation: Installation, enter: Enter
) -> None:
    administrator = enter(Role.ADMINISTRATOR)
    for number in range(PAGE_ROWS):
        make_actor(sqlite_installation, Role.OFFICER, username=f"officer.{number:02d}")
    make_actor(sqlite_installation, Role.OFFICER, BANGKOK, username="zz.bangkok")
    first = administrator.get("/accounts").text
    assert f"1–{PAGE_ROWS} / 전체 {PAGE_ROWS + 2}개" in first
    assert "zz.bangkok" not in first
    assert 'href="/accounts?page=2"' in first
    assert "zz.bangkok" in administrator.get("/accounts?page=2").text
    assert "zz.bangkok" in administrator.get("/accounts?page=999").text
    for typed in ("주태국", "Thailand", "ZZ.bang"):
        found = administrator.get(f"/accounts?q={typed}").text
        assert "zz.bangkok" in found, typed
        assert "officer.01" not in found
    assert "officer.01" in administrator.get("/accounts?q=해외안전 담당영사").text
    assert "/accounts?q=officer&amp;page=2" not in administrator.get("/accounts?q=officer").text
    assert "검색 결과가 없습니다." in administrator.get("/accounts?q=100%25").text


def test_an_account_with_too_simple_a_password_is_not_made(enter: Enter) -> None:
    administrator = enter(Role.ADMINISTRATOR)
    answer = administrator.post("/accounts/new", {**_NEW, "password": "simple"})
    assert 'id="password-error"' in answer.text
    assert administrator.get("/accounts/kim.sample").status_code == 404


def test_switching_an_account_off_ends_its_session_for_good(
    enter: Enter,
) -> None:
    administrator, analyst = enter(Role.ADMINISTRATOR), enter(Role.ANALYST)
    assert analyst.get("/").status_code == 200
    administrator.post("/accounts/analyst.safety-center/deactivate")
    assert analyst.get("/").status_code == 302
    administrator.post("/accounts/analyst.safety-center/activate")
    assert analyst.get("/").status_code == 302


def test_nobody_switches_off_the_own_account(enter: Enter) -> None:
    administrator = enter(Role.ADMINISTRATOR)
    answer = administrator.post("/accounts/administrator.none/deactivate")
    assert answer.status_code == 403
    assert administrator.get("/accounts").status_code == 200


def test_a_locked_account_stands_on_the_start_page_and_is_unlocked_from_there(
    sqlite_installation: Installation, enter: Enter
) -> None:
    officer = make_actor(sqlite_installation, Role.OFFICER)
    locked = "UPDATE account SET locked_at = '2026-01-01 00:00:00.000000' WHERE id = 1"
    _execute(sqlite_installation, locked)
    administrator = enter(Role.ADMINISTRATOR)
    unlock = f"/accounts/{officer.username}/unlock"
    assert f'action="{unlock}"' in administrator.get("/").text
    administrator.post(unlock)
    assert f'action="{unlock}"' not in administrator.get("/").text


@pytest.mark.parametrize(
    "name", ["countries", "missions", "travel-alerts", "published-figures", "exposure", "regions"]
)
def test_every_reference_table_shows_its_rows_with_source_and_trust(
    enter: Enter, name: str
) -> None:
    page = enter(Role.ANALYST).get(f"/reference/{name}").text
    assert re.search("전재|법령|자체 판단|기관 공표", page)


def test_a_country_is_found_by_either_name_and_is_not_approved(enter: Enter) -> None:
    analyst = enter(Role.ANALYST)
    for wanted in ("캄보디아", "cambo", "KHM"):
        page = analyst.get(f"/reference/countries?q={wanted}").text
        assert "Cambodia" in page
        assert "미승인" in page
        assert "Andorra" not in page
    assert "검색 결과가 없습니다." in analyst.get("/reference/countries?q=100%25").text


def test_pages_of_a_table_follow_one_another(enter: Enter) -> None:
    analyst = enter(Role.ANALYST)
    second = analyst.get("/reference/countries?page=2").text
    assert 'rel="prev" href="/reference/countries?page=1"' in second
    assert analyst.get("/reference/countries?page=999").status_code == 200
    assert analyst.get("/reference/countries?page=x").status_code == 200


def test_reading_the_files_again_says_what_changed(
    sqlite_installation: Installation, enter: Enter
) -> None:
    _execute(sqlite_installation, "UPDATE country SET name_en = 'Elsewhere' WHERE alpha2 = 'KH'")
    administrator = enter(Role.ADMINISTRATOR)
    assert administrator.post("/reference/load").location == "/reference"
    assert "추가 0행, 변경 1행, 종료 0행" in administrator.get("/reference").text


def test_files_with_an_error_change_nothing_and_the_line_is_named(
    sqlite_installation: Installation, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(sqlite_installation.settings.data_folder, folder)
    missions = folder / "missions.csv"
    missions.write_text(missions.read_text("utf-8").replace(",embassy,", ",palace,", 1), "utf-8")
    settings = sqlite_installation.settings.model_copy(update={"data_folder": folder})
    actor = make_actor(sqlite_installation, Role.ADMINISTRATOR)
    visitor = Visitor(replace(sqlite_installation, settings=settings)).enter(actor)
    answer = visitor.post("/reference/load")
    assert answer.status_code == 422
    assert "missions.csv 2행 type" in answer.text


def test_a_run_is_asked_for_on_the_board(enter: Enter) -> None:
    administrator = enter(Role.ADMINISTRATOR)
    assert administrator.post("/jobs/refresh-statistics/run").location == "/jobs"
    assert "요청됨, 곧 시작" in administrator.get("/jobs").text
    assert "실행 대기" in administrator.get("/jobs/refresh-statistics").text
    assert administrator.post("/jobs/nothing/run").status_code == 404


def test_who_may_only_look_at_jobs_cannot_start_one(enter: Enter) -> None:
    analyst = enter(Role.ANALYST)
    assert "/run" not in analyst.get("/jobs").text
    assert analyst.post("/jobs/refresh-statistics/run").status_code == 403


def test_a_failed_job_stands_on_top(sqlite_installation: Installation, enter: Enter) -> None:
    said = RunMessage("오류로 멈췄습니다: %(error)s", {"error": "OSError, x.py:1"})
    failed = {"state": "failed", "trigger": "schedule", "message": said.encode()}
    with sqlite_installation.database.writing() as session:
        session.add(JobRun(job="purge", started_at=utc_now(), ended_at=utc_now(), **failed))
    page = enter(Role.ADMINISTRATOR).get("/jobs").text
    assert page.index("오류로 멈췄습니다: OSError, x.py:1") < page.index("작업 목록")


def _auditor_after_a_report(installation: Installation, enter: Enter) -> tuple[Visitor, Actor]:
    officer = make_actor(installation, Role.OFFICER)
    submit(installation, officer)
    return enter(Role.AUDITOR), officer


def test_the_trail_is_filtered_by_account_subject_and_action(
    sqlite_installation: Installation, enter: Enter
) -> None:
    auditor, officer = _auditor_after_a_report(sqlite_installation, enter)
    every = auditor.get("/trail").text
    assert "접수 등록" in every
    mine = auditor.get(f"/trail?username={officer.username}&action=session.sign_in")
    assert "조건에 맞는 기록이 없습니다." in mine.text
    found = auditor.get(f"/trail?subject=R-{YEAR}-0000001").text
    assert len(re.findall(r'<th scope="row" class="num"', found)) == 1


def test_a_whole_chain_is_said_to_be_whole_and_a_changed_row_is_named(
    sqlite_installation: Installation, enter: Enter
) -> None:
    auditor, _ = _auditor_after_a_report(sqlite_installation, enter)
    assert auditor.post("/trail/verify").location == "/trail#chain"
    assert "검증을 기다리고 있습니다." in auditor.get("/trail").text
    run_job(sqlite_installation, "verify-trail", RunTrigger.REQUEST)
    page = auditor.get("/trail").text
    assert "모든 기록이 온전합니다." in page
    assert "기록 검증 요청" in page
    tamper(sqlite_installation, "UPDATE trail_entry SET subject = 'other' WHERE seq = 2")
    run_job(sqlite_installation, "verify-trail", RunTrigger.SCHEDULE)
    assert "2번 기록: 내용이 바뀌었습니다" in auditor.get("/trail").text
    assert "기록이 1곳에서 맞지 않습니다" in enter(Role.ADMINISTRATOR).get("/jobs").text

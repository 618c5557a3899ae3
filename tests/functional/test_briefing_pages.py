"""Briefings on screen and by command: asked for, waited for without scripts, fetched, and noted."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.domain.jobs import RunTrigger
from safety_center.services.briefing import records
from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.services.jobs import run_job
from safety_center.services.jobs.runner import requested_jobs
from safety_center.services.statistics import refresh_cube
from safety_center.store.tables import Account
from tests.factories import YEAR, make_actor
from tests.functional.desk import Desk, acts, sit_down

#: Past, whatever day the test runs on.
_DAY = f"{YEAR - 1}-03-02"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def desk(sqlite_installation: Installation) -> Desk:
    refresh_cube(sqlite_installation)
    return sit_down(sqlite_installation, Role.CENTER_MANAGER)


def _ask(desk: Desk, **given: str) -> str:
    """Ask as the form does; the address of the briefing."""
    answer = desk.post("/briefings", {"year": str(YEAR), **given})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def test_a_briefing_is_asked_for_waited_for_and_fetched(desk: Desk) -> None:
    assert "아직 만든 회의자료가 없습니다." in desk.text("/briefings")
    address = _ask(desk)
    assert requested_jobs(desk.installation) == ["briefing"]
    waiting = desk.text(address)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in waiting
    assert "작성 대기" in waiting
    assert "HX-Redirect" not in desk.get(f"{address}/progress").headers
    run_job(desk.installation, "briefing", RunTrigger.REQUEST)
    assert desk.get(f"{address}/progress").headers["HX-Redirect"] == address
    done = desk.text(address)
    assert "http-equiv" not in done
    for form in ("html", "xlsx"):
        assert f'href="{address}/files/{form}"' in done
        assert f'href="{address}/files/{form}"' in desk.text("/briefings")
    document = desk.get(f"{address}/files/html")
    assert f"내려받은 사람 {desk.actor.username}" in document.text
    tables = desk.get(f"{address}/files/xlsx")
    assert tables.headers["Content-Type"] == _XLSX
    assert tables.data[:2] == b"PK"
    assert desk.get(f"{address}/files/pdf").status_code == 404
    assert len(acts(desk.installation, "briefing.make")) == 1
    name = address.rpartition("/")[2]
    fetched = [row.subject for row in acts(desk.installation, "briefing.download")]
    assert fetched == [f"{name}.html", f"{name}.xlsx"]


def test_errors_stand_at_their_fields_and_what_was_typed_comes_back(desk: Desk) -> None:
    answer = desk.post("/briefings", {"year": str(YEAR), "as_of": "2999-01-01"})
    assert answer.status_code == 422
    assert 'href="#as_of"' in answer.text
    assert 'value="2999-01-01"' in answer.text
    assert re.search(r'id="as_of-error"[^>]*>기준 시각이 아직 오지 않았습니다', answer.text)
    assert records.read_records(desk.installation) == []


@pytest.mark.parametrize(
    ("day", "at", "field", "message"),
    [
        ("", "14:30", "as_of", "시각을 정하려면 날짜도 정해 주십시오."),
        (_DAY, "25:99", "as_of_time", "시각을 확인해 주십시오(예: 14:30)."),
        ("어제", "", "as_of", "날짜를 확인해 주십시오(예: 2026-11-22)."),
        (f"{_DAY}T15:00", "14:30", "as_of", "날짜를 확인해 주십시오(예: 2026-11-22)."),
    ],
)
def test_a_wrong_day_or_time_is_said_at_its_own_field(
    desk: Desk, day: str, at: str, field: str, message: str
) -> None:
    answer = desk.post("/briefings", {"year": str(YEAR - 1), "as_of": day, "as_of_time": at})
    assert answer.status_code == 422
    assert f'id="{field}-error">{message}' in answer.text
    assert answer.text.count('class="field-error"') == 1
    assert records.read_records(desk.installation) == []


@pytest.mark.parametrize(
    ("day", "at", "wanted"),
    [
        (_DAY, "09:30", f"{_DAY}T09:30"),
        (_DAY, "", _DAY),
        (f"{_DAY}T15:00", "", f"{_DAY}T15:00"),
    ],
)
def test_a_day_and_a_time_of_day_are_one_as_of(desk: Desk, day: str, at: str, wanted: str) -> None:
    _ask(desk, year=str(YEAR - 1), as_of=day, as_of_time=at)
    assert [record.wanted.as_of for record in records.read_records(desk.installation)] == [wanted]


def test_the_maker_is_named_as_a_person(desk: Desk) -> None:
    address = _ask(desk)
    with reading(desk.installation, None) as ctx:
        name = ctx.session.get_one(Account, desk.actor.account_id).display_name
    for page in (desk.text("/briefings"), desk.text(address)):
        assert f">{name}<" in page
        assert desk.actor.username not in page


def test_the_session_s_audience_reads_and_others_do_not(desk: Desk) -> None:
    address = _ask(desk, language="en")
    run_job(desk.installation, "briefing", RunTrigger.REQUEST)
    officer = sit_down(desk.installation, Role.OFFICER)
    page = officer.text("/briefings")
    assert "회의자료 만들기" not in page
    assert f'href="{address}/files/html"' in page
    assert officer.get(f"{address}/files/html").status_code == 200
    assert officer.post("/briefings", {"year": str(YEAR)}).status_code == 403
    assert officer.post(f"{address}/again").status_code == 403
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        assert sit_down(desk.installation, role).get(address).status_code == 403


def test_one_can_be_made_again(desk: Desk) -> None:
    address = _ask(desk)
    run_job(desk.installation, "briefing", RunTrigger.REQUEST)
    assert desk.post(f"{address}/again").headers["Location"] == address
    assert "다시 만드는 중입니다." in desk.text(address)
    run_job(desk.installation, "briefing", RunTrigger.REQUEST)
    assert "다시 만들기" in desk.text(address)


def test_the_command_makes_one_and_says_where_it_lies(
    sqlite_installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh_cube(sqlite_installation)
    analyst = make_actor(sqlite_installation, Role.ANALYST)
    settings = sqlite_installation.settings
    for name in ("database_url", "key_file", "files_folder"):
        monkeypatch.setenv(f"SAFETY_CENTER_{name.upper()}", str(getattr(settings, name)))
    asked = ["briefing", "--as", analyst.username, "--year", str(YEAR), "--language", "en"]
    answer = CliRunner().invoke(main, asked)
    assert answer.exit_code == 0, answer.output
    assert answer.stderr.splitlines()[0] == "0/7 The session's figures"
    found = records.read_records(sqlite_installation)[0]
    assert (
        str(records.file_place(sqlite_installation, found, records.BriefingForm.XLSX))
        in answer.stdout
    )
    assert "Asia and the Pacific" in answer.stderr
    wrong = CliRunner().invoke(main, ["briefing", "--as", analyst.username, "--year", "1999"])
    assert wrong.exit_code == 1
    assert len(records.read_records(sqlite_installation)) == 1

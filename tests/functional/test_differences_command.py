"""`safety-center statistics diff` and the API: the same parts as everywhere, in each form."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from safety_center.api.records import DifferencesRecord
from safety_center.cli import main
from safety_center.domain.access import Permission, Role
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.services.installation import Installation
from tests.factories import make_actor
from tests.functional.caller import Caller
from tests.functional.desk import acts, sit_down
from tests.functional.histories import FIXED, begin_life

Run = Callable[..., Result]
WINDOW = ("--from", "2026-01-01", "--to")


@pytest.fixture
def run(sqlite_installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `statistics diff` as the center manager, after a history with two entries and changes."""
    settings = sqlite_installation.settings
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(settings.key_file))
    life = begin_life(sqlite_installation)
    for step in FIXED[:4]:
        life.do(step)

    def run_command(*words: str, account: str = "history.center") -> Result:
        return CliRunner().invoke(main, ["statistics", "diff", *words, "--as", account])

    return run_command


@pytest.fixture
def today() -> str:
    return seoul_date(utc_now()).isoformat()


def test_every_form_gives_the_same_parts(run: Run, today: str) -> None:
    asked = (*WINDOW, today, "--by", "country")
    content = json.loads(run(*asked, "--format", "json").output)
    told = {name: number for name, number in content["totals"].items() if number}
    assert told == {"new": 2, "late_entry": 3, "after": 5}
    assert content["moves"]["country"] == [{"old": "KH", "new": "DE", "count": 2}]
    assert content["definitions"]["from"]["code"] == "2026-01-01T00:00:00+09:00"
    frame = pd.read_csv(StringIO(run(*asked, "--format", "csv").output))
    assert frame["나중 수치"].sum() == 5
    text = run(*asked).output
    assert "수가 0명에서 5명으로 5명 늘었다: 신규 +2, 뒤늦은 입력 +3." in text
    assert "캄보디아 → 독일  2" in text
    english = run(*asked, "--language", "en").output
    assert "rose by 5, from 0 to 5: New +2, Late entry +3." in english


def test_files_say_for_whom_they_are_and_the_trail_that_they_were_taken(
    run: Run, today: str, sqlite_installation: Installation
) -> None:
    told = run(*WINDOW, today, "--format", "csv").output
    assert "내부용" in told
    assert "history.center" in told
    assert [act.username for act in acts(sqlite_installation, "statistics.differences.export")] == [
        "history.center"
    ]
    refused = run(*WINDOW, today, "--audience", "publication")
    assert "내부용 통계만" in refused.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "2026-01-01"), "--to: 비교할 두 시각을 모두 정해 주십시오."),
        (("--from", "2026-03-01", "--to", "2026-01-01"), "--to: 끝 시각이 시작 시각보다 앞섭니다."),
        ((*WINDOW, "2026-01-02", "--first-day", "soon"), "--first-day: 날짜를 확인해 주십시오"),
        ((*WINDOW, "2026-01-02", "--country", "QQ"), "--country: 목록에 없는 값입니다: QQ"),
        ((*WINDOW, "2999-01-01"), "--to: 기준 시각이 아직 오지 않았습니다."),
    ],
)
def test_a_wrong_option_is_told_by_its_name(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert said in result.output


def test_the_account_must_be_named_and_may_see_statistics(
    run: Run, today: str, sqlite_installation: Installation
) -> None:
    nobody = CliRunner().invoke(main, ["statistics", "diff", *WINDOW, today])
    assert (nobody.exit_code, "--as" in nobody.output) == (2, True)
    make_actor(sqlite_installation, Role.AUDITOR, username="auditor")
    assert "권한이 없습니다" in run(*WINDOW, today, account="auditor").output


def test_the_api_gives_the_numbers_of_the_command_and_of_the_page(
    run: Run, today: str, sqlite_installation: Installation
) -> None:
    asked = f"from=2026-01-01&to={today}&by=country&involvement=victim"
    answer = Caller(sqlite_installation, Role.ANALYST).get(f"/statistics/differences?{asked}")
    assert answer.status_code == 200, answer.text
    DifferencesRecord.model_validate(answer.json)
    words = (*WINDOW, today, "--by", "country", "--involvement", "victim", "--format", "json")
    told = json.loads(run(*words).output)
    for name in ("rows", "total", "totals", "changes", "moves", "columns"):
        assert answer.json[name] == told[name], name
    [finding] = {each["definitions"]["finding"]["text"] for each in (answer.json, told)}
    page = sit_down(sqlite_installation, Role.ANALYST).text(f"/statistics/differences?{asked}")
    assert finding in page
    assert [act.action for act in acts(sqlite_installation, "statistics.differences.export")]


@pytest.mark.parametrize(
    ("asked", "status", "field"),
    [
        ("from=2026-01-01", 422, "to"),
        ("from=2026-01-01&to=2026-01-02&as_of=2026-01-01", 422, "as_of"),
        ("from=2026-01-01&to=2026-01-02&first_day=2026-01-01T10:00", 422, "first_day"),
        ("from=soon&to=2026-01-02", 422, "from"),
        ("from=2026-03-01&to=2026-01-01", 409, "to"),
        ("from=2026-01-01&to=2999-01-01", 409, "to"),
        ("from=2026-01-01&to=2026-01-02&by=sex&unit=cases", 409, "by"),
    ],
)
def test_the_api_tells_what_is_wrong_at_its_field(
    run: Run, sqlite_installation: Installation, asked: str, status: int, field: str
) -> None:
    answer = Caller(sqlite_installation, Role.ANALYST).get(f"/statistics/differences?{asked}")
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_instants_before_everything_and_in_small_letters_are_answered(
    run: Run, sqlite_installation: Installation
) -> None:
    """The first day of the calendar has no time in other zones."""
    caller = Caller(sqlite_installation, Role.ANALYST)
    for first in ("0001-01-01", "0001-01-01T00:00:00%2B09:00", "2026-01-01t00:00:00z"):
        answer = caller.get(f"/statistics/differences?from={first}&to=2026-01-02")
        assert answer.status_code == 200, (first, answer.text)


def test_a_token_without_the_scope_is_refused(run: Run, sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation, Role.OFFICER, scopes=(Permission.CASE_VIEW,))
    answer = caller.get("/statistics/differences?from=2026-01-01&to=2026-01-02")
    assert (answer.status_code, answer.json["type"]) == (403, "/api-guide#forbidden")

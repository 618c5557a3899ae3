"""`safety-center statistics diff`: the same parts as everywhere, in each form."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.services.installation import Installation
from tests.factories import make_actor
from tests.functional.desk import acts
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

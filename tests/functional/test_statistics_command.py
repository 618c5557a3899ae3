"""`safety-center statistics`, `jobs` and `refresh`, without a running server."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.domain.periods import utc_now
from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.store.tables import TrailEntry
from tests.factories import make_actor, submit

Run = Callable[..., Result]


@pytest.fixture
def run(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command as the center manager, on an installation with two persons in Cambodia."""
    settings = installation.settings
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(settings.key_file))
    monkeypatch.setenv("SAFETY_CENTER_DEMONSTRATION", "true")
    submit(installation, make_actor(installation, Role.OFFICER), persons=[{"headcount": 2}])
    make_actor(installation, Role.CENTER_MANAGER, username="manager")

    def run_command(*words: str, account: str = "manager") -> Result:
        return CliRunner().invoke(main, [*words, "--as", account])

    return run_command


def test_the_command_of_the_issue_gives_the_number_with_its_definitions(run: Run) -> None:
    assert run("refresh").exit_code == 0
    words = "--by year,region --involvement victim --unit persons --basis reported"
    result = run("statistics", *words.split(), "--scheme", "statistics", "--format", "json")
    content = json.loads(result.output)
    assert [(row["region"], row["persons"]) for row in content["rows"]] == [("asia_pacific", 2)]
    assert set(content["definitions"]) >= {"unit", "basis", "scheme", "as_of", "counting_rule"}
    assert "시연용" in content["definitions"]["notice"]["text"]


def test_every_form_gives_the_same_total(run: Run, tmp_path: Path) -> None:
    run("refresh")
    file = tmp_path / "figures.csv"
    assert (
        run("statistics", "--by", "country", "--format", "csv", "--output", str(file)).output == ""
    )
    assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheets need the mark"
    assert pd.read_csv(file)["인원(명)"].sum() == 2
    assert "Total" in run("statistics", "--by", "sex", "--language", "en").output


def test_a_wrong_option_is_told_by_its_name(run: Run) -> None:
    run("refresh")
    result = run("statistics", "--by", "planet", "--from", "soon")
    assert result.exit_code == 1
    assert "--from" in result.output
    result = run("statistics", "--region", "atlantis")
    assert "--region: 목록에 없는 값입니다: atlantis" in result.output


def test_figures_for_publication_are_refused_and_internal_ones_say_that_they_are(run: Run) -> None:
    run("refresh")
    refused = run("statistics", "--audience", "publication")
    assert (refused.exit_code, "내부용 통계만" in refused.output) == (1, True)
    told = run("statistics").output
    assert "이용 범위: 내부용" in told
    assert "작성자: manager" in told


def test_before_the_first_refresh_the_command_says_so(run: Run) -> None:
    result = run("statistics")
    assert result.exit_code == 1
    assert "통계를 아직 만들지 않았습니다" in result.output


def test_what_a_command_took_out_is_in_the_trail(run: Run, installation: Installation) -> None:
    run("refresh")
    run("statistics", "--by", "year", "--format", "csv")
    with reading(installation, None) as ctx:
        entries = ctx.session.exec(select(TrailEntry).order_by(TrailEntry.seq)).all()
    found = [(entry.username, entry.action) for entry in entries[-2:]]
    assert found == [("manager", "job.run"), ("manager", "statistics.export")]


def test_an_account_without_the_permission_is_refused(run: Run, installation: Installation) -> None:
    make_actor(installation, Role.AUDITOR, username="auditor")
    for words in (
        ["statistics"],
        ["refresh"],
        ["jobs", "list"],
        ["jobs", "run", "refresh-statistics"],
    ):
        result = run(*words, account="auditor")
        assert result.exit_code == 1
        assert "권한이 없습니다" in result.output


def test_jobs_are_run_and_listed(run: Run) -> None:
    assert "완료" in run("jobs", "run", "rebuild-statistics").output
    assert "Done" in run("jobs", "run", "refresh-statistics", "--language", "en").output
    assert run("refresh", "--day", "2026-11-20").exit_code == 0
    listed = run("jobs", "list").output
    assert "rebuild-statistics" in listed
    assert "집계표가 원자료와 모두 같습니다." in listed
    assert "refresh-statistics" in CliRunner().invoke(main, ["jobs", "list"]).output


def test_figures_as_of_an_instant_need_no_cube_and_say_which_it_was(run: Run) -> None:
    now = utc_now()
    form = ("--format", "json", "--unit", "cases")
    content = json.loads(run("statistics", "--as-of", now.isoformat(), *form).output)
    assert content["rows"] == [{"cases": 1, "stated": True}]
    said = content["definitions"]
    assert (said["unit"]["code"], said["counting_rule"]["code"]) == ("cases", "cases-1")
    assert datetime.fromisoformat(said["as_of"]["code"]) <= now
    before = (now - timedelta(days=1)).isoformat()
    assert json.loads(run("statistics", "--as-of", before, *form).output)["total"] == 0


def test_a_day_to_come_and_a_division_that_cases_do_not_have_are_refused(run: Run) -> None:
    tomorrow = (utc_now() + timedelta(days=2)).date().isoformat()
    assert (
        "--as-of: 기준 시각이 아직 오지 않았습니다."
        in run("statistics", "--as-of", tomorrow).output
    )
    refused = run("statistics", "--unit", "cases", "--by", "sex")
    assert "--by: 당사자마다 다른 항목이라" in refused.output

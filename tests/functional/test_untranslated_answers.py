"""Refusals, failures and files speak English to someone who chose it, as the pages do."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from safety_center.domain.access import Actor, Role
from safety_center.services.installation import Installation
from tests.databases import copy_sqlite_database
from tests.factories import make_installation
from tests.functional.desk import Desk
from tests.functional.hangul import find_hangul
from tests.functional.in_english import live_in, people_at_work, sit_down_in_english

Working = tuple[Installation, dict[Role, Actor]]
_TABLE = "rows=region&columns=involvement"


@pytest.fixture(scope="module")
def working(
    sqlite_loaded_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Working]:
    folder = tmp_path_factory.mktemp("answers")
    url = copy_sqlite_database(sqlite_loaded_template, folder / "answers.sqlite3")
    installation = make_installation(url, folder, demonstration=True)
    people = people_at_work(installation)
    live_in(installation, people)
    yield installation, people
    installation.database.close()


@pytest.fixture
def officer(working: Working) -> Desk:
    return sit_down_in_english(working[0], working[1][Role.OFFICER])


def test_every_refusal_of_an_address_is_in_english(officer: Desk) -> None:
    token = {"csrf_token": "no-such-token"}
    answers = {
        400: officer.client.post("/reports/new", data={**token, "narrative": "Said"}),
        403: officer.get("/accounts"),
        404: officer.get("/nowhere"),
        405: officer.post("/handovers"),
        413: officer.post("/reports/new", {"narrative": "x" * 1_200_000}),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {
        status: status for status in answers
    }
    for status, answer in answers.items():
        assert find_hangul(answer.text) == [], status
        assert '<html lang="en"' in answer.text, status


def test_a_failure_is_told_in_english(officer: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise RuntimeError("on purpose")

    monkeypatch.setitem(officer.app.view_functions, "about.show", fail)
    monkeypatch.setitem(officer.app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = officer.get("/about")
    assert answer.status_code == 500
    assert find_hangul(answer.text) == []


@pytest.mark.parametrize(
    "path",
    [
        "/statistics/table.csv",
        "/statistics/table.xlsx",
        "/statistics/differences.csv?from=2020-01-01&to=2020-02-01",
    ],
)
def test_files_are_in_english(working: Working, path: str) -> None:
    desk = sit_down_in_english(working[0], working[1][Role.ANALYST])
    answer = desk.get(path)
    assert answer.status_code == 200, answer.text
    assert find_hangul(_text(answer.data)) == []


def _text(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("utf-8-sig")
    sheets = load_workbook(io.BytesIO(data)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
    return "\n".join([*(sheet.title for sheet in sheets), *(str(cell) for cell in cells if cell)])

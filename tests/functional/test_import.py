"""Reports from a file, by command."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from safety_center.store.tables import Case, Person, Report
from tests.factories import make_actor

Run = Callable[..., Result]
HEADER = (
    "source,external_reference,received_at,caller_none,country_code,situation,narrative,"
    "person_involvement,person_name_hangul,person_outcome"
)
ROW = "mission,A-1,2026-11-01T10:00+07:00,예,KH,fraud,투자 사기 신고,victim,홍가상,none"
SAME_REPORT = "mission,A-1,2026-11-01T10:00+07:00,예,KH,fraud,투자 사기 신고,victim,김가상,none"
BAD_ROW = "mission,A-2,2026-11-01T10:00+07:00,예,KR,fraud,국내,victim,,"


@pytest.fixture
def run(sqlite_installation: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `safety-center import` on lines, as an officer."""
    settings = sqlite_installation.settings
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(settings.key_file))
    officer = make_actor(sqlite_installation, Role.OFFICER)

    def run_on(*lines: str, options: tuple[str, ...] = (), encoding: str = "utf-8") -> Result:
        path = tmp_path / "reports.csv"
        path.write_bytes("\n".join(lines).encode(encoding))
        command = ["import", str(path), "--as", officer.username, *options]
        return CliRunner().invoke(main, command)

    return run_on


def counts(installation: Installation) -> tuple[int, int]:
    """Cases and persons stored."""
    with installation.database.reading() as session:
        return len(session.exec(select(Case)).all()), len(session.exec(select(Person)).all())


def test_rows_of_one_reference_are_one_report_with_its_persons(
    sqlite_installation: Installation, run: Run
) -> None:
    result = run(HEADER, ROW, SAME_REPORT)
    assert result.exit_code == 0, result.output
    assert counts(sqlite_installation) == (1, 2)


def test_importing_the_same_file_again_changes_nothing(
    sqlite_installation: Installation, run: Run
) -> None:
    run(HEADER, ROW)
    result = run(HEADER, ROW)
    assert "이미 등록됨 1" in result.output
    assert counts(sqlite_installation) == (1, 1)


def test_checking_stores_nothing(sqlite_installation: Installation, run: Run) -> None:
    result = run(HEADER, ROW, options=("--check",))
    assert "등록할 수 있음 1" in result.output
    assert counts(sqlite_installation) == (0, 0)


def test_a_bad_row_is_named_and_the_good_ones_are_stored(
    sqlite_installation: Installation, run: Run
) -> None:
    result = run(HEADER, BAD_ROW, ROW)
    assert result.exit_code == 1
    assert "2: country_code: 국내에서" in result.output
    assert counts(sqlite_installation) == (1, 1)


@pytest.mark.parametrize(
    ("lines", "said"),
    [((HEADER + ",colour", ROW + ",red"), "colour"), (("가,나", "1,2"), "첫 행")],
)
def test_a_file_that_is_no_sheet_is_refused_with_the_reason(
    run: Run, lines: tuple[str, ...], said: str
) -> None:
    result = run(*lines)
    assert result.exit_code == 1
    assert said in result.output


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949", "utf-16"])
def test_every_usual_encoding_is_read(
    sqlite_installation: Installation, run: Run, encoding: str
) -> None:
    assert run(HEADER, ROW, encoding=encoding).exit_code == 0
    with sqlite_installation.database.reading() as session:
        assert session.exec(select(Report)).one().narrative == "투자 사기 신고"


def test_the_rows_to_mend_are_written_and_come_back(
    sqlite_installation: Installation, run: Run, tmp_path: Path
) -> None:
    rest = tmp_path / "rest.csv"
    assert run(HEADER, ROW, BAD_ROW, options=("--rest", str(rest))).exit_code == 1
    header, row = rest.read_text(encoding="utf-8-sig").splitlines()
    assert header == f"고칠 내용,{HEADER}"
    assert row.startswith(('"국가·지역: 국내에서', "국가·지역: 국내에서"))
    assert run(header, row.replace("KR", "TH")).exit_code == 0
    assert counts(sqlite_installation) == (2, 2)
    assert "--rest" in run(HEADER, options=("--rest", str(rest))).output


def test_changes_are_applied_only_when_told(sqlite_installation: Installation, run: Run) -> None:
    run(HEADER, ROW)
    changed = ROW.replace(",none", ",injured")
    assert "변경(적용 안 함) 1" in run(HEADER, changed).output
    assert "변경 적용 1" in run(HEADER, changed, options=("--apply-changes",)).output
    with sqlite_installation.database.reading() as session:
        assert session.exec(select(Person)).one().outcome == "injured"
        assert session.exec(select(Case)).one().version == 2
    assert "이미 등록됨 1" in run(HEADER, changed).output


def test_the_template_is_a_sheet_whose_example_is_not_imported(
    sqlite_installation: Installation, run: Run, tmp_path: Path
) -> None:
    run(HEADER, ROW)
    for name in ("a.xlsx", "a.csv", "b.xlsx"):
        path = tmp_path / name
        language = "en" if name.startswith("b") else "ko"
        command = ["import-template", str(path), "--as", "officer.khm-phnompenh"]
        assert CliRunner().invoke(main, [*command, "--language", language]).exit_code == 0
        command = ["import", str(path), "--as", "officer.khm-phnompenh"]
        result = CliRunner().invoke(main, command)
        assert result.output.strip() == "등록 0 · 이미 등록됨 0 · 오류 0", result.output
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["접수", "작성 방법", "목록"]
    lists = [rule.formula1 for rule in book["접수"].data_validations.dataValidation]
    assert len(lists) == 18
    words = {cell.value for row in book["목록"].iter_rows() for cell in row}
    assert {"캄보디아", "주캄보디아대사관", "도난", "분실", "예"} <= words
    assert {cell.number_format for cell in book["접수"][2]} == {"@"}


def test_an_unknown_account_ends_the_command(sqlite_installation: Installation, run: Run) -> None:
    result = run(HEADER, ROW, options=("--as", "nobody"))
    assert "nobody" in result.output
    assert result.exit_code == 1

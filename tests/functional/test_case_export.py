"""Cases as a file: with a reason, masked, stamped, limited per day, in the trail before the first byte."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from safety_center.documents.case_files import stream_csv
from safety_center.domain.access import Role
from safety_center.domain.exports import check_reason, columns_for
from safety_center.services.installation import Installation
from tests.factories import BANGKOK, YEAR, make_installation, submit
from tests.functional.desk import Desk, acts, sit_down

WHY = {"reason_code": "reporting", "reason_text": "분기 보고 자료를 작성하기 위함", "form": "csv"}
HONG = {"name_hangul": "홍길동", "telephone": "+82 10 1234 5678", "passport_number": "M12345678"}


@pytest.fixture
def officer(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


def export(desk: Desk, address: str = "/cases/export", **form: str) -> bytes:
    answer = desk.post(address, {**WHY, **form})
    assert answer.status_code == 200, answer.text
    return answer.data


def rows_of(content: bytes) -> list[list[str]]:
    """Lines of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_csv_file_holds_what_the_list_finds_masked_and_stamped(
    installation: Installation,
) -> None:
    officer = sit_down(installation, Role.OFFICER)
    submit(installation, officer.actor, persons=[HONG], summary="=HYPERLINK(1)")
    submit(installation, officer.actor, country_code="TH")
    officer.post("/cases/columns", {"columns": ["summary", "due"]})
    lines = rows_of(export(officer, "/cases/export?country=KH"))
    stamp = dict(line for line in lines if len(line) == 2)
    assert stamp["파일 성격"] == "내부용"
    assert stamp["사유"].endswith(WHY["reason_text"])
    assert stamp["조건"] == "국가·지역: 캄보디아"
    assert officer.actor.username in stamp["작성"]
    head, row = lines[-2:]
    cells = dict(zip(head, row, strict=True))
    assert cells["관리번호"] == f"{YEAR}-KHM-000001"
    assert (cells["성명(가림)"], cells["여권번호(가림)"]) == ("홍○동", "M1234****")
    assert cells["요약"] == "'=HYPERLINK(1)"
    assert cells["전화번호(가림)"].startswith("'+82 1***")
    assert "도난당했다고" not in str(lines)
    assert head == [c.ko for c in columns_for(("number", "summary", "due"))]


def test_a_workbook_holds_text_only(officer: Desk) -> None:
    submit(officer.installation, officer.actor, persons=[HONG], city="=1+1", summary="@SUM(A1)")
    officer.post("/cases/columns", {"columns": ["summary"]})
    content = export(officer, form="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"=1+1", "@SUM(A1)", "홍○동", "내부용"} <= {cell.value for cell in cells}
    assert "홍길동" not in str([cell.value for cell in cells])


def test_an_export_is_in_the_trail_with_rows_and_reason(officer: Desk) -> None:
    for _ in range(3):
        submit(officer.installation, officer.actor)
    answer = officer.post("/cases/export", WHY)
    row = acts(officer.installation, "case.export")[0]  # before anything of the answer was read
    detail = json.loads(row.detail)
    assert (row.rows, detail["reason"], detail["form"]) == (3, "reporting", "csv")
    assert WHY["reason_text"] not in row.detail
    assert rows_of(answer.data)[-4][0] == "관리번호"


@pytest.mark.parametrize(
    "wrong",
    [{"reason_code": ""}, {"reason_text": "짧은 사유"}, {"form": "pdf"}, {"reason_code": "x"}],
)
def test_without_a_reason_there_is_no_file(officer: Desk, wrong: dict[str, str]) -> None:
    submit(officer.installation, officer.actor)
    answer = officer.post("/cases/export", {**WHY, **wrong})
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert acts(officer.installation, "case.export") == []


def test_a_day_has_so_many_rows_and_no_more(
    sqlite_installation: Installation, tmp_path: Path
) -> None:
    url = sqlite_installation.settings.database_url
    limited = make_installation(url, tmp_path, export_rows_mission=3)
    officer = sit_down(limited, Role.OFFICER)
    submit(limited, officer.actor)
    submit(limited, officer.actor)
    export(officer)
    answer = officer.post("/cases/export", WHY)
    assert answer.status_code == 422
    assert "오늘 내보낼 수 있는 건수(1건)를 넘습니다" in answer.text
    limited.database.close()


def test_a_file_holds_nothing_out_of_reach(officer: Desk) -> None:
    submit(officer.installation, officer.actor)
    bangkok = sit_down(officer.installation, Role.OFFICER, unit_code=BANGKOK)
    answer = bangkok.post("/cases/export", WHY)
    assert "내보낼 사건·사고가 없습니다" in answer.text


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_export_gets_no_page_and_no_file(
    sqlite_installation: Installation, role: Role
) -> None:
    desk = sit_down(sqlite_installation, role)
    assert desk.get("/cases/export").status_code == 403
    assert desk.post("/cases/export", WHY).status_code == 403


def test_a_demonstration_says_so_in_its_files(
    sqlite_installation: Installation, tmp_path: Path
) -> None:
    url = sqlite_installation.settings.database_url
    shown = make_installation(url, tmp_path, demonstration=True)
    officer = sit_down(shown, Role.OFFICER)
    submit(shown, officer.actor)
    assert "시연용 가상 데이터" in export(officer).decode()
    shown.database.close()


def test_a_csv_file_is_sent_in_pieces() -> None:
    pieces = list(stream_csv([("구분", "내부용")], ["a"], ([str(n)] for n in range(1_000))))
    assert len(pieces) == 2 + 5


def test_a_reason_has_a_code_and_ten_characters() -> None:
    assert [e.field for e in check_reason("", "", "")] == ["reason_code", "reason_text", "form"]
    assert check_reason("audit", "열 글자가 넘는 사유", "csv") == []

"""Sheets of reports on screen: check, decide, store, mend; by people without scripts."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from safety_center.domain.access import Role
from safety_center.domain.jobs import RunTrigger
from safety_center.services.cases.status import close_case
from safety_center.services.context import writing
from safety_center.services.erasure import erase_case
from safety_center.services.installation import Installation
from safety_center.services.jobs import run_job
from safety_center.store.tables import Case, CaseNote, Person, SheetImport, SheetRow
from tests.factories import make_actor, submit
from tests.functional.desk import Desk, acts, all_cases, sit_down

HEADER = "접수 출처,참조번호,접수 시각,신고인 없음,국가·지역,상황,신고 내용,한글 성명,심각도"
GOOD = "재외공관,A-1,2026. 11. 1. 10:00,예,캄보디아,사기,투자 사기 신고,홍가상,보통"
BAD = "mission,A-2,2026-11-01 10:00,예,KR,fraud,국내에서 있었던 일,,"


def give(desk: Desk, content: bytes, name: str = "접수.csv") -> TestResponse:
    """Send a file as a browser does (the test client itself would leave a temporary file open)."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', desk.get("/about").text)
    assert token
    parts = (
        f'--edge\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token[1]}\r\n'
        f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    )
    return desk.client.post(
        "/imports/new",
        data=parts.encode() + content + b"\r\n--edge--\r\n",
        content_type="multipart/form-data; boundary=edge",
        headers={"Origin": "http://localhost"},
    )


def upload(desk: Desk, *lines: str, name: str = "접수.csv") -> str:
    """Give a file in and let it be checked; its address."""
    content = "\n".join(lines).encode() if isinstance(lines[0], str) else lines[0]
    answer = give(desk, content, name)
    assert answer.status_code == 302, answer.text
    run(desk.installation)
    return answer.headers["Location"]


def run(installation: Installation) -> None:
    """What the scheduler does within seconds."""
    result = run_job(installation, "read-sheets", RunTrigger.REQUEST)
    assert result.state == "done", result.message


def store(desk: Desk, address: str) -> str:
    """Press the button; the page afterwards."""
    assert desk.post(f"{address}/store", {}).status_code == 302
    run(desk.installation)
    return desk.text(address)


@pytest.fixture
def desk(installation: Installation) -> Desk:
    return sit_down(installation, Role.OFFICER)


@pytest.fixture
def one_desk(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


def test_a_file_is_checked_before_anything_is_stored_and_the_button_says_what_it_will_store(
    desk: Desk,
) -> None:
    address = upload(desk, HEADER, GOOD, BAD)
    page = desk.text(address)
    assert "1건 등록 저장" in page
    assert "국내에서 일어난 일은" in page
    assert all_cases(desk.installation) == []
    page = store(desk, address)
    assert "저장을 마쳤습니다" in page
    (case,) = all_cases(desk.installation)
    assert case.number in page
    assert [act.rows for act in acts(desk.installation, "sheet.stored")] == [2]


def test_a_number_that_will_be_masked_is_masked_before_it_is_stored(one_desk: Desk) -> None:
    row = GOOD.replace("투자 사기 신고", "주민번호 850101-2345678이라고 함")
    page = one_desk.text(upload(one_desk, HEADER, row))
    assert "850101-2******" in page
    assert "850101-2345678" not in page


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    store(desk, upload(desk, HEADER, GOOD))
    again = upload(desk, HEADER, GOOD)
    page = desk.text(again)
    assert "이미 등록됨" in page
    assert "저장할 접수가 없습니다" in page
    assert "같은 파일을" in page
    assert desk.post(f"{again}/store", {}).status_code == 409
    assert len(all_cases(desk.installation)) == 1


def test_a_changed_row_is_shown_field_by_field_and_applied_only_when_chosen(desk: Desk) -> None:
    store(desk, upload(desk, HEADER, GOOD))
    changed = GOOD.replace("보통", "중대").replace("홍가상", "홍가명").replace("신고,", "신고함,")
    address = upload(desk, HEADER, changed)
    page = desk.text(f"{address}?kind=changed")
    assert re.search(r"심각도</strong> <del>보통</del> → <ins>중대</ins>", page)
    assert "<ins>홍가명</ins>" in page
    assert "<del>홍가상</del>" not in page  # what is stored stays masked
    assert "1건은 아래에서 처리를 골라야" in page
    assert desk.post(f"{address}/decide", {"choice.2": "apply"}).status_code == 302
    assert "1건 변경 적용 저장" in desk.text(address)
    assert "변경 적용함" in store(desk, address)
    (case,) = all_cases(desk.installation)
    assert (case.severity, case.version) == ("serious", 2)
    assert len(acts(desk.installation, "case.change")) == 1
    with desk.installation.database.reading() as session:
        assert [note.text for note in session.exec(select(CaseNote))] == ["투자 사기 신고함"]
    page = desk.text(upload(desk, HEADER, changed))
    assert "이미 등록됨" in page


def test_a_change_made_meanwhile_is_not_overwritten(one_desk: Desk) -> None:
    store(one_desk, upload(one_desk, HEADER, GOOD))
    address = upload(one_desk, HEADER, GOOD.replace("보통", "중대"))
    one_desk.post(f"{address}/decide", {"choice.2": "apply"})
    with one_desk.installation.database.writing() as session:
        case = session.exec(select(Case)).one()
        case.version, case.severity = 7, "critical"
    assert "확인한 뒤 사건이 수정되어" in store(one_desk, address)
    assert all_cases(one_desk.installation)[0].severity == "critical"


def test_a_likely_duplicate_asks_and_may_join(one_desk: Desk) -> None:
    first = submit(
        one_desk.installation,
        one_desk.actor,
        situation="fraud",
        received_at="2026-11-01T10:00+09:00",
        persons=[{"name_hangul": "홍가상", "telephone": "+82 10 0000 1234"}],
    )
    header, row = f"{HEADER},당사자 전화번호", f"{GOOD},+82 10 0000 1234"
    address = upload(one_desk, header, row)
    page = one_desk.text(f"{address}?kind=likely")
    assert first.case_number in page
    assert "1건은 아래에서 처리를 골라야" in page
    assert "아직 아무것도" not in page
    assert "접수 2026. 11. 1." in page
    assert (
        one_desk.post(f"{address}/decide", {"choice.2": "join:2026-KHM-999999"}).status_code == 422
    )
    one_desk.post(f"{address}/decide", {"choice.2": f"join:{first.case_number}"})
    assert "1건 병합 저장" in one_desk.text(address)
    store(one_desk, address)
    assert len(all_cases(one_desk.installation)) == 1


def test_the_rows_to_mend_come_back_as_a_file_that_can_be_given_in_again(one_desk: Desk) -> None:
    address = upload(one_desk, HEADER, GOOD, BAD.replace("국내에서 있었던 일", '"=1+1 ""인용"""'))
    store(one_desk, address)
    answer = one_desk.get(f"{address}/rest/csv")
    text = answer.get_data().decode("utf-8-sig")
    assert text.splitlines()[0] == f"고칠 내용,{HEADER}"
    assert "'=1+1" in text
    assert "A-1" not in text
    page = one_desk.text(upload(one_desk, text.replace("KR", "TH")))
    assert "1건 등록 저장" in page
    book = openpyxl.load_workbook(io.BytesIO(one_desk.get(f"{address}/rest/xlsx").get_data()))
    sheet = book.active
    assert next(cell.value for cell in sheet[1]) == "고칠 내용"
    assert sheet.cell(2, 8).value == '=1+1 "인용"'
    assert sheet.cell(2, 8).data_type == "s"


def test_an_english_template_and_english_rows_to_mend_are_english_and_read_back(
    one_desk: Desk,
) -> None:
    one_desk.get("/imports?lang=en")
    template = one_desk.get("/imports/template/csv").get_data().decode("utf-8-sig")
    assert re.search("[가-힣]+", template.replace("홍예시", "")) is None
    assert "Cambodia" in template
    assert "(Example) KH-2026-001" in template
    assert "No such rows." in one_desk.text(upload(one_desk, template))
    address = upload(one_desk, HEADER, BAD)
    for language, heading in (("en", "What to mend"), ("ko", "고칠 내용")):
        one_desk.get(f"/imports?lang={language}")
        text = one_desk.get(f"{address}/rest/csv").get_data().decode("utf-8-sig")
        assert text.splitlines()[0] == f"{heading},{HEADER}"
        assert 'class="import-faults is-error"' not in one_desk.text(
            upload(one_desk, text.replace("KR", "TH"))
        )


def test_a_file_belongs_to_its_account(one_desk: Desk) -> None:
    address = upload(one_desk, HEADER, GOOD)
    other = sit_down(one_desk.installation, Role.OFFICER, username="officer.other")
    for path in (address, f"{address}/progress", f"{address}/rest/csv"):
        assert other.get(path).status_code == 404
    for verb in ("store", "decide", "discard"):
        assert other.post(f"{address}/{verb}", {}).status_code == 404
    counsellor = sit_down(one_desk.installation, Role.COUNSELLOR)
    assert counsellor.get("/imports").status_code == 403


def test_nothing_of_a_file_lies_open_on_the_disk_or_in_the_database(one_desk: Desk) -> None:
    marker = "홍표지가나다"
    address = upload(one_desk, HEADER, GOOD.replace("홍가상", marker).replace("보통", "없는말"))
    assert marker not in one_desk.text(address)
    folder = one_desk.installation.settings.files_folder
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert files
    assert not any(marker.encode() in content for content in files)
    with one_desk.installation.database.reading() as session:
        (row,) = session.exec(select(SheetRow)).all()
        kept = session.exec(select(SheetImport)).one()
    assert marker.encode() not in (row.content or b"")
    assert "접수".encode() not in kept.file_name
    one_desk.post(f"{address}/discard", {})
    assert not any(path.is_file() for path in folder.rglob("*"))
    assert one_desk.text("/imports").count("삭제한 파일") == 1


def test_a_killed_run_goes_on_where_it_was_and_stores_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safety_center.services.sheets import outcomes, work

    monkeypatch.setattr(outcomes, "BATCH", 2)
    rows = [GOOD.replace("A-1", f"B-{n}" if n % 2 else "") for n in range(7)]
    address = upload(
        desk,
        HEADER,
        *(row.replace("2026. 11. 1.", f"2026. {n + 1}. 1.") for n, row in enumerate(rows)),
    )
    desk.post(f"{address}/decide", {"every": "likely:yes"})
    assert desk.post(f"{address}/store", {}).status_code == 302
    with desk.installation.database.reading() as session:
        import_id = session.exec(select(SheetImport.id)).one()
    broken_off = work._Run(desk.installation, import_id).advance()
    next(broken_off)
    next(broken_off)
    broken_off.close()
    assert len(all_cases(desk.installation)) == 4
    run(desk.installation)
    assert len(all_cases(desk.installation)) == 7
    with desk.installation.database.reading() as session:
        assert len(session.exec(select(Person)).all()) == 7
    assert "저장을 마쳤습니다" in desk.text(address)


def test_a_file_that_cannot_be_read_says_why(one_desk: Desk) -> None:
    page = one_desk.text(upload(one_desk, b"PK\x03\x04 broken", name="접수.xlsx"))
    assert "손상되어" in page
    page = one_desk.text(upload(one_desk, "가,나,다", "1,2,3"))
    assert "항목 이름이 없습니다" in page


def test_files_may_be_larger_than_forms_but_not_without_end(
    sqlite_installation: Installation,
) -> None:
    desk = sit_down(sqlite_installation, Role.OFFICER)
    large = (HEADER + "\n" + GOOD + " " * 1_200_000).encode()
    assert give(desk, large).status_code == 302
    assert desk.post("/reports/new", {"narrative": "가" * 1_200_000}).status_code == 413
    answer = give(desk, b"x" * 40_200_000)
    assert (answer.status_code, "40MB" in answer.text) == (413, True)
    assert give(desk, b"").status_code == 422


def test_the_page_follows_the_work_and_the_template_is_offered(one_desk: Desk) -> None:
    answer = give(one_desk, "\n".join((HEADER, GOOD)).encode())
    address = answer.headers["Location"]
    page = one_desk.text(address)
    assert "확인 대기" in page
    assert '<meta http-equiv="refresh"' in page
    assert "HX-Refresh" not in one_desk.get(f"{address}/progress").headers
    run(one_desk.installation)
    assert one_desk.get(f"{address}/progress").headers["HX-Refresh"] == "true"
    assert "확인 완료" in one_desk.text("/imports")
    for name in ("xlsx", "csv"):
        answer = one_desk.get(f"/imports/template/{name}")
        assert (answer.status_code, len(answer.data) > 500) == (200, True)
        # The server behind the pages sends no header with anything but ASCII in it.
        assert answer.headers["Content-Disposition"].isascii()
    assert one_desk.get("/imports/template/exe").status_code == 404


def test_files_are_removed_when_their_time_is_over(one_desk: Desk) -> None:
    address = upload(one_desk, HEADER, GOOD)
    with one_desk.installation.database.writing() as session:
        row = session.exec(select(SheetImport)).one()
        row.created_at -= timedelta(days=31)
        session.add(row)
    run_job(one_desk.installation, "purge", RunTrigger.REQUEST)
    folder = one_desk.installation.settings.files_folder
    assert list((folder / "imports").iterdir()) == []
    assert "삭제한 파일입니다" in one_desk.text(address)
    with one_desk.installation.database.reading() as session:
        assert session.exec(select(SheetRow)).all() == []


def files_kept(desk: Desk) -> int:
    folder = desk.installation.settings.files_folder
    return len([path for path in folder.rglob("*") if path.is_file()])


def test_a_file_whose_rows_are_all_stored_is_removed_at_once(one_desk: Desk) -> None:
    address = upload(one_desk, HEADER, GOOD)
    assert files_kept(one_desk) == 1
    store(one_desk, address)
    assert len(all_cases(one_desk.installation)) == 1
    assert files_kept(one_desk) == 0
    assert one_desk.get(address).status_code == 200


def test_a_file_with_rows_to_mend_stays_for_them(one_desk: Desk) -> None:
    address = upload(one_desk, HEADER, GOOD, BAD)
    store(one_desk, address)
    assert files_kept(one_desk) == 1
    assert "국내에서" in one_desk.get(f"{address}/rest/csv").text


def test_erasing_a_case_removes_the_file_that_it_came_from(one_desk: Desk) -> None:
    address = upload(one_desk, HEADER, GOOD, BAD)
    store(one_desk, address)
    [case] = all_cases(one_desk.installation)
    manager = make_actor(one_desk.installation, Role.CENTER_MANAGER)
    with writing(one_desk.installation, manager) as ctx:
        close_case(ctx, case.number)
    with writing(one_desk.installation, manager) as ctx:
        erase_case(ctx, case.number, "request")
    assert files_kept(one_desk) == 0
    assert one_desk.get(address).status_code == 200


def test_another_units_report_under_the_same_reference_is_not_shown(
    one_desk: Desk,
) -> None:
    store(one_desk, upload(one_desk, HEADER, GOOD))
    other = sit_down(one_desk.installation, Role.OFFICER, unit_code="THA-BANGKOK")
    page = other.text(upload(other, HEADER, GOOD.replace("보통", "중대")))
    assert "다른 기관이 등록한 접수여서" in page
    assert "<del>" not in page


def test_a_file_thrown_away_while_it_is_checked_stays_away(one_desk: Desk) -> None:
    from safety_center.services.sheets import work

    answer = give(one_desk, "\n".join((HEADER, GOOD)).encode())
    with one_desk.installation.database.reading() as session:
        import_id = session.exec(select(SheetImport.id)).one()
    going_on = work._Run(one_desk.installation, import_id).advance()
    next(going_on)
    assert one_desk.post(f"{answer.headers['Location']}/discard", {}).status_code == 302
    assert list(going_on) == []
    assert "삭제한 파일입니다" in one_desk.text(answer.headers["Location"])

"""Giving in a sheet in a real browser: checked by itself, decided, stored, at both widths."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.roles import OFFICER, sign_in

SHEET = """접수 출처,참조번호,접수 시각,신고인 없음,국가·지역,상황,신고 내용,한글 성명,생년월일,당사자 전화번호
재외공관,가상-1,2026. 11. 1. 10:00,예,캄보디아,사기,투자 사기를 신고함(가상),홍가상,1990. 1. 1.,+855 12 000 001
재외공관,가상-2,2026. 11. 2. 10:00,예,북쪽나라,사기,투자 사기를 신고함(가상),김가상,1990. 13. 1.,
"""


def _give_in(page: Page, text: str) -> None:
    page.goto("/imports")
    file = {"name": "접수 11월.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("#file").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="올려서 확인").click()
    page.wait_for_url(re.compile("/imports/.{10,}"))
    expect(page.locator(".import-counts")).to_be_visible(timeout=30_000)


def _store(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("저장을 마쳤습니다.")).to_be_visible(timeout=30_000)


def test_a_sheet_is_checked_decided_and_stored(
    page: Page, axe: Callable[[Page], list[str]], shoot: Callable[[Page, str], None]
) -> None:
    sign_in(page, OFFICER)
    _give_in(page, SHEET)
    if page.get_by_role("button", name="1건 등록 저장").count() == 0:
        page.locator("input[value=own]").first.check(
            force=True
        )  # one of the demonstration is alike
        page.get_by_role("button", name="이 쪽의 선택 반영").click()
    expect(page.locator(".bad-cell")).to_have_text(["북쪽나라", "1990. 13. 1."])
    assert axe(page) == []
    shoot(page, "import-checked-ko")
    _store(page, "1건 등록 저장")
    changed = SHEET.replace("투자 사기를", "환전 사기를").replace("홍가상,1990", "홍가상,1991")
    another = SHEET.splitlines()[1].replace("가상-1", "가상-3").replace("11. 1.", "11. 3.")
    _give_in(page, changed + another)
    expect(page.locator("input[value=apply]")).to_have_count(1)
    expect(page.locator("input[value=own]")).to_have_count(1)
    page.locator("input[value=apply]").check(force=True)
    page.locator("input[value^='join:']").first.check(force=True)
    page.get_by_role("button", name="이 쪽의 선택 반영").click()
    expect(page.get_by_role("button", name="1건 병합, 1건 변경 적용 저장")).to_be_visible()
    assert axe(page) == []
    shoot(page, "import-choices-ko")
    _store(page, "1건 병합, 1건 변경 적용 저장")
    page.goto("/imports?lang=en")
    assert axe(page) == []
    shoot(page, "imports-en")

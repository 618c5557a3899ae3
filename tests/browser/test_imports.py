"""Giving in a sheet in a real browser: checked by itself, decided, stored, at both widths."""

import re
import secrets
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.roles import OFFICER, sign_in

HEAD = "접수 출처,참조번호,접수 시각,신고인 없음,국가·지역,상황,신고 내용,한글 성명,생년월일,당사자 전화번호"
GOOD = "재외공관,{},2026. 11. {}. 10:00,예,캄보디아,사기,{}를 신고함(가상),홍가상,{}. 1. 1.,+855 12 000 001"
BAD = "재외공관,가상,2026. 11. 2. 10:00,예,북쪽나라,사기,투자 사기를 신고함(가상),김가상,1990. 13. 1.,"


def _give_in(page: Page, *lines: str) -> None:
    page.goto("/imports")
    sheet = "\n".join((HEAD, *lines)).encode()
    file = {"name": "접수 11월.csv", "mimeType": "text/csv", "buffer": sheet}
    page.locator("#file").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="올려서 확인").click()
    page.wait_for_url(re.compile("/imports/.{10,}"))
    expect(page.locator(".import-counts")).to_be_visible(timeout=60_000)


def _store(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("저장을 마쳤습니다.")).to_be_visible(timeout=60_000)


def _row(page: Page, reference: str) -> Locator:
    return page.locator("tbody tr", has=page.get_by_text(reference))


def _choose(page: Page, reference: str, choice: str) -> None:
    _row(page, reference).locator(f"input[value='{choice}']").check(force=True)


def _hold_the_first_decision(page: Page) -> list[Route]:
    """The next choice's request waits until it is continued, as on a slow line."""
    held: list[Route] = []
    page.route("**/decide", lambda route: held.append(route), times=1)
    return held


def test_a_sheet_is_checked_decided_and_stored(
    page: Page, axe: Callable[[Page], list[str]], shoot: Callable[[Page, str], None]
) -> None:
    sign_in(page, OFFICER)
    first, second = (f"가상-{secrets.token_hex(4)}" for _ in range(2))
    _give_in(page, GOOD.format(first, 1, "투자 사기", 1990), BAD)
    if _row(page, first).locator("input[value=own]").count():
        _choose(page, first, "own")  # one of the demonstration is alike today
    expect(page.get_by_role("button", name="1건 등록 저장")).to_be_visible()
    expect(page.locator(".bad-cell")).to_have_text(["북쪽나라", "1990. 13. 1."])
    assert axe(page) == []
    shoot(page, "import-checked-ko")
    _store(page, "1건 등록 저장")
    changed, another = (first, 1, "환전 사기", 1991), (second, 3, "투자 사기", 1990)
    _give_in(page, GOOD.format(*changed), BAD, GOOD.format(*another))
    stored = _row(page, first).get_by_role("link").first.inner_text()
    held = _hold_the_first_decision(page)
    with page.expect_request("**/decide"):
        _choose(page, first, "apply")
    _choose(page, second, f"join:{stored}")
    held[0].continue_()  # its answer knows nothing of the second choice
    both = "1건 병합, 1건 변경 적용 저장"
    expect(page.get_by_role("button", name=both)).to_be_visible()
    with page.expect_navigation():  # what those without scripts press
        page.get_by_role("button", name="이 쪽의 선택 반영").click()
    expect(page.get_by_role("button", name=both)).to_be_visible()
    assert axe(page) == []
    shoot(page, "import-choices-ko")
    _store(page, both)
    page.goto("/imports?lang=en")
    assert axe(page) == []
    shoot(page, "imports-en")

"""Searching, saving and exporting on the list of cases, as a person does; open to everybody."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.roles import OFFICER, sign_in

WORDS = {
    "ko": ("검색", "파일로 내보내기", "내보내기"),
    "en": ("Search", "Export to a file", "Export"),
}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_search_is_said_in_words_and_its_cases_leave_as_a_file(
    page: Page,
    axe: Callable[[Page], list[str]],
    shoot: Callable[[Page, str], None],
    language: str,
) -> None:
    search, to_file, give = WORDS[language]
    sign_in(page, OFFICER)
    page.goto(f"/cases?lang={language}")
    page.locator("#q").fill("경찰")
    page.get_by_role("button", name=search, exact=True).click()
    expect(page.locator(".chips")).to_contain_text("경찰")
    assert re.search(r"/cases\?search=[\w-]+$", page.url)
    for fold in page.locator("main details.fold > summary").all():
        fold.click()
    shoot(page, f"cases-searched-{language}")
    barriers = axe(page)
    rows = page.locator("table[data-rows-nav] tbody tr").count()
    page.locator("table[data-rows-nav] tbody a").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("table[data-rows-nav] tbody a").nth(min(1, rows - 1))).to_be_focused()
    page.get_by_role("link", name=to_file).click()
    page.locator("#reason_code").select_option("reporting")
    page.locator("#reason_text").fill("분기 보고 자료를 작성하기 위함")
    page.locator("label[for=form-csv]").click()
    shoot(page, f"cases-export-{language}")
    barriers += axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=give, exact=True).click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    lines = list(csv.reader(text.splitlines()))
    assert len(lines) - lines.index([]) - 2 >= rows > 0
    assert barriers == []

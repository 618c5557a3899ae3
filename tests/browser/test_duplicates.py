"""Likely duplicates in a real browser: they appear while typing, one press joins, nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.roles import OFFICER, sign_in

NUMBER = re.compile(r"\d{4}-KHM-\d{6}")


def _type(page: Page, name: str) -> None:
    page.goto("/reports/new")
    page.locator("input[value=kidnapping]").check(force=True)
    page.locator("#city").fill("바탐방")
    page.locator("#caller_telephone").fill("010-9876-4321")
    page.locator("#narrative").fill("아들이 이틀째 연락이 되지 않는다고 함.")
    page.locator("details.fold > summary").first.click()
    page.locator("#persons-0-name_hangul").fill(name)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_second_report_finds_the_first_and_joins_it_with_one_press(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], width: int
) -> None:
    page = open_page(width=width)
    sign_in(page, OFFICER)
    _type(page, "독고탁")
    page.locator(".form-actions").get_by_role("button", name="저장", exact=True).click()
    page.wait_for_url(re.compile(r"/reports/R-"))
    _type(page, "독고닥")
    panel = page.locator("#likely")
    expect(panel.get_by_text("비슷한 성명").first).to_be_visible()
    expect(panel.get_by_text("같은 신고인 전화번호").first).to_be_visible()
    hint = page.locator("[data-likely-hint]")
    expect(hint).to_be_visible() if width == 390 else expect(hint).to_be_hidden()
    number = panel.get_by_role("link", name=NUMBER).first.inner_text()[:15]
    panel.scroll_into_view_if_needed()
    assert axe(page) == []
    panel.get_by_role("button", name="이 건에 병합").first.click()
    expect(page.locator("#joined")).to_contain_text(number)
    expect(page.locator("#join_case_number")).to_have_value(number)
    expect(page.locator("#persons-0-name_hangul")).to_have_value("독고닥")
    assert axe(page) == []
    assert "독고" not in page.url

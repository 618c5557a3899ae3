"""Filters fold where it is narrow, with and without scripts; a token is copied."""

from collections.abc import Callable
from secrets import token_hex

import pytest
from playwright.sync_api import Page, expect

from tests.browser.roles import OFFICER, sign_in


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_telephone_the_list_comes_before_its_filters(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], javascript: bool
) -> None:
    page = open_page(width=390, javascript=javascript)
    sign_in(page, OFFICER)
    page.goto("/cases?status=open")
    fold, status = page.locator("details.filter-fold"), page.locator("#status")
    expect(status).to_be_hidden()
    expect(page.locator(".chips")).to_contain_text("종결되지 않은 건")
    box = page.locator("table[data-rows-nav] tbody tr").first.bounding_box()
    assert box is not None
    assert box["y"] < 900
    if javascript:
        assert axe(page) == []
    fold.locator("> summary").press("Enter")
    expect(status).to_be_visible()
    status.select_option("closed")
    page.get_by_role("button", name="조회", exact=True).press("Enter")
    expect(page.locator(".chips")).to_contain_text("종결")
    expect(status).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False])
def test_where_there_is_room_filters_stand_open(
    open_page: Callable[..., Page], javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    sign_in(page, OFFICER)
    page.goto("/cases")
    expect(page.locator("#status")).to_be_visible()
    expect(page.locator("details.filter-fold > summary")).to_be_hidden()
    page.locator("#status").select_option("open")
    page.get_by_role("button", name="조회", exact=True).click()
    expect(page.locator(".chips")).to_contain_text("종결되지 않은 건")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_token_is_copied_by_a_button_and_stands_there_without_scripts(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    if javascript:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, "administrator")
    page.goto("/tokens/systems/new")
    page.locator("#display_name").fill("시험 시스템")
    page.locator("#username").fill(f"copy.{token_hex(3)}")
    page.locator("#role").select_option("analyst")
    page.get_by_role("button", name="만들기").click()
    page.locator("#name").fill("복사 시험")
    page.locator("input[name=scopes]").first.check(force=True)
    page.get_by_role("button", name="발급").click()
    secret = page.locator("#secret").inner_text()
    assert secret.startswith("sct_")
    copy = page.get_by_role("button", name="복사")
    if not javascript:
        expect(copy).to_have_count(0)
        return
    copy.click()
    expect(page.locator(".secret [role=status]")).to_have_text("복사했습니다.")
    assert page.evaluate("navigator.clipboard.readText()") == secret
    assert axe(page) == []

"""The table builder in a real browser: without barriers at both widths, by keyboard, and its numbers lead on."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.roles import ANALYST, sign_in

PATH = "/statistics?row=type&column=year&involvement=victim"


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_a_table_has_no_barriers_at_both_widths(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    shoot: Callable[[Page, str], None],
    locale: str,
) -> None:
    page = open_page(locale=locale)
    sign_in(page, ANALYST)
    page.goto(f"{PATH}&lang={locale[:2]}")
    expect(page.locator(".is-figures tbody tr").first).to_be_visible()
    shoot(page, f"statistics-{locale[:2]}")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == []


def test_a_table_is_made_without_scripts_and_its_numbers_lead_to_their_list(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(javascript=False)
    sign_in(page, ANALYST)
    page.goto("/statistics")
    page.get_by_label("행", exact=True).select_option("region")
    page.get_by_label("열", exact=True).select_option("severity")
    page.get_by_label("단위").select_option("cases")
    page.locator("#row").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#row2")).to_be_focused()
    page.get_by_role("button", name="표 만들기").click()
    expect(page).to_have_url(re.compile("row=region.*column=severity.*unit=cases"))
    table = page.get_by_role("table")
    expect(table).to_contain_text("유럽")
    table.locator("tbody a").first.click()
    expect(page).to_have_url(re.compile("/cases.*region="))


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_telephone_the_table_comes_before_its_form(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], javascript: bool
) -> None:
    page = open_page(width=390, javascript=javascript)
    sign_in(page, ANALYST)
    page.goto("/statistics?row=year&column=involvement")
    fold, row = page.locator("details.filter-fold"), page.locator("#row")
    expect(row).to_be_hidden()
    expect(fold.locator("> summary")).to_contain_text("2")
    box = page.locator(".is-figures tbody tr").first.bounding_box()
    assert box is not None
    assert box["y"] < 900
    if javascript:
        assert axe(page) == []
    fold.locator("> summary").press("Enter")
    expect(row).to_be_visible()
    row.select_option("region")
    page.get_by_role("button", name="표 만들기").press("Enter")
    expect(page).to_have_url(re.compile("row=region"))
    expect(row).to_be_hidden()
    page.goto("/statistics?row=planet")
    expect(page.locator("#row-error")).to_be_visible()


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_rates_stand_below_their_table_without_barriers(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    shoot: Callable[[Page, str], None],
    locale: str,
) -> None:
    page = open_page(locale=locale)
    sign_in(page, ANALYST)
    page.goto(f"/statistics?row=year&involvement=victim&lang={locale[:2]}")
    expect(page.locator(".is-rates tbody tr").first).to_be_visible()
    notices = ("가상 분자 · 실제 분모", "synthetic numerator · real denominator")
    expect(page.locator(".notice.is-warning")).to_have_text(notices[locale == "en-US"])
    shoot(page, f"rates-{locale[:2]}")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == []

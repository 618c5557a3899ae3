"""The pages of differences in a real browser: both languages and widths, by keyboard, and down to a case."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from safety_center.domain.periods import seoul_date, utc_now
from tests.browser.roles import ANALYST, OFFICER, sign_in

#: From before anything was recorded until today: every demonstration has something to say.
PATH = "/statistics/differences?from=2016-01-01&by=year&by2=involvement&to="


@pytest.fixture
def path() -> str:
    return PATH + seoul_date(utc_now()).isoformat()


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_differences_and_their_lists_have_no_barriers_at_both_widths(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    shoot: Callable[[Page, str], None],
    path: str,
    locale: str,
) -> None:
    language = locale[:2]
    page = open_page(locale=locale)
    sign_in(page, ANALYST)
    page.goto(f"{path}&lang={language}")
    expect(page.locator("tfoot").first).to_be_visible()
    shoot(page, f"differences-{language}")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("tfoot a").first.click()
    expect(page).to_have_url(re.compile("/statistics/differences/list"))
    expect(page.locator("tbody tr").first).to_be_visible()
    shoot(page, f"differences-list-{language}")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == []


def test_a_difference_is_followed_to_its_case_by_keyboard(
    open_page: Callable[..., Page], path: str
) -> None:
    page = open_page()
    sign_in(page, OFFICER)
    page.goto(path)
    page.locator("#unit").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#basis")).to_be_focused()
    page.locator("#unit").select_option("cases")
    page.locator("#by2").select_option("")
    page.get_by_role("button", name="조회", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("unit=cases"))
    page.locator("tfoot a").first.press("Enter")
    expect(page).to_have_url(re.compile("/statistics/differences/list.*unit=cases"))
    page.locator("tbody th a").first.press("Enter")
    expect(page).to_have_url(re.compile(r"/cases/\d{4}-"))


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_telephone_the_finding_comes_before_the_form(
    open_page: Callable[..., Page], path: str, javascript: bool
) -> None:
    page = open_page(width=390, javascript=javascript)
    sign_in(page, ANALYST)
    page.goto(path)
    expect(page.locator("#unit")).to_be_hidden()
    box = page.locator(".dashboard-title").bounding_box()
    assert box is not None
    assert box["y"] < 900
    page.locator("details.filter-fold > summary").press("Enter")
    expect(page.locator("#unit")).to_be_visible()


def test_what_is_wrong_is_told_at_its_field_where_the_form_is_folded(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = open_page(width=390)
    sign_in(page, ANALYST)
    page.goto("/statistics/differences?from=2026-02-01&to=2026-01-01")
    expect(page.locator("#to-error")).to_be_visible()
    assert axe(page) == []

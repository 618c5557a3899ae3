"""The frame in a real browser: keyboard, contrast, size, language, time-out, without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from safety_center.domain.access import Role
from safety_center.services.demonstration.staff import PLAYED
from tests.browser.conftest import OpenPage
from tests.browser.roles import sign_in

Axe = Callable[[Page], list[str]]
Shoot = Callable[[Page, str], None]
_FIRST = {role: name for name, role, _ in reversed(PLAYED)}
OFFICER = _FIRST[Role.OFFICER]
ADMINISTRATOR = _FIRST[Role.ADMINISTRATOR]


def _enter(page: Page, role: str | None, path: str) -> None:
    if role:
        sign_in(page, role)
    page.goto(path)


@pytest.mark.parametrize(("role", "path"), [(OFFICER, "/"), (ADMINISTRATOR, "/jobs")])
def test_the_clear_mode_and_the_largest_text_have_no_barrier(
    page: Page, axe: Axe, shoot: Shoot, role: str, path: str
) -> None:
    _enter(page, role, path)
    page.get_by_text("화면 설정").click()
    page.get_by_role("button", name="선명한 화면").click()
    page.get_by_role("button", name="가장 크게").click()
    page.reload()
    assert page.locator("html").get_attribute("data-krds-mode") == "high-contrast"
    assert page.locator("html").get_attribute("data-textsize") == "xxlarge"
    shoot(page, f"clear-{role}")
    assert axe(page) == []


def test_a_page_fits_320_pixels(open_page: OpenPage) -> None:
    page = open_page(width=320)
    _enter(page, OFFICER, "/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("height", [1200, 600])
def test_a_page_is_as_high_as_the_window_or_its_own_text(page: Page, height: int) -> None:
    page.set_viewport_size({"width": 1280, "height": height})
    _enter(page, ADMINISTRATOR, "/password")
    text = page.locator("main").bounding_box()
    footer = page.locator(".site-footer").bounding_box()
    assert text
    assert footer
    needed = round(text["y"] + text["height"] + footer["height"])
    whole = page.evaluate("document.documentElement.scrollHeight")
    assert whole == pytest.approx(max(height, needed), abs=1)
    assert (whole > height) is (height == 600)
    links = page.locator(".sidenav a")
    links.last.focus()
    expect(links.last).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_name_keeps_the_bar_s_height_and_stands_whole_in_the_menu(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    _enter(page, OFFICER, "/password")
    bar, name = page.locator(".topbar"), "Maximiliana Featherstonehaugh-Cholmondeley"
    before = bar.bounding_box()
    page.locator(".topbar-user, .menu-name").evaluate_all(
        "(found, name) => found.forEach((one) => (one.textContent = name))", name
    )
    assert bar.bounding_box() == before
    page.locator(".topbar-user").click()
    whole = page.locator(".menu-name")
    expect(whole).to_have_text(name)
    expect(whole).to_be_in_viewport(ratio=1)


_CUT = """[...document.querySelectorAll('.grid:not(.is-plain) td *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.outerHTML)"""


@pytest.mark.parametrize("path", ["/reports", "/cases", "/accounts"])
def test_a_list_on_a_telephone_cuts_nothing_off(open_page: OpenPage, path: str) -> None:
    page = open_page(width=390)
    _enter(page, ADMINISTRATOR if path == "/accounts" else OFFICER, f"{path}?lang=en")
    assert page.locator("tbody tr").count() > 0
    assert page.evaluate(_CUT) == []


def test_the_first_tab_leads_past_the_frame(page: Page) -> None:
    _enter(page, OFFICER, "/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("본문 바로가기")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_signing_out_works_by_keyboard(page: Page) -> None:
    _enter(page, OFFICER, "/")
    page.locator("details.menu summary").last.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="로그아웃").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/sign-in$"))
    expect(page.get_by_text("로그아웃했습니다.")).to_be_visible()


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_the_end_of_the_session_is_announced_and_put_off_by_one_key(
    page: Page, axe: Axe, key: str
) -> None:
    page.clock.install()
    _enter(page, OFFICER, "/")
    page.clock.run_for("08:50")
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="계속 사용")).to_be_focused()
    assert axe(page) == []
    with page.expect_response("**/session/extend") as answer:
        page.keyboard.press(key)
    assert answer.value.status == 200
    expect(dialog).to_be_hidden()


def test_the_absolute_end_is_announced_and_offers_nothing_to_extend(page: Page) -> None:
    def nearly_over(route: Route) -> None:
        answer = route.fetch()
        closing = re.sub(r'(data-closing-seconds)="\d+"', r'\1="85"', answer.text())
        route.fulfill(response=answer, body=closing)

    page.clock.install()
    _enter(page, OFFICER, "/")
    page.route("**/password", nearly_over)
    page.goto("/password")
    dialog = page.get_by_role("alertdialog")
    expect(dialog.get_by_role("button")).to_have_text("확인")
    expect(dialog).to_contain_text("더 연장할 수 없습니다")
    page.keyboard.press("Escape")
    page.clock.run_for("00:05")
    expect(dialog).to_be_hidden()


def test_who_does_not_answer_finds_the_page_again(page: Page) -> None:
    page.clock.install()
    _enter(page, OFFICER, "/password")
    page.clock.run_for("10:05")
    expect(page).to_have_url(re.compile("/(sign-in.next=%2Fpassword|password)$"))


def test_everything_needed_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    _enter(page, OFFICER, "/")
    expect(page.get_by_role("heading", level=1)).to_have_text("처리할 업무")
    page.locator("details.menu summary").first.click()
    page.get_by_role("button", name="선명한 화면").click()
    assert page.locator("html").get_attribute("data-krds-mode") == "high-contrast"
    expect(page.get_by_role("heading", level=1)).to_have_text("처리할 업무")

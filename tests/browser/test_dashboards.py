"""Dashboards in a real browser: drawn, quiet, reachable by keyboard, and a number leads to its cases."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.roles import ANALYST, sign_in

OVERVIEW, REGION = "/dashboards/overview", "/dashboards/region?region=asia_pacific"


def _open(page: Page, path: str) -> None:
    sign_in(page, ANALYST)
    page.goto(path)
    page.locator("html[data-figures='drawn']").wait_for()


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
@pytest.mark.parametrize(("name", "path"), [("overview", OVERVIEW), ("region", REGION)])
def test_a_dashboard_is_drawn_without_barriers_at_both_widths(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    shoot: Callable[[Page, str], None],
    name: str,
    path: str,
    locale: str,
) -> None:
    page = open_page(locale=locale)
    language = locale[:2]
    page.context.add_cookies([{"name": "language", "value": language, "url": _origin(page)}])
    _open(page, path)
    expect(page.locator(".figure-plot .main-svg").first).to_be_visible()
    expect(page.locator(".figure-plot.is-failed")).to_have_count(0)
    shoot(page, f"{name}-{language}")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == []


def _origin(page: Page) -> str:
    page.goto("/healthz")
    return re.match(r"https?://[^/]+", page.url)[0]


def test_a_number_of_the_table_leads_to_its_cases(page: Page) -> None:
    _open(page, OVERVIEW)
    page.locator("#regions summary", has_text="표로 보기").click()
    link = page.locator("#regions tbody a").first
    number = link.inner_text()
    link.click()
    page.wait_for_url(re.compile(r"/cases\?"))
    expect(page.locator("main")).to_contain_text(f"{number}명")


def test_a_bar_leads_to_the_same_list(page: Page) -> None:
    _open(page, OVERVIEW)
    href = page.locator("#regions tbody a").first.get_attribute("href") or ""
    page.locator("#regions .barlayer .point path").first.click(force=True)
    page.wait_for_url(re.compile(r"/cases\?"))
    assert page.url.endswith(href)


def test_dokdo_is_drawn_on_the_map(page: Page) -> None:
    _open(page, OVERVIEW)
    drawn = page.locator("#map .figure-plot").evaluate(
        "plot => plot.data.filter(trace => trace.meta === 'islands').flatMap(trace => trace.text)"
    )
    assert drawn == ["독도", "울릉도"]
    assert page.locator("#map .scattergeo .point").count() > 2


def test_without_scripts_the_tables_stand_open(open_page: Callable[..., Page]) -> None:
    page = open_page(javascript=False)
    sign_in(page, ANALYST)
    page.goto(OVERVIEW)
    expect(page.locator("#regions tbody tr").first).to_be_visible()
    page.get_by_label("당사자 구분", exact=True).select_option("victim")
    page.get_by_role("button", name="조회").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("접수된 피해자는")


def test_the_choices_are_made_by_keyboard(page: Page) -> None:
    _open(page, OVERVIEW)
    page.get_by_label("연도", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="조회").press("Enter")
    page.wait_for_url(re.compile(r"year=\d{4}"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        re.search(r"year=(\d{4})", page.url)[1]
    )

"""Dashboards in a real browser: drawn, quiet, reachable by keyboard, and a number leads to its cases."""

import re
from base64 import b64encode
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.roles import ANALYST, sign_in

OVERVIEW, REGION = "/dashboards/overview", "/dashboards/region?region=asia_pacific"
SESSION = "/dashboards/session"
PAGES = {
    "overview": OVERVIEW,
    "region": REGION,
    "country": "/dashboards/country?country=KH",
    "mission": "/dashboards/mission",
    "timeliness": "/dashboards/timeliness",
    "call_center": "/dashboards/call_center",
    "session": SESSION,
}


def _open(page: Page, path: str) -> None:
    sign_in(page, ANALYST)
    page.goto(path)
    page.locator("html[data-figures='drawn']").wait_for()


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
@pytest.mark.parametrize("name", PAGES)
def test_a_dashboard_is_drawn_without_barriers_at_both_widths(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    shoot: Callable[[Page, str], None],
    name: str,
    locale: str,
) -> None:
    page = open_page(locale=locale)
    language = locale[:2]
    page.context.add_cookies([{"name": "language", "value": language, "url": _origin(page)}])
    _open(page, PAGES[name])
    expect(page.locator(".figure-plot .main-svg").first).to_be_visible()
    expect(page.locator(".figure-plot.is-failed")).to_have_count(0)
    shoot(page, f"{name}-{language}")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


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


def test_the_session_is_set_for_the_room_and_for_paper(page: Page) -> None:
    _open(page, OVERVIEW)
    usual = _size_of_type(page)
    page.goto(SESSION)
    page.locator("html[data-figures='drawn']").wait_for()
    assert _size_of_type(page) > usual
    expect(page.locator(".sidenav")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#regions .main-svg").first).to_have_attribute("width", "630")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#regions .main-svg").first).not_to_have_attribute("width", "630")


def _size_of_type(page: Page) -> float:
    return page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")


def test_the_session_is_read_with_the_keyboard_alone(page: Page) -> None:
    _open(page, SESSION)
    summary = page.locator("#regions summary", has_text="표로 보기")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#regions tbody tr").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#regions tbody tr").first).to_be_hidden()


def test_a_country_is_chosen_by_its_name(page: Page) -> None:
    _open(page, "/dashboards/country")
    page.get_by_label("국가·지역", exact=True).select_option(label="캄보디아")
    page.get_by_role("button", name="조회").press("Enter")
    page.wait_for_url(re.compile("country=KH"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("캄보디아에서")


def test_dokdo_has_pixels_of_its_own_and_the_map_is_fetched_from_nowhere(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _open(page, OVERVIEW)
    assert [url for url in asked if "/map/" in url and "/topology.js?" not in url] == []
    islands = page.locator("#map .scattergeo").last.locator(".point")
    islands.first.scroll_into_view_if_needed()
    box = islands.first.bounding_box()
    assert box
    picture = page.screenshot(clip=box, type="png")
    assert _darkest(page, picture) < 90


def _darkest(page: Page, picture: bytes) -> int:
    """The darkest grey of a picture, read in a page without our policy."""
    blank = page.context.new_page()
    found = blank.evaluate(
        """async source => {
          const image = Object.assign(new Image(), { src: source })
          await image.decode()
          const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
          canvas.drawImage(image, 0, 0)
          const dots = canvas.getImageData(0, 0, image.width, image.height).data
          const greys = []
          for (let i = 0; i < dots.length; i += 4) greys.push((dots[i] + dots[i + 1] + dots[i + 2]) / 3)
          return Math.min(...greys)
        }""",
        f"data:image/png;base64,{b64encode(picture).decode()}",
    )
    blank.close()
    return int(found)

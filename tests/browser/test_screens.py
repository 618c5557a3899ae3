"""Every screen in both languages and both modes: no barrier, nothing small, no sideways scroll.

As everywhere in this folder no breach of policy either, and nothing asked elsewhere.

`SCREENSHOTS=folder` keeps the pictures at 1280 and 390 px.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.looks import find_small
from tests.browser.roles import sign_in
from tests.browser.screens import ANALYST, OPEN, SCREENS, go, prepare, settle
from tests.browser.watch import find_sideways

LABEL = {"ko": "시연용 가상 데이터", "en": "Synthetic demonstration data"}
#: As wide as a telephone, and as a window of 1280 px enlarged to 200 %.
NARROW = (320, 640)

#: Korean in an English page that a screen reader would read as English. The list of latest cases is
#: also drawn outside a page, where nothing marks it.
UNMARKED = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    const at = text.parentElement
    if (/[가-힣]/.test(text.data) && at.closest('[lang]').lang !== 'ko'
        && !at.closest('script, option, textarea, .latest-what')) found.push(text.data.trim())
  }
  return found.slice(0, 5)
}"""


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("role", SCREENS)
def test_every_screen_of_a_role_is_open_to_everybody(
    page: Page,
    axe: Callable[..., list[str]],
    shoot: Callable[[Page, str], None],
    role: str,
    language: str,
) -> None:
    sign_in(page, role)
    prepare(page, role)
    faults = {}
    for name, way in SCREENS[role].items():
        go(page, way, language)
        assert page.locator("h1").count() == 1, name
        assert page.locator("html").get_attribute("lang") == language
        assert LABEL[language] in page.locator("body").inner_text(), name
        faults[name] = _look(page, axe, language)
        shoot(page, f"{name}-{language}")
        faults[name] += find_sideways(page, NARROW)
        if language == "ko":  # the colours are the same in both
            faults[name] += _in_the_clear_mode(page, axe)
    assert not {name: found for name, found in faults.items() if found}


def _look(page: Page, axe: Callable[..., list[str]], language: str) -> list[str]:
    unmarked = page.evaluate(UNMARKED) if language == "en" else []
    return [*axe(page), *find_small(page), *unmarked]


def _in_the_clear_mode(page: Page, axe: Callable[..., list[str]]) -> list[str]:
    """The same page switched to 선명한 화면 by its own button, where nothing but colours differs.

    Figures are drawn anew in their time: a page that has some is loaded again, as the cookie is set.
    """
    page.locator("[data-preferences] button[name=contrast][value=high]").dispatch_event("click")
    if page.locator("[data-figure], [data-figure-src]").count():
        page.reload()
        settle(page)
    assert page.locator("html").get_attribute("data-krds-mode") == "high-contrast"
    found = axe(page, ["color-contrast"])
    page.context.clear_cookies(name="contrast")
    return [f"clear mode: {fault}" for fault in found]


def test_the_sign_in_page_is_open_to_everybody(
    page: Page, axe: Callable[..., list[str]], shoot: Callable[[Page, str], None]
) -> None:
    for path in OPEN:
        for language in ("ko", "en"):
            page.goto(f"{path}?lang={language}")
            assert _look(page, axe, language) == []
            shoot(page, f"{path.strip('/')}-{language}")
            assert find_sideways(page, NARROW) == []
            assert _in_the_clear_mode(page, axe) == []


def test_high_contrast_and_the_largest_text_are_open_to_everybody(
    page: Page, axe: Callable[..., list[str]], shoot: Callable[[Page, str], None]
) -> None:
    sign_in(page, ANALYST)
    cookies = {"contrast": "high", "textsize": "xxlarge"}
    page.context.add_cookies([{"name": n, "value": v, "url": page.url} for n, v in cookies.items()])
    for path in ("/dashboards/overview", "/cases"):
        page.goto(path)
        settle(page)
        shoot(page, "high-contrast" + path.replace("/", "-"))
        assert axe(page) == []

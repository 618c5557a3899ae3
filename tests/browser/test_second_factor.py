"""The pages of the second factor, seen by everybody: enrolled, shown its codes, asked for, mistyped."""

from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.roles import sign_in, sign_out
from tests.browser.screens import ASKED_FOR_FACTOR, WITHOUT_FACTOR
from tests.browser.test_screens import LABEL, NARROW, _in_the_clear_mode, _look
from tests.browser.watch import find_sideways

Look = Callable[[str, str], None]


@pytest.fixture
def look(page: Page, axe: Callable[..., list[str]], shoot: Callable[[Page, str], None]) -> Look:
    def look_at(name: str, language: str) -> None:
        assert page.locator("h1").count() == 1, name
        assert LABEL[language] in page.locator("body").inner_text(), name
        assert _look(page, axe, language) == [], name
        shoot(page, f"{name}-{language}")
        assert find_sideways(page, NARROW) == [], name
        assert _in_the_clear_mode(page, axe) == [], name

    return look_at


def _open_enrolment(page: Page) -> str:
    """Signed in as somebody without a factor, at the form that enrols one; who that is."""
    for username in WITHOUT_FACTOR:
        sign_in(page, username)
        page.goto("/second-factor/enrol")
        if page.locator(".secret-key").count():
            return username
        sign_out(page)
    raise AssertionError("everybody has a second factor")


def _send(page: Page, code: str) -> None:
    page.locator("#code").fill(code)
    page.locator("form:has(#code) .krds-btn.primary").click()


def test_the_pages_of_the_second_factor_are_open_to_everybody(page: Page, look: Look) -> None:
    username = _open_enrolment(page)
    for language in ("en", "ko"):
        page.goto(f"/second-factor/enrol?lang={language}")
        _send(page, "12")
        expect(page.locator("#code-error")).to_be_visible()
        look("second-factor-mistyped", language)
    key = page.locator(".secret-key code").inner_text().replace(" ", "")
    _send(page, pyotp.TOTP(key).now())
    expect(page.locator("form[action$='/second-factor/kept']")).to_be_visible()
    look("second-factor-codes", "ko")
    sign_out(page)
    sign_in(page, username)
    for path in ASKED_FOR_FACTOR:
        for language in ("ko", "en"):
            page.goto(f"{path}?lang={language}")
            look("second-factor-asked", language)
            _send(page, "")
            expect(page.locator("#code-error")).to_be_visible()
            look("second-factor-empty", language)

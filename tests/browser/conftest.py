"""A real Chromium for the tests of this folder, watched while it works.

`page` is a Korean page 1280 px wide, `open_page` opens others. Whatever asks another origin for
something, breaks the content security policy or writes an error to the console fails its test.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.demonstration import run_demonstration
from tests.browser.watch import Watch, find_axe_violations, take_screenshots
from tools.chromium import FLAGS, MISSING, find_headless

OpenPage = Callable[..., Page]

# A machine that lands changes is busy; what never comes fails all the same, only later.
_APPEARS_WITHIN_MS = 20_000
_OPENS_WITHIN_MS = 60_000
expect.set_options(timeout=_APPEARS_WITHIN_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _find_browser() -> str:
    """The browser's path; without one the test is skipped, and fails where `CI` is set."""
    path = find_headless()
    if path:
        return path
    if os.environ.get("CI"):
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = _find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server_url(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration of this run's own, without a slash at the end."""
    with run_demonstration(tmp_path_factory.mktemp("demonstration")) as url:
        yield url


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What went wrong in this test's pages so far; `watch.allow("text")` lets one thing pass."""
    watch = Watch()
    yield watch
    watch.check()


@pytest.fixture
def open_page(browser: Browser, server_url: str, watch: Watch) -> Iterator[OpenPage]:
    """Opens a page with cookies of its own: `open_page(locale="en-US", width=390)`, also without
    JavaScript. Paths are relative to the server: `page.goto("/cases")`.
    """
    contexts = []

    def open_one(locale: str = "ko-KR", width: int = 1280, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=server_url,
            locale=locale,
            timezone_id="Asia/Seoul",
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_navigation_timeout(_OPENS_WITHIN_MS)
        watch.follow(context, server_url)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """`assert axe(page) == []`: one line per breach of WCAG 2.0 to 2.2, levels A and AA."""
    return find_axe_violations


@pytest.fixture(scope="session")
def shoot() -> Callable[[Page, str], None]:
    """`shoot(page, "overview-ko")` at 1280 and 390 px, into the folder named by `SCREENSHOTS`.

    Without that folder nothing is written; that no width scrolls sideways is always checked.
    """
    return take_screenshots

"""Takes the pictures of the documents anew: `make screenshots`.

From a full demonstration in `var/pictures`, made the first time. Every picture is of synthetic data.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.demonstration import run_demonstration
from tools.chromium import FLAGS, MISSING, find_chromium

_PROJECT = Path(__file__).parents[1]
_FOLDER = _PROJECT / "docs" / "pictures"
_DEMONSTRATION = _PROJECT / "var" / "pictures"
_MADE_WITHIN_S = 900
_WIDTH = 1280
_DRAWN = (
    "document.fonts.status === 'loaded' && (document.documentElement.dataset.figures === 'drawn'"
    " || !document.querySelector('[data-figure-src]'))"
)


@dataclass(frozen=True)
class _Picture:
    """A file of `docs/pictures` in each language: who looks at which address, and how far down, in pixels."""

    name: str
    username: str
    path: str
    height: int = 900


_LANGUAGES = ("ko", "en")
_PICTURES = (
    _Picture("overview", "analyst.center", "/dashboards/overview", 1290),
    _Picture("start", "officer.phnompenh", "/"),
    _Picture("report", "officer.phnompenh", "/reports/new"),
    _Picture("session", "head.phnompenh", "/dashboards/session"),
    _Picture("exemplary", "head.phnompenh", "/exemplary"),
)


def take_pictures(url: str) -> list[Path]:
    """Files written, of a demonstration that answers at `url`."""
    executable = find_chromium()
    if executable is None:
        raise SystemExit(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        return [
            _take(browser, url, picture, language)
            for picture in _PICTURES
            for language in _LANGUAGES
        ]


def _take(browser: Browser, url: str, picture: _Picture, language: str) -> Path:
    context = browser.new_context(
        base_url=url,
        viewport={"width": _WIDTH, "height": picture.height},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "language", "value": language, "url": url}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto("/sign-in")
    page.locator(f"button[name=username][value='{picture.username}']").click()
    page.wait_for_load_state("networkidle")
    page.goto(picture.path, wait_until="networkidle")
    page.wait_for_function(_DRAWN)
    path = _FOLDER / f"{picture.name}-{language}.png"
    page.screenshot(path=path)
    context.close()
    return path


if __name__ == "__main__":
    _DEMONSTRATION.mkdir(parents=True, exist_ok=True)
    with run_demonstration(_DEMONSTRATION, scale=1, ready_within_s=_MADE_WITHIN_S) as address:
        for written in take_pictures(address):
            print(written.relative_to(_PROJECT))

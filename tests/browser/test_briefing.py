"""A briefing in a real browser: opened from disk without a network, read by axe, printed on A4."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from safety_center.domain.access import Role
from safety_center.domain.briefing import BriefingForm, Wanted
from safety_center.services.briefing import ask_for_briefing, file_place, make_briefings, records
from safety_center.services.context import writing
from safety_center.services.statistics import refresh_cube
from tests.browser.roles import ANALYST, sign_in
from tests.databases import copy_sqlite_database
from tests.factories import YEAR, make_actor, make_installation, submit

A4_PT = (595, 842)
# Forty figures are drawn at once, on a machine that may be busy.
_OPENS_WITHIN_MS = 120_000
_MARKS = {"ko": "내부용", "en": "Internal use"}


@pytest.fixture(scope="module")
def documents(
    sqlite_loaded_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Path]]:
    """A briefing in each language, as files that end in `.html`."""
    folder = tmp_path_factory.mktemp("briefing")
    url = copy_sqlite_database(sqlite_loaded_template, folder / "briefing.sqlite3")
    installation = make_installation(url, folder, demonstration=True)
    submit(installation, make_actor(installation, Role.OFFICER), persons=[{"headcount": 40}])
    refresh_cube(installation)
    analyst = make_actor(installation, Role.ANALYST)
    for language in _MARKS:
        with writing(installation, analyst) as ctx:
            ask_for_briefing(ctx, Wanted(YEAR, "", language))
    assert make_briefings(installation) == (2, 0)
    yield {
        record.wanted.language: file_place(installation, record, BriefingForm.HTML)
        for record in records.read_records(installation)
    }
    installation.database.close()


def _squeeze(text: str) -> str:
    return re.sub(r"[\s\u2060]", "", text)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_briefing_opens_without_a_request_and_prints_on_a4(
    browser: Browser,
    documents: dict[str, Path],
    axe: Callable[[Page], list[str]],
    tmp_path: Path,
    language: str,
) -> None:
    asked: list[str] = []
    context = browser.new_context(offline=True)
    context.set_default_timeout(_OPENS_WITHIN_MS)
    context.on("request", lambda request: asked.append(request.url))
    for width in (390, 1280):
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(documents[language].as_uri())
        page.locator("html[data-figures='drawn']").wait_for()
        expect(page.locator(".figure-plot.is-failed")).to_have_count(0)
        assert page.locator(".figure-plot .main-svg").count() > 10
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
    page.locator(".briefing-contents a").last.click()
    expect(page.locator("#annex")).to_be_in_viewport()
    page.pdf(path=tmp_path / "briefing.pdf", prefer_css_page_size=True)
    chapters = [_squeeze(each.inner_text()) for each in page.locator("h2.briefing-chapter").all()]
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()
    _check_paper(tmp_path / "briefing.pdf", language, chapters)


def _check_paper(path: Path, language: str, chapters: list[str]) -> None:
    """A4 upright; every page is marked and numbered; every chapter begins a page."""
    found = PdfReader(path)
    for sheet in found.pages:
        assert round(sheet.mediabox.width) == pytest.approx(A4_PT[0], abs=1)
        assert round(sheet.mediabox.height) == pytest.approx(A4_PT[1], abs=1)
    texts = [_squeeze(sheet.extract_text()) for sheet in found.pages]
    for number, text in enumerate(texts, start=1):
        assert _squeeze(_MARKS[language]) in text
        assert f"{number}/{len(texts)}" in text
    for chapter in chapters:
        assert [text for text in texts if chapter in text[: len(chapter) + 60]], chapter


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_briefing_is_asked_for_and_appears_when_it_is_made(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    shoot: Callable[[Page, str], None],
    language: str,
) -> None:
    page = open_page()
    sign_in(page, ANALYST)
    page.goto(f"/briefings?lang={language}")
    page.locator("input[name=as_of]").fill("2999-01-01")
    page.locator("main form button.primary").click()
    expect(page.locator("#as_of-error")).to_be_visible()
    assert axe(page) == []
    page.locator("input[name=as_of]").fill("")
    page.locator("main form button.primary").click()
    expect(page.locator("a[href$='/files/html']")).to_be_visible(timeout=120_000)
    assert axe(page) == []
    with page.expect_download() as download:
        page.locator("a[href$='/files/xlsx']").click()
    assert re.fullmatch(r"briefing-\d{4}-.+\.xlsx", download.value.suggested_filename)
    shoot(page, f"briefing-{language}")
    page.goto("/briefings")
    assert axe(page) == []
    shoot(page, f"briefings-{language}")

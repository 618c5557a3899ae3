"""Dashboards on paper: printed by Chromium and read back page by page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.roles import ANALYST, sign_in

A4_PT = (595, 842)
MARKS = {"ko": "내부용", "en": "Internal use only"}
AS_OF = {"ko": "기준 시각", "en": "As of"}


def _print(page: Page, language: str, name: str, folder: Path) -> PdfReader:
    sign_in(page, ANALYST)
    origin = re.match(r"https?://[^/]+", page.url)[0]
    page.context.add_cookies([{"name": "language", "value": language, "url": origin}])
    page.goto(f"/dashboards/{name}")
    page.locator("html[data-figures='drawn']").wait_for()
    path = folder / f"{name}.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    return PdfReader(path)


def _squeeze(text: str) -> str:
    return re.sub(r"\s|\u2060", "", text)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_session_is_printed_on_a4_with_every_figure_whole(
    open_page: Callable[..., Page], tmp_path: Path, language: str
) -> None:
    page = open_page()
    found = _print(page, language, "session", tmp_path)
    sizes = {(round(one.mediabox.width), round(one.mediabox.height)) for one in found.pages}
    assert len(sizes) == 1
    assert all(abs(is_ - should) <= 1 for is_, should in zip(sizes.pop(), A4_PT, strict=True))
    texts = [_squeeze(one.extract_text()) for one in found.pages]
    assert _squeeze(page.locator("h1").inner_text()) in texts[0]
    assert _squeeze(AS_OF[language]) in texts[0]
    for number, text in enumerate(texts, start=1):
        assert _squeeze(MARKS[language]) in text
        assert f"{number}/{len(texts)}" in text
    for card in page.locator("figure.figure-card").all():
        title = _squeeze(card.locator("figcaption").inner_text())
        last = _squeeze(card.locator(".figure-source > span").last.inner_text())
        assert [text for text in texts if title in text and last in text], title


def test_the_overview_is_printed_with_what_its_figures_show(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page()
    found = _print(page, "ko", "overview", tmp_path)
    panels = page.locator(".figures > *").count()
    assert len(found.pages) <= panels + 1
    texts = [_squeeze(one.extract_text()) for one in found.pages]
    assert [text for text in texts if _squeeze("전체 표는 화면과 파일에 있습니다.") in text]


def test_small_multiples_stand_on_one_sheet_with_their_table(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page()
    found = _print(page, "ko", "region", tmp_path)
    card = page.locator("section.figure-card:has(.multiples)")
    asked = [*card.locator(".figure-title").all(), card.locator(".figure-source > span").last]
    wanted = [_squeeze(one.inner_text()) for one in asked]
    assert len(wanted) > 4
    texts = [_squeeze(one.extract_text()) for one in found.pages]
    assert [text for text in texts if all(one in text for one in wanted)]

"""Cases and their list on paper: what is for the screen stays there, and nothing is cut off at the side."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.roles import OFFICER, sign_in
from tests.browser.screens import SCREENS, go

#: A4 less the margins of `80-print.css`, in CSS pixels: a list lies on its side.
PRINTED_PX = {"case": 695, "cases": 1024, "exemplary-card": 695}
_BEYOND = """width => [...document.querySelectorAll('main *')].filter(at => at.checkVisibility()
  && !at.closest('.sr-only') && at.getBoundingClientRect().right > width + 1).map(at => at.className).slice(0, 3)"""


@pytest.mark.parametrize("name", PRINTED_PX)
def test_a_page_on_paper_is_whole_and_without_what_is_for_the_screen(
    page: Page, tmp_path: Path, name: str
) -> None:
    sign_in(page, OFFICER)
    screens = {name: way for each in SCREENS.values() for name, way in each.items()}
    go(page, screens[name], "ko")
    title = page.locator("h1").inner_text()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PRINTED_PX[name], "height": 1000})
    for part in (".topbar", ".sidenav", ".site-footer", ".filters", ".pager", ".skip-link"):
        for at in page.locator(part).all():
            expect(at).to_be_hidden()
    assert page.locator("main .krds-btn:visible").count() == 0
    assert page.evaluate(_BEYOND, PRINTED_PX[name]) == []
    expect(page.locator(".demo-strip")).to_be_visible()
    path = tmp_path / "page.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    printed = PdfReader(path).pages
    text = "".join(printed[0].extract_text().split())
    assert "".join(title.split()) in text
    assert "내부용" in text
    if name == "exemplary-card":
        assert len(printed) == 1

"""Every letter on screen comes from a font we ship, also rare syllables, Hanja and signs."""

from typing import Any

from playwright.sync_api import Page

#: 갂 and 쀄 are not among the 2,780 syllables of KRDS's own font; 李, ▶, ☎ and ㉮ neither.
RARE = "갂쀄힣뷁 홍길동 李漢 ▶▷◎☎㉮①※□○→· ₩1,234 Aé"


def _drawn_by(page: Page, selector: str) -> list[dict[str, Any]]:
    """What the browser really took for the text of an element: name, shipped or not, how many glyphs."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    return list(fonts)


def test_rare_syllables_hanja_and_signs_are_drawn_by_fonts_we_ship(page: Page) -> None:
    page.goto("/sign-in")
    for weight in ("400", "700"):
        page.evaluate(
            """([text, weight]) => {
              const at = document.querySelector('h1')
              at.textContent = text
              at.style.fontWeight = weight
            }""",
            [RARE, weight],
        )
        page.evaluate("document.fonts.ready.then(() => true)")
        fonts = _drawn_by(page, "h1")
        assert [font["familyName"] for font in fonts if not font["isCustomFont"]] == []
        assert sum(font["glyphCount"] for font in fonts) == len(RARE)


def test_what_no_font_has_would_be_found(page: Page) -> None:
    """The measure measures: a letter that we do not ship is drawn by the machine's own font, or a box."""
    page.goto("/sign-in")
    page.evaluate("document.querySelector('h1').textContent = '\\u0E01'")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert [font for font in _drawn_by(page, "h1") if not font["isCustomFont"]]

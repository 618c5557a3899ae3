"""The parts of our pages by keyboard alone: Tab, Enter, Space, arrows, Esc; where the focus is and returns to."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.roles import ANALYST, OFFICER, sign_in

#: What has the focus (nothing: null), and whether it shows: by an outline, or by a field's border.
_STOP = """() => {
  const at = document.activeElement
  if (at === document.body) return [null, true]
  const looks = [at, at.nextElementSibling].filter(Boolean).flatMap(
    one => [getComputedStyle(one), getComputedStyle(one, '::before')])
  const outlined = looks.some(
    look => look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2)
  const place = [...document.querySelectorAll('*')].indexOf(at)
  return [`${place} ${at.outerHTML.slice(0, 90)}`, outlined || parseFloat(looks[0].borderTopWidth) >= 2]
}"""


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_menu_opens_is_walked_and_gives_the_focus_back(page: Page) -> None:
    sign_in(page, OFFICER)
    summary = page.locator("details.menu summary").first
    menu = page.locator("details.menu").first
    summary.focus()
    _press(page, "Enter", "Tab")
    expect(menu.get_by_role("button", name="기본")).to_be_focused()
    _press(page, "Tab", "Enter")
    assert page.locator("html").get_attribute("data-krds-mode") == "high-contrast"
    _press(page, "Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_a_fold_opens_and_closes_and_hides_its_fields_from_tab(page: Page) -> None:
    sign_in(page, OFFICER)
    page.goto("/cases")
    fold = page.locator("details.filters-more")
    fold.locator("summary").focus()
    _press(page, "Tab")
    assert not fold.evaluate("fold => fold.contains(document.activeElement)")
    _press(page, "Shift+Tab", "Space", "Tab")
    expect(fold.locator("select").first).to_be_focused()
    _press(page, "Shift+Tab", "Enter")
    expect(fold).not_to_have_attribute("open", "")
    expect(fold.locator("summary")).to_be_focused()


def test_rows_pages_and_tabs_are_reached_by_keyboard(page: Page) -> None:
    sign_in(page, ANALYST)
    page.goto("/cases")
    links = page.locator("table[data-rows-nav] tbody th a")
    links.first.focus()
    _press(page, "End")
    expect(links.last).to_be_focused()
    _press(page, "ArrowUp", "Home")
    expect(links.first).to_be_focused()
    first = links.first.inner_text()
    page.locator("nav.pager a[rel=next]").press("Enter")
    expect(links.first).not_to_have_text(first)
    page.locator("nav.pager a[rel=prev]").press("Enter")
    expect(links.first).to_have_text(first)
    page.goto("/dashboards/region?region=asia_pacific")
    tab = page.locator("nav.tabs a:not([aria-current])").first
    name = tab.inner_text()
    tab.press("Enter")
    expect(page.locator("nav.tabs a[aria-current=page]")).to_have_text(name)


def test_a_file_is_chosen_and_given_in(page: Page) -> None:
    sign_in(page, OFFICER)
    page.goto("/imports")
    field = page.locator("#file")
    field.focus()  # that a key opens the window of files is the browser's own, and not steady here
    field.set_input_files({"name": "접수.txt", "mimeType": "text/plain", "buffer": b"\x00\x01"})
    expect(field).to_be_focused()
    _press(page, "Tab", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("파일을 읽지 못했습니다.")


def test_a_refusal_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    sign_in(page, OFFICER)
    page.goto("/cases/export")
    page.get_by_role("button", name="내보내기", exact=True).press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    _press(page, "Tab", "Enter")
    expect(page.locator("#reason_code")).to_be_focused()
    expect(page.locator("#reason_code")).to_have_attribute("aria-invalid", "true")


def test_the_dialog_keeps_the_focus_and_gives_it_back(page: Page) -> None:
    page.clock.install()
    sign_in(page, OFFICER)
    page.goto("/cases")
    page.locator("#q").focus()
    page.clock.run_for("08:50")
    button = page.get_by_role("alertdialog").get_by_role("button")
    for keys in ((), ("Tab",), ("Tab", "Shift+Tab")):
        _press(page, *keys)
        assert page.evaluate("document.activeElement.closest('main, header, nav, footer')") is None
    button.focus()
    _press(page, "Enter")
    expect(button).to_be_hidden()
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize("contrast", ["default", "high"])
def test_each_stop_of_tab_is_seen_and_none_holds_it(page: Page, contrast: str) -> None:
    sign_in(page, OFFICER)
    page.context.add_cookies([{"name": "contrast", "value": contrast, "url": page.url}])
    for path in ("/cases", "/reports/new"):
        page.goto(path)
        unseen, stops = _walk(page)
        assert unseen == [], path
        assert len(stops) == len(set(stops)) > 10, path


def _walk(page: Page) -> tuple[list[str], list[str]]:
    """Tab until the focus leaves the page; the stops where nobody sees it, and all of them."""
    unseen: list[str] = []
    stops: list[str] = []
    for _ in range(200):
        _press(page, "Tab")
        stop, seen = page.evaluate(_STOP)
        if stop is None:
            return unseen, stops
        unseen += [] if seen else [stop]
        if stops[-1:] != [stop]:  # a date has a stop for each of its parts
            stops.append(stop)
    raise AssertionError(f"Tab does not leave the page: {stops[-3:]}")


def _tab_to(page: Page, selector: str) -> None:
    """Tab until an element that matches has the focus."""
    for _ in range(200):
        _press(page, "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def test_a_number_leads_to_its_list_a_case_and_its_report_by_keyboard_alone(page: Page) -> None:
    """The loop's way back; its way there is `test_a_report_is_taken_by_keyboard_alone_within_a_minute`."""
    sign_in(page, ANALYST)
    page.goto("/dashboards/region?region=asia_pacific&scheme=statistics")
    page.wait_for_selector("html[data-figures=drawn]", state="attached")
    _tab_to(page, "main .figure-more > summary")
    _press(page, "Enter")
    _tab_to(page, "main table td a")
    _press(page, "Enter")
    page.wait_for_url("**/cases?**")
    _tab_to(page, "table[data-rows-nav] tbody th a")
    number = page.evaluate("document.activeElement.textContent").strip()
    _press(page, "Enter")
    page.wait_for_url(f"**/cases/{number}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    _tab_to(page, "main a[href^='/reports/']")
    _press(page, "Enter")
    page.wait_for_url("**/reports/R-*")

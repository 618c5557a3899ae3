"""The session: stepped through by keyboard alone, told on a projector, a promise taken down on the spot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from safety_center.domain.periods import seoul_date, utc_now
from tests.browser.roles import sign_in

OpenPage = Callable[..., Page]
MANAGER, HEAD = "manager.center", "head.phnompenh"
CHAPTERS = 7


def _open(page: Page, username: str = MANAGER) -> None:
    sign_in(page, username)
    page.goto("/dashboards/session")
    page.locator("html[data-figures='drawn']").wait_for()


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def _is_in_sight(page: Page) -> bool:
    """Below the strip and above the edge of the window, with an outline."""
    return bool(
        page.evaluate(
            """() => {
              const at = document.activeElement, box = at.getBoundingClientRect()
              const strip = document.querySelector('[data-chapters]').getBoundingClientRect()
              return box.top >= strip.bottom && box.top < innerHeight
                && getComputedStyle(at).outlineStyle !== 'none'
            }"""
        )
    )


def test_chapters_are_turned_by_arrows_with_the_place_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    _open(page)
    at = page.locator("[data-chapters-at]")
    for number in range(1, CHAPTERS + 1):
        page.keyboard.press("ArrowRight")
        assert _focused(page) == f"chapter-{number}"
        expect(at).to_have_text(str(number))
        expect(page.locator(f"#chapter-{number}")).to_contain_text(f"{number} / {CHAPTERS}")
        assert _is_in_sight(page)
        assert page.locator("[data-chapters] a[aria-current]").count() == 1
    page.keyboard.press("ArrowRight")
    assert _focused(page) == f"chapter-{CHAPTERS}"
    page.keyboard.press("ArrowLeft")
    assert _focused(page) == f"chapter-{CHAPTERS - 1}"
    expect(at).to_have_text(str(CHAPTERS - 1))


def test_page_keys_turn_figures_and_pass_over_none(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    _open(page)
    page.keyboard.press("ArrowRight")
    seen: list[str] = []
    for _ in range(80):
        page.keyboard.press("PageDown")
        if _focused(page) not in seen:
            seen.append(_focused(page))
        if seen[-1] == "chapter-7":
            break
        page.wait_for_timeout(20)  # the browser scrolls through a tall figure by itself
    assert seen[:3] == ["persons", "rates", "chapter-2"]
    assert seen[-1] == "chapter-7"
    page.keyboard.press("PageUp")
    assert _focused(page) != "chapter-7"


def test_keys_stay_with_who_types_and_without_scripts_links_lead(open_page: OpenPage) -> None:
    page = open_page()
    _open(page)
    question = page.locator("#question")
    question.fill("가나")
    for key in ("ArrowLeft", "ArrowLeft", "PageUp"):
        question.press(key)
    assert _focused(page) == "question"
    plain = open_page(javascript=False)
    sign_in(plain, MANAGER)
    plain.goto("/dashboards/session")
    expect(plain.locator("[data-chapters-keys]")).to_be_hidden()
    plain.locator("[data-chapters] a").nth(5).click()
    assert plain.url.endswith("#chapter-6")
    expect(plain.locator("#chapter-6")).to_be_in_viewport()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_becomes_a_promise_that_waits_for_who_owes_it(
    open_page: OpenPage, axe: Callable[[Page], list[str]], javascript: bool
) -> None:
    question = f"시험 질문 {'스크립트' if javascript else '맨몸'}: 누가 언제까지 하는가?"
    page = open_page(javascript=javascript)
    sign_in(page, MANAGER)
    page.goto("/dashboards/session")
    form = page.locator(".promise-form")
    form.locator("#question").fill(question)
    form.locator("#owner_unit").select_option("KHM-PHNOMPENH")
    form.locator("#due_on").fill((seoul_date(utc_now()) - timedelta(days=9)).isoformat())
    form.locator("button").click()
    expect(page.locator("#due_on-error")).to_be_visible()
    expect(page.locator("#question")).to_have_value(question)
    if javascript:
        assert axe(page) == []
    page.locator("#due_on").fill((seoul_date(utc_now()) + timedelta(days=9)).isoformat())
    page.locator(".promise-form button").click()
    page.wait_for_url("**/dashboards/session*#promises")
    expect(page.locator("#promises")).to_contain_text(question)
    head = open_page(javascript=javascript)
    sign_in(head, HEAD)
    head.get_by_role("link", name=question).click()
    head.locator("#outcome").fill("시험으로 이행함")
    head.locator("form[action$='/settle'] button").click()
    expect(head.locator("main")).to_contain_text("시험으로 이행함")
    head.goto("/")
    expect(head.get_by_role("link", name=question)).to_have_count(0)

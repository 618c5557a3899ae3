"""Exemplary cases in a browser: nominated, written without anything that identifies, published, judged, taken over."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.roles import OFFICER, sign_in, sign_out
from tests.browser.test_screens import UNMARKED

HEAD, MANAGER, OTHER_HEAD = "head.phnompenh", "manager.center", "head.tokyo"
CLOSED = "/cases?owner=KHM-PHNOMPENH&status=closed"
TEXTS = {
    "title": "여권을 잃은 여행자의 당일 귀국",
    "situation": "20대 여성이 시장에서 여권이 든 가방을 도난당함.",
    "steps.0.what": "현지 경찰에 함께 신고함.",
    "steps.0.after": "접수 40분 뒤",
    "result": "다음 날 귀국함.",
    "lessons": "시장 상인회와 연락망을 미리 만들어 둔다.",
}
LEAKING = "연락처는 +855 12 345 678임."
WORDS = {
    "ko": {
        "nominate": "우수사례로 추천",
        "submit": "제출",
        "endorse": "공관장 확인",
        "publish": "게재",
        "review": "평가 저장",
        "adopt": "우리 공관에 적용",
    },
    "en": {
        "nominate": "Nominate as exemplary",
        "submit": "Hand in",
        "endorse": "Endorse",
        "publish": "Publish",
        "review": "Save the review",
        "adopt": "Take over at our mission",
    },
}


def nominate(page: Page, language: str = "ko") -> str:
    """From the page of a closed case that has no card yet; the address of its card."""
    page.goto(f"{CLOSED}&lang={language}")
    found = page.locator("th[scope=row] a").evaluate_all("links => links.map(link => link.href)")
    for address in found:
        page.goto(address)
        button = page.get_by_role("button", name=WORDS[language]["nominate"])
        if button.count():
            button.click()
            page.wait_for_url(re.compile(r"/exemplary/\d+/text"))
            return page.url.removesuffix("/text")
    raise AssertionError("no closed case is left to nominate")


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}']")


def fill(page: Page, **changes: str) -> None:
    for name, text in {**TEXTS, **changes}.items():
        field(page, name).fill(text)
    field(page, "act_article").select_option("12")


def counter(page: Page) -> Locator:
    return page.locator("[data-leak-count]")


def button(page: Page, word: str) -> Locator:
    return page.locator("main").get_by_role("button", name=word, exact=True)


@pytest.mark.parametrize(("language", "width"), [("ko", 1280), ("en", 390)])
def test_a_case_goes_the_whole_way_into_other_missions(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shoot: Callable[[Page, str], None],
    language: str,
    width: int,
) -> None:
    page, words = open_page(width=width), WORDS[language]
    barriers: dict[str, list[str]] = {}

    def look(name: str) -> None:
        shoot(page, f"exemplary-{name}-{language}")
        barriers[name] = axe(page) + (page.evaluate(UNMARKED) if language == "en" else [])

    sign_in(page, OFFICER)
    card = nominate(page, language)
    title = f"{TEXTS['title']} {language}"
    fill(page, title=title, result=LEAKING)
    expect(counter(page)).to_contain_text("1")
    look("text")
    page.locator("[data-leaks-for=result] button").click()
    expect(counter(page)).to_contain_text("0")
    expect(field(page, "result")).not_to_have_value(LEAKING)
    button(page, words["submit"]).click()
    page.wait_for_url(card)
    sign_out(page)

    sign_in(page, HEAD)
    page.goto(f"/?lang={language}")
    expect(page.get_by_role("link", name=title).first).to_be_visible()
    page.goto(f"{card}/text")
    look("compared")
    page.goto(card)
    look("endorse")
    button(page, words["endorse"]).click()
    sign_out(page)

    sign_in(page, MANAGER)
    page.goto(f"/?lang={language}")
    page.get_by_role("link", name=title).first.click()
    look("publish")
    button(page, words["publish"]).click()
    expect(page.get_by_role("status").first).to_be_visible()
    sign_out(page)

    sign_in(page, OTHER_HEAD)
    page.goto(f"/exemplary?lang={language}")
    look("library")
    page.get_by_role("link", name=title).click()
    for criterion in ("effect", "speed", "transfer", "care"):
        page.locator(f"label[for={criterion}-5]").click()
    field(page, "comment").fill("바로 쓸 수 있는 방법입니다.")
    page.locator("label[for=share_in_session]").click()
    button(page, words["review"]).click()
    expect(page.locator(".standing-mean")).to_have_text("5.00")
    field(page, "note").fill("상인회 연락망을 만듦")
    button(page, words["adopt"]).click()
    expect(page.locator("#adoptions")).to_be_visible()
    look("card")
    assert not {name: found for name, found in barriers.items() if found}


def test_a_text_is_checked_mended_and_kept_without_scripts(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    sign_in(page, OFFICER)
    nominate(page)
    fill(page, result=LEAKING)
    button(page, "다시 확인").click()
    expect(counter(page)).to_contain_text("1곳")
    expect(field(page, "title")).to_have_value(TEXTS["title"])
    page.locator("[data-leaks-for=result] button").click()
    expect(counter(page)).to_contain_text("0곳")
    button(page, "한 일 추가").click()
    expect(field(page, "steps.1.what")).to_be_visible()
    button(page, "저장").click()
    expect(page.get_by_text("글을 저장했습니다.")).to_be_visible()
    expect(field(page, "steps.0.what")).to_have_value(TEXTS["steps.0.what"])


def test_what_was_typed_survives_a_broken_link_and_a_closed_browser(
    open_page: OpenPage,
) -> None:
    page = open_page()
    sign_in(page, OFFICER)
    card, status = nominate(page), page.locator("[data-draft-status]")
    field(page, "title").fill("하루 만에 찾은 여권")
    expect(status).to_have_text(re.compile(r"^\d\d:\d\d 임시 저장됨$"))
    page.context.set_offline(True)
    field(page, "result").fill(LEAKING)
    expect(status).to_contain_text("임시 저장하지 못했습니다")
    page.context.set_offline(False)
    expect(status).to_contain_text("임시 저장됨")
    page.context.close()

    again = open_page(width=390)
    sign_in(again, OFFICER)
    again.goto(f"{card}/text")
    expect(again.get_by_role("alert")).to_contain_text("저장하지 않은 글을 불러왔습니다")
    expect(field(again, "title")).to_have_value("하루 만에 찾은 여권")
    expect(counter(again)).to_contain_text("1곳")
    again.locator("[data-leaks-for=result] button").click()
    expect(again.locator("[data-draft-status]")).to_contain_text("임시 저장됨")
    button(again, "저장").click()
    expect(again.get_by_text("글을 저장했습니다.")).to_be_visible()
    expect(again.get_by_role("alert")).to_have_count(0)
    expect(field(again, "title")).to_have_value("하루 만에 찾은 여권")


def test_what_identifies_is_found_and_replaced_by_keyboard(page: Page) -> None:
    sign_in(page, OFFICER)
    nominate(page)
    field(page, "title").focus()
    page.keyboard.type("+855 12 345 678로 걸려 온 전화")
    expect(counter(page)).to_contain_text("1곳")
    page.keyboard.press("Tab")
    expect(page.locator("[data-leaks-for=title] button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(counter(page)).to_contain_text("0곳")
    expect(field(page, "title")).not_to_have_value(re.compile("855"))
    expect(button(page, "저장")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("글을 저장했습니다.")).to_be_visible()


def test_like_cards_follow_the_situation_of_a_new_report(page: Page) -> None:
    sign_in(page, OFFICER)
    page.goto("/reports/new")
    beside = page.locator("section:has(> header #exemplary-title)")
    expect(beside).to_contain_text("상황을 고르면")
    page.get_by_role("radio", name="사기").check()
    expect(beside.locator(".likely").first).to_be_visible()


def test_a_card_prints_on_one_page(page: Page) -> None:
    sign_in(page, OTHER_HEAD)
    page.goto("/exemplary")
    page.locator(".exemplary-title a").first.click()
    page.wait_for_load_state("load")
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1

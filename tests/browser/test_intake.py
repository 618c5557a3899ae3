"""Taking a report in a real browser: by keyboard alone, in under a minute, without scripts, never lost."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.roles import COUNSELLOR, OFFICER, sign_in

RECEIPT = re.compile(r"R-\d{4}-\d{7}")
A_MINUTE_S = 60


def _type_report(page: Page) -> None:
    """From the first situation button to the saved report: no pointer, no shortcut of ours."""
    press, write = page.keyboard.press, page.keyboard.type
    for _ in range(6):
        press("ArrowRight")  # 도난 → 납치·감금
    press("Tab")
    write("캄보디아")
    press("Tab")
    write("프놈펜")
    press("Tab")  # 상세 장소
    press("Tab")  # 관할 공관
    press("Tab")
    write("홍판서")
    press("Tab")
    write("010-1234-5678")
    press("Tab")  # 관계
    press("Tab")  # 신고인 없음
    press("Tab")
    write("아들이 이틀째 연락이 되지 않는다고 함.")
    press("Tab")  # 추가 내용
    press("Tab")
    press("Enter")


def test_a_report_is_taken_by_keyboard_alone_within_a_minute(page: Page) -> None:
    sign_in(page, COUNSELLOR)
    page.goto("/reports/new")
    begun = time.monotonic()
    _type_report(page)
    page.wait_for_url(re.compile(r"/reports/R-"))
    assert time.monotonic() - begun < A_MINUTE_S
    expect(page.locator(".receipt.is-large")).to_have_text(RECEIPT)
    expect(page.get_by_text("납치·감금").first).to_be_visible()


def test_enter_in_a_field_saves_and_errors_take_the_focus(page: Page) -> None:
    sign_in(page, COUNSELLOR)
    page.goto("/reports/new")
    page.locator("#city").fill("프놈펜")
    page.locator("#city").press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("link", name=re.compile("무슨 일이라고")).press("Enter")
    expect(page.locator("#narrative")).to_be_focused()
    expect(page.locator("#city")).to_have_value("프놈펜")


@pytest.mark.parametrize("button", ["저장", "저장하고 다음", "저장하고 이관"])
def test_every_way_of_saving_works_without_scripts(
    open_page: Callable[..., Page], button: str
) -> None:
    page = open_page(javascript=False)
    sign_in(page, COUNSELLOR)
    page.goto("/reports/new")
    page.locator("input[value=fraud]").check(force=True)
    page.locator("#country_code").fill("베트남")
    page.locator("#caller_none").check(force=True)
    page.locator("#narrative").fill("숙소 예약금을 돌려받지 못했다고 함.")
    page.locator(".form-actions").get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".receipt").first).to_have_text(RECEIPT)
    kept = page.locator("#country_code")
    assert kept.count() == 0 or kept.input_value() == "베트남"


def test_the_country_decides_mission_and_clock_while_typing(page: Page) -> None:
    sign_in(page, COUNSELLOR)
    page.goto("/reports/new")
    page.locator("#country_code").fill("태국")
    page.locator("#city").focus()
    expect(page.locator("#responsible")).to_contain_text("주태국대사관")
    expect(page.locator("#clocks")).to_contain_text("태국")
    page.locator("input[value=detention]").check(force=True)
    expect(page.locator("#questions")).to_contain_text("구금")


def test_what_is_typed_is_there_again_after_the_page_was_left(page: Page) -> None:
    sign_in(page, OFFICER)
    page.goto("/reports/new")
    page.locator("#narrative").fill("통화가 끊겨 다시 걸려 오기를 기다림.")
    expect(page.locator("[data-draft-status]")).to_contain_text("임시 저장됨")
    page.goto("/")
    page.goto("/drafts")
    page.get_by_role("link", name="이어서 작성").first.click()
    expect(page.locator("#narrative")).to_have_value("통화가 끊겨 다시 걸려 오기를 기다림.")


def test_an_identity_number_is_moved_to_its_field_and_a_long_text_stays_on_the_page(
    page: Page,
) -> None:
    sign_in(page, COUNSELLOR)
    page.goto("/reports/new")
    page.locator("#narrative").fill("여권 M12345678 분실, 주민등록번호 850101-2123456")
    page.locator("#city").focus()
    page.get_by_role("button", name="여권번호 칸으로 옮기기").click()
    expect(page.locator("#narrative")).to_have_value(
        "여권 M1234**** 분실, 주민등록번호 850101-2******"
    )
    expect(page.locator("#narrative")).to_be_focused()
    expect(page.locator("[name='persons.0.passport_number']")).to_have_value("M12345678")
    page.locator("#narrative").fill("가" * 20_001)
    page.locator(".form-actions").get_by_role("button", name="저장", exact=True).click()
    expect(page.locator("#narrative-limit")).to_contain_text("20,001자")
    assert "/reports/new" in page.url

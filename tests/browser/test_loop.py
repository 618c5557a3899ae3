"""The loop: take a report, hand it over, accept it, complete it, watch the number move, reach the case."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.roles import ANALYST, COUNSELLOR, sign_in, sign_out

OFFICER = "officer.bangkok"
WITHIN_S = 60
# A country that no other browser test reports from: its number moves by this case alone.
PLACE = "태국"


def take_report(page: Page) -> str:
    """As counsellor: four fields, saved and handed over; returns the case number."""
    sign_in(page, COUNSELLOR)
    page.goto("/reports/new")
    page.get_by_role("radio", name="사기").check()
    page.get_by_label("국가·지역").fill(PLACE)
    page.locator("label[for=caller_none]").click()
    page.get_by_label(re.compile("무슨 일이라고")).fill("투자 사기를 당했다고 함.")
    page.get_by_role("button", name="저장하고 이관").last.click()
    expect(page.get_by_text(re.compile(r"R-\d{4}-\d{7}")).first).to_be_visible()
    link = page.get_by_role("link", name=re.compile(r"\d{4}-THA-\d{6}")).first
    return link.inner_text().strip()


def accept(page: Page, number: str) -> None:
    """As officer of the mission: 인수."""
    sign_in(page, OFFICER)
    page.goto("/handovers")
    page.locator("li", has_text=number).get_by_role("button", name=re.compile("^인수")).click()
    page.goto(f"/cases/{number}")
    expect(page.get_by_text("처리 중").first).to_be_visible()


def complete(page: Page, number: str) -> None:
    """The officer tells what followed: the person lives there."""
    page.goto(f"/cases/{number}/edit")
    page.get_by_label("요약").fill("온라인 투자 사기, 경찰 신고 안내함")
    page.get_by_label("거주·방문").first.select_option("resident")
    page.get_by_role("button", name="저장").last.click()
    page.wait_for_url(f"**/cases/{number}")


def persons_of_the_place(page: Page) -> tuple[int, str]:
    """This year's number of the country on the region dashboard, and the address it opens."""
    page.goto("/dashboards/region?region=asia_pacific&scheme=statistics")
    cell = page.locator(f"table tr:has(th:has-text('{PLACE}')) td").first
    number = int(re.sub(r"\D", "", cell.text_content() or "") or "0")
    # On the first days of a year nobody was counted yet, and a 0 opens nothing.
    return number, (cell.locator("a").get_attribute("href") or "") if number else ""


def wait_for(read: Callable[[], tuple[int, str]], number: int) -> str:
    """Read until the number stands there; the address it opens."""
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        seen, address = read()
        if seen == number:
            return address
        time.sleep(2)
    raise AssertionError(f"{seen} and not {number} after {WITHIN_S} s")


def test_a_report_becomes_a_number_that_leads_back_to_its_case(page: Page) -> None:
    sign_in(page, ANALYST)
    before, _ = persons_of_the_place(page)
    sign_out(page)
    number = take_report(page)
    sign_out(page)
    accept(page, number)
    complete(page, number)
    address = wait_for(lambda: persons_of_the_place(page), before + 1)
    page.goto(address)
    page.get_by_role("link", name=number).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)

"""Every screen in both languages: no barrier, no breach of policy, nothing asked elsewhere, no sideways scroll.

`SCREENSHOTS=folder` keeps the pictures at 1280 and 390 px.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.roles import sign_in

OFFICER, COUNSELLOR, HEAD = "officer.phnompenh", "counsellor.callcenter", "head.phnompenh"
ANALYST, MANAGER = "analyst.center", "manager.center"
ADMINISTRATOR, AUDITOR = "administrator", "auditor"
#: Those the officer may change: not a hand-over that waits.
OWN_CASES = "/cases?owner=KHM-PHNOMPENH&status=in_progress"

SCREENS = [
    (OFFICER, "start-officer", "/"),
    (OFFICER, "report-new", "/reports/new"),
    (OFFICER, "reports", "/reports"),
    (OFFICER, "cases", "/cases"),
    (OFFICER, "case", "/cases >> th[scope=row] a"),
    (OFFICER, "case-edit", f"{OWN_CASES} >> th[scope=row] a >> a[href$='/edit']"),
    (OFFICER, "case-handover", f"{OWN_CASES} >> th[scope=row] a >> a[href$='/handover']"),
    (OFFICER, "report", "/reports >> th[scope=row] a"),
    (OFFICER, "handovers", "/handovers"),
    (OFFICER, "drafts", "/drafts"),
    (COUNSELLOR, "start-counsellor", "/"),
    (COUNSELLOR, "handovers-counsellor", "/handovers"),
    (HEAD, "start-head", "/"),
    (ANALYST, "start-analyst", "/"),
    (ANALYST, "overview", "/dashboards/overview"),
    (ANALYST, "region", "/dashboards/region?region=asia_pacific&scheme=statistics"),
    (ANALYST, "dashboard-files", "/dashboards/files"),
    (ANALYST, "cases-behind-a-number", "/cases?basis=reported&country=KH&involvement=victim"),
    (ANALYST, "reference", "/reference"),
    (MANAGER, "start-manager", "/"),
    (MANAGER, "jobs", "/jobs"),
    (ADMINISTRATOR, "start-administrator", "/"),
    (ADMINISTRATOR, "accounts", "/accounts"),
    (AUDITOR, "start-auditor", "/"),
    (AUDITOR, "trail", "/trail"),
    (AUDITOR, "about", "/about"),
]


def go(page: Page, way: str, language: str) -> None:
    """Open a path, then follow the first link of each further step."""
    path, *steps = way.split(" >> ")
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    for step in steps:
        page.goto(page.locator(step).first.get_attribute("href") or "/")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(("role", "name", "way"), SCREENS, ids=[name for _, name, _ in SCREENS])
def test_a_screen_is_open_to_everybody(
    page: Page,
    axe: Callable[[Page], list[str]],
    shoot: Callable[[Page, str], None],
    role: str,
    name: str,
    way: str,
    language: str,
) -> None:
    sign_in(page, role)
    go(page, way, language)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == language
    assert "시연용 가상 데이터" in page.locator("body").inner_text() or language == "en"
    shoot(page, f"{name}-{language}")
    assert axe(page) == []


def test_the_sign_in_page_is_open_to_everybody(
    page: Page, axe: Callable[[Page], list[str]], shoot: Callable[[Page, str], None]
) -> None:
    for language in ("ko", "en"):
        page.goto(f"/sign-in?lang={language}")
        shoot(page, f"sign-in-{language}")
        assert axe(page) == []


def test_high_contrast_and_the_largest_text_are_open_to_everybody(
    page: Page, axe: Callable[[Page], list[str]], shoot: Callable[[Page, str], None]
) -> None:
    sign_in(page, ANALYST)
    cookies = {"contrast": "high", "textsize": "xxlarge"}
    page.context.add_cookies(
        [{"name": n, "value": v, "url": page.url} for n, v in cookies.items()]  # type: ignore[misc]
    )
    for path in ("/dashboards/overview", "/cases"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        shoot(page, "high-contrast" + path.replace("/", "-"))
        assert axe(page) == []

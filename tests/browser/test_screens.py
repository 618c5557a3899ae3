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
LABEL = {"ko": "시연용 가상 데이터", "en": "Synthetic demonstration data"}
#: Those the officer may change: not a hand-over that waits.
OWN_CASES = "/cases?owner=KHM-PHNOMPENH&status=in_progress"

#: Korean in an English page that a screen reader would read as English. The list of latest cases is
#: also drawn outside a page, where nothing marks it.
UNMARKED = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    const at = text.parentElement
    if (/[가-힣]/.test(text.data) && at.closest('[lang]').lang !== 'ko'
        && !at.closest('script, option, textarea, .latest-what')) found.push(text.data.trim())
  }
  return found.slice(0, 5)
}"""

#: Role → name of the screen → the way to it.
SCREENS = {
    OFFICER: {
        "start-officer": "/",
        "report-new": "/reports/new",
        "reports": "/reports",
        "cases": "/cases",
        "case": "/cases >> th[scope=row] a",
        "case-edit": f"{OWN_CASES} >> th[scope=row] a >> a[href$='/edit']",
        "case-handover": f"{OWN_CASES} >> th[scope=row] a >> a[href$='/handover']",
        "report": "/reports >> th[scope=row] a",
        "handovers": "/handovers",
        "drafts": "/drafts",
    },
    COUNSELLOR: {
        "start-counsellor": "/",
        "handovers-counsellor": "/handovers",
    },
    HEAD: {
        "start-head": "/",
    },
    ANALYST: {
        "start-analyst": "/",
        "overview": "/dashboards/overview",
        "region": "/dashboards/region?region=asia_pacific&scheme=statistics",
        "dashboard-files": "/dashboards/files",
        "cases-behind-a-number": "/cases?basis=reported&country=KH&involvement=victim",
        "reference": "/reference",
    },
    MANAGER: {
        "start-manager": "/",
        "jobs": "/jobs",
    },
    ADMINISTRATOR: {
        "start-administrator": "/",
        "accounts": "/accounts",
        "account-new": "/accounts/new",
        "account": f"/accounts/{OFFICER}",
        "reference-countries": "/reference/countries",
        "reference-missions": "/reference/missions",
        "reference-regions": "/reference/regions",
        "job": "/jobs/refresh-statistics",
        "password": "/password",
    },
    AUDITOR: {
        "start-auditor": "/",
        "trail": "/trail",
        "trail-who": "/trail/who",
        "review": "/review",
        "review-finding": "/review >> th[scope=row] a",
        "explanations": "/explanations",
        "about": "/about",
        "not-found": "/nowhere",
    },
}


def go(page: Page, way: str, language: str) -> None:
    """Open a path, then follow the first link of each further step."""
    path, *steps = way.split(" >> ")
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    for step in steps:
        page.goto(page.locator(step).first.get_attribute("href") or "/")
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page is loaded and its figures, if it has any, are drawn."""
    page.wait_for_load_state("load")
    if page.locator("[data-figure]").count():
        page.wait_for_selector("html[data-figures=drawn]", state="attached")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("role", SCREENS)
def test_every_screen_of_a_role_is_open_to_everybody(
    page: Page,
    axe: Callable[[Page], list[str]],
    shoot: Callable[[Page, str], None],
    role: str,
    language: str,
) -> None:
    sign_in(page, role)
    barriers, unmarked = {}, {}
    for name, way in SCREENS[role].items():
        go(page, way, language)
        assert page.locator("h1").count() == 1, name
        assert page.locator("html").get_attribute("lang") == language
        assert LABEL[language] in page.locator("body").inner_text(), name
        shoot(page, f"{name}-{language}")
        barriers[name] = axe(page)
        unmarked[name] = page.evaluate(UNMARKED) if language == "en" else []
    assert not {name: found for name, found in barriers.items() if found}
    assert not {name: found for name, found in unmarked.items() if found}


def test_the_sign_in_page_is_open_to_everybody(
    page: Page, axe: Callable[[Page], list[str]], shoot: Callable[[Page, str], None]
) -> None:
    for language in ("ko", "en"):
        page.goto(f"/sign-in?lang={language}")
        shoot(page, f"sign-in-{language}")
        assert axe(page) == []


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (OFFICER, ("report-new", "case", "case-edit", "handovers")),
        (AUDITOR, ("review-finding",)),
    ],
)
def test_high_contrast_is_open_to_everybody_in_english(
    page: Page, axe: Callable[[Page], list[str]], role: str, names: tuple[str, ...]
) -> None:
    sign_in(page, role)
    page.context.add_cookies([{"name": "contrast", "value": "high", "url": page.url}])
    barriers = {}
    for name in names:
        go(page, SCREENS[role][name], "en")
        assert page.locator("html").get_attribute("data-krds-mode") == "high-contrast"
        barriers[name] = axe(page)
    assert not {name: found for name, found in barriers.items() if found}


def test_high_contrast_and_the_largest_text_are_open_to_everybody(
    page: Page, axe: Callable[[Page], list[str]], shoot: Callable[[Page, str], None]
) -> None:
    sign_in(page, ANALYST)
    cookies = {"contrast": "high", "textsize": "xxlarge"}
    page.context.add_cookies([{"name": n, "value": v, "url": page.url} for n, v in cookies.items()])
    for path in ("/dashboards/overview", "/cases"):
        page.goto(path)
        settle(page)
        shoot(page, "high-contrast" + path.replace("/", "-"))
        assert axe(page) == []

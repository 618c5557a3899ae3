"""Every screen of every role, and the way to it: a path, then what to follow on each page.

`tests/functional/test_every_screen.py` compares them with the addresses.
"""

from __future__ import annotations

import secrets

from playwright.sync_api import Page

OFFICER, COUNSELLOR, HEAD = "officer.phnompenh", "counsellor.callcenter", "head.phnompenh"
ANALYST, MANAGER = "analyst.center", "manager.center"
ADMINISTRATOR, AUDITOR = "administrator", "auditor"
#: Those the officer may change: not a hand-over that waits.
OWN_CASES = "/cases?owner=KHM-PHNOMPENH&status=in_progress"
_FIRST = "th[scope=row] a"

#: Role → name of the screen → the way to it.
SCREENS = {
    OFFICER: {
        "start-officer": "/",
        "report-new": "/reports/new",
        "reports": "/reports",
        "cases": "/cases",
        "cases-none": "/cases?country=AQ",
        "case": f"/cases >> {_FIRST}",
        "case-edit": f"{OWN_CASES} >> {_FIRST} >> a[href$='/edit']",
        "case-handover": f"{OWN_CASES} >> {_FIRST} >> a[href$='/handover']",
        "case-similar": f"{OWN_CASES} >> {_FIRST} >> /similar",
        "case-merge": f"{OWN_CASES} >> {_FIRST} >> /merge",
        "cases-export": "/cases/export",
        "report": f"/reports >> {_FIRST}",
        "handovers": "/handovers",
        "drafts": "/drafts",
        "imports": "/imports",
        "import": "/imports >> main table a[href^='/imports/']",
        "exemplary-text": "/exemplary >> main a[href$='/text']",
        "security": "/security",
        "second-factor": "/second-factor/enrol",
    },
    COUNSELLOR: {
        "start-counsellor": "/",
        "handovers-counsellor": "/handovers",
    },
    HEAD: {
        "start-head": "/",
        "mission": "/dashboards/mission",
        "exemplary": "/exemplary",
        "exemplary-card": "/exemplary >> .exemplary-title a",
        "promises": "/promises",
        "promise": f"/promises >> {_FIRST}",
    },
    ANALYST: {
        "start-analyst": "/",
        "dashboards": "/dashboards",
        "overview": "/dashboards/overview",
        "region": "/dashboards/region?region=asia_pacific&scheme=statistics",
        "country": "/dashboards/country",
        "timeliness": "/dashboards/timeliness",
        "call-center": "/dashboards/call_center",
        "session": "/dashboards/session",
        "dashboard-files": "/dashboards/files",
        "cases-behind-a-number": "/cases?basis=reported&country=KH&involvement=victim",
        "statistics": "/statistics",
        "differences": "/statistics/differences?from=2025-12-31&to=2026-06-30",
        "difference": "/statistics/differences/list?from=2025-12-31&to=2026-06-30",
        "api-guide": "/api-guide",
        "reference": "/reference",
    },
    MANAGER: {
        "start-manager": "/",
        "jobs": "/jobs",
        "exemplary-none": "/exemplary?situation=death&region=africa_middle_east",
        "promise-new": "/promises/new",
        "briefings": "/briefings",
        "briefing": f"/briefings >> {_FIRST}",
        "case-erase": f"/cases?status=closed >> {_FIRST} >> /erase",
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
        "system-new": "/tokens/systems/new",
        "tokens": "/tokens",
        "token-new": "/tokens >> main a[href*='/tokens/new']",
    },
    AUDITOR: {
        "start-auditor": "/",
        "trail": "/trail",
        "trail-none": "/trail?username=nobody",
        "trail-who": "/trail/who",
        "review": "/review",
        "review-finding": f"/review >> {_FIRST}",
        "explanations": "/explanations",
        "about": "/about",
        "not-found": "/nowhere",
    },
}
#: The address at the end of a way of several steps.
ENDS_AT = {
    "case": "/cases/<number>",
    "case-edit": "/cases/<number>/edit",
    "case-handover": "/cases/<number>/handover",
    "case-similar": "/cases/<number>/similar",
    "case-merge": "/cases/<number>/merge",
    "case-erase": "/cases/<number>/erase",
    "report": "/reports/<receipt>",
    "import": "/imports/<token>",
    "token-new": "/tokens/new",
    "exemplary-card": "/exemplary/<int:card_id>",
    "exemplary-text": "/exemplary/<int:card_id>/text",
    "promise": "/promises/<int:promise>",
    "briefing": "/briefings/<name>",
    "review-finding": "/review/<int:finding>",
}
#: Seen before signing in.
OPEN = ("/sign-in",)
#: Seen by who has enrolled a second factor and not shown it yet.
ASKED_FOR_FACTOR = ("/second-factor",)
#: Accounts that no other test signs in as: one is enrolled, another when the test is tried again.
WITHOUT_FACTOR = ("officer.tokyo", "officer.bangkok", "head.bangkok")


def go(page: Page, way: str, language: str) -> None:
    """Open a path, then follow the first link of each further step, or add what begins with `/`."""
    path, *steps = way.split(" >> ")
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    for step in steps:
        if step.startswith("/"):
            page.goto(page.url.partition("?")[0] + step)
        else:
            page.goto(page.locator(step).first.get_attribute("href") or "/")
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page is loaded and its figures, if it has any, are drawn."""
    page.wait_for_load_state("load")
    if page.locator("[data-figure]").count():
        page.wait_for_selector("html[data-figures=drawn]", state="attached")


def prepare(page: Page, role: str) -> None:
    """Make what the demonstration has none of: a sheet, a briefing, a system account."""
    if role == OFFICER:
        page.goto("/imports")
        sheet = "접수 출처,접수 시각,신고 내용\n재외공관,어제,가상\n".encode()
        file = {"name": "접수.csv", "mimeType": "text/csv", "buffer": sheet}
        page.locator("#file").set_input_files(files=[file])  # type: ignore[list-item]
        page.locator("main form .krds-btn.primary").click()
        page.wait_for_url("**/imports/*")
    if role == MANAGER:
        page.goto("/briefings")
        page.locator("main form .krds-btn.primary").click()
        page.wait_for_url("**/briefings/*")
    if role == ADMINISTRATOR:
        page.goto("/tokens/systems/new")
        page.locator("#username").fill(f"system.{secrets.token_hex(4)}")
        page.locator("#display_name").fill("Sample System")
        page.locator("#role").select_option("analyst")
        page.locator("main form .krds-btn.primary").click()
        page.wait_for_load_state("load")

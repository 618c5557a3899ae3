"""Signing in as a role of the demonstration, as a person would."""

from playwright.sync_api import Page

OFFICER = "officer.phnompenh"
COUNSELLOR = "counsellor.callcenter"
ANALYST = "analyst.center"


def sign_in(page: Page, username: str) -> None:
    """Choose the role's button on the sign-in page; ends on the start page."""
    page.goto("/sign-in")
    page.locator(f"button[name=username][value='{username}']").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def sign_out(page: Page) -> None:
    """Leave, so that another role can enter."""
    page.context.clear_cookies()

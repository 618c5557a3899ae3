"""Dashboards as files in a real browser: drawn from disk, and nothing is asked of any network."""

from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from safety_center.domain.access import Role
from safety_center.domain.promises import parse_promise
from safety_center.services.context import writing
from safety_center.services.dashboards import write_dashboard_files
from safety_center.services.installation import Installation
from safety_center.services.promises import record_promise
from safety_center.services.statistics import refresh_cube
from tests.factories import PHNOM_PENH, make_actor, submit


def test_written_files_open_without_any_request(
    browser: Browser, sqlite_installation: Installation
) -> None:
    submit(sqlite_installation, make_actor(sqlite_installation, Role.OFFICER))
    manager = make_actor(sqlite_installation, Role.CENTER_MANAGER)
    asked_for = {"question": "언제까지 하는가?", "owner_unit": PHNOM_PENH}
    with writing(sqlite_installation, manager) as ctx:
        due = {"due_on": (ctx.today + timedelta(days=3)).isoformat()}
        record_promise(ctx, parse_promise(asked_for | due))
    refresh_cube(sqlite_installation)
    write_dashboard_files(sqlite_installation)
    folder = sqlite_installation.settings.files_folder / "dashboards"
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("overview.ko", "session.en", "region.asia_pacific.ko"):
        page.goto((folder / f"{name}.html").as_uri())
        page.locator("html[data-figures='drawn']").wait_for()
        expect(page.locator(".figure-plot .main-svg").first).to_be_visible()
        expect(page.locator(".figure-plot.is-failed")).to_have_count(0)
        if name == "session.en":
            _step_through_the_session(page)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


def _step_through_the_session(page: Page) -> None:
    """What the page tells in order, and by keyboard; nothing can be written into a file."""
    expect(page.locator("#promises tbody")).to_contain_text("언제까지 하는가?")
    expect(page.locator("#awareness tbody")).to_contain_text("not recorded")
    expect(page.locator("#exemplary .empty")).to_be_visible()
    expect(page.locator("form")).to_have_count(0)
    for number in (1, 2):
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.id") == f"chapter-{number}"

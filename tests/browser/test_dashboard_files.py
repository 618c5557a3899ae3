"""Dashboards as files in a real browser: drawn from disk, and nothing is asked of any network."""

from playwright.sync_api import Browser, expect

from safety_center.domain.access import Role
from safety_center.services.dashboards import write_dashboard_files
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from tests.factories import make_actor, submit


def test_written_files_open_without_any_request(
    browser: Browser, sqlite_installation: Installation
) -> None:
    submit(sqlite_installation, make_actor(sqlite_installation, Role.OFFICER))
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
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()

"""Looks at a page as a critic would: other origins, policy breaches, errors, barriers, pictures."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

_AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
_WIDTHS = (1280, 390)
# The console repeats what `_answered` judges with more knowledge.
_REPEATED = "Failed to load resource"
_LISTEN = """
document.addEventListener('securitypolicyviolation', breach => console.error(
  `CSP ${breach.effectiveDirective} blocked ${breach.blockedURI} in ${breach.documentURI}` +
  ` (${breach.sourceFile}:${breach.lineNumber}) ${breach.sample}`));
"""


class Watch:
    """Collects what no page may do; `check` fails with the list."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._allowed: list[str] = []

    def allow(self, text: str) -> None:
        """Faults that contain the text pass: for a test that provokes one."""
        self._allowed.append(text)

    def follow(self, context: BrowserContext, origin: str) -> None:
        context.add_init_script(_LISTEN)
        context.on("request", lambda request: self._asked(request, origin))
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))

    def check(self) -> None:
        left = [fault for fault in self.faults if not any(text in fault for text in self._allowed)]
        assert not left, "\n".join(left)

    def _asked(self, request: Request, origin: str) -> None:
        if not request.url.startswith((f"{origin}/", "data:", "blob:", "about:")):
            self.faults.append(f"another origin: {request.url}")

    def _answered(self, response: Response) -> None:
        """A refusal (4xx) may be a page's or a fragment's answer; a missing file never is one."""
        refusal_is_an_answer = response.request.resource_type in {"document", "xhr", "fetch"}
        if response.status >= 500 or (response.status >= 400 and not refusal_is_an_answer):
            self.faults.append(f"{response.status}: {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_REPEATED):
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")


def find_axe_violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """One line per rule broken (of all rules of `_TAGS`, or of those named), with the first three elements.

    The script comes in by the debugging protocol, which the page's own policy does not bind.
    """
    session = page.context.new_cdp_session(page)
    known = session.send("Runtime.evaluate", {"expression": "typeof axe"})
    if known["result"]["value"] == "undefined":  # else the page was looked at already
        session.send("Runtime.evaluate", {"expression": _AXE.read_text(encoding="utf-8")})
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": _TAGS}
    run = f"axe.run(document, {{runOnly: {only}, preload: false, resultTypes: ['violations']}})"
    answer = session.send(
        "Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True}
    )
    session.detach()
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return [
        f"{found['id']} ({found['impact']}): {found['help']}: "
        + ", ".join(" ".join(map(str, node["target"])) for node in found["nodes"][:3])
        for found in answer["result"]["value"]["violations"]
    ]


def take_screenshots(page: Page, name: str) -> None:
    """Writes `<name>-<width>.png` for each width and fails where a page scrolls sideways."""
    folder = os.environ.get("SCREENSHOTS")
    before = page.viewport_size
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.fonts.ready.then(() => true)")
        too_wide = _sideways_after_settling(page)
        assert too_wide <= 0, f"{name} scrolls sideways by {too_wide} px at {width} px"
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    if before:
        page.set_viewport_size(before)


def find_sideways(page: Page, widths: Iterable[int]) -> list[str]:
    """A line per width at which the page scrolls sideways."""
    before, found = page.viewport_size, []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if (too_wide := _sideways_after_settling(page)) > 0:
            found.append(f"scrolls sideways by {too_wide} px at {width} px")
    if before:
        page.set_viewport_size(before)
    return found


def _sideways_after_settling(page: Page) -> int:
    """Pixels beyond the window once figures have followed the new width, or after three seconds."""
    for _ in range(30):
        too_wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if too_wide <= 0:
            break
        page.wait_for_timeout(100)
    return too_wide

"""Pages in a real Chromium that has nothing yet, through a door that can exchange the script of figures."""

import gzip
import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import plotly

from tools.chromium import FLAGS

_BUNDLE = "/static/vendor/plotly/plotly-custom.min.js"
_LEVEL = 6
#: Milliseconds since the visit began, when every figure of the page was drawn.
_NOTE_WHEN_DRAWN = """
new MutationObserver((_, watch) => {
  if (document.documentElement?.dataset.figures === 'drawn') {
    watch.disconnect(); window.drawnAt = performance.now()
  }
}).observe(document, { attributes: true, subtree: true, childList: true })
"""


@dataclass
class Door:
    """Hands on what the server answers, and counts the bytes; `script` instead of our bundle."""

    server_port: int
    script: bytes | None = None
    port: int = 0
    sent: dict[str, int] = field(default_factory=dict)

    @property
    def bundle_bytes(self) -> int:
        """Bytes of the script of figures."""
        return sum(size for path, size in self.sent.items() if path.startswith(_BUNDLE))

    @property
    def page_bytes(self) -> int:
        """Bytes of everything."""
        return sum(self.sent.values())


def full_bundle() -> bytes:
    """Plotly's own script with every kind of trace, packed as the server packs files."""
    path = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return gzip.compress(path.read_bytes(), _LEVEL)


@contextmanager
def opened(door: Door) -> Iterator[Door]:
    """Answer on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {k: v for k, v in self.headers.items() if k.lower() != "connection"}
            address = ("127.0.0.1", door.server_port)
            with closing(http.client.HTTPConnection(*address, timeout=120)) as server:
                server.request("GET", self.path, headers=headers)
                answer = server.getresponse()
                content = answer.read()
            if door.script is not None and self.path.startswith(_BUNDLE):
                content = door.script
            door.sent[self.path] = len(content)
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            with suppress(ConnectionError):  # a page that is closed hangs up on what it still loads
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Nothing is told."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    door.port = int(listening.server_port)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield door
    finally:
        listening.shutdown()
        listening.server_close()


def visit_cold(browser: Any, door: Door, token: str, path: str) -> tuple[float, int]:
    """Seconds until every figure is drawn in a browser with empty caches, and how many there are."""
    door.sent.clear()
    # The full script writes styles into the page, which the content policy of the system forbids.
    context = browser.new_context(bypass_csp=True, locale="ko-KR")
    try:
        cookie = {"name": "session_token", "value": token, "url": f"http://127.0.0.1:{door.port}"}
        context.add_cookies([cookie])
        context.add_init_script(_NOTE_WHEN_DRAWN)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{door.port}{path}")
        page.wait_for_function("window.drawnAt > 0", timeout=60_000)
        drawn = page.locator("figure .main-svg").evaluate_all(
            "all => new Set(all.map(one => one.closest('figure'))).size"
        )
        return page.evaluate("window.drawnAt") / 1000, drawn
    finally:
        context.close()


@contextmanager
def chromium(path: str) -> Iterator[Any]:
    """A browser, closed afterwards."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()

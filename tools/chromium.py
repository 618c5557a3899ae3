"""The Chromium of tests, benchmarks and pictures: where it is, and how it is started."""

from __future__ import annotations

import os
import shutil

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing outside is even looked up.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
MISSING = "no Chromium found: install it (apt-get install chromium) or name it in CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
#: The same engine without the windows around it, which take as much processor time as our pages.
_SHELL = "chromium-headless-shell"


def find_chromium() -> str | None:
    """The path named by `CHROMIUM`, else of the first one installed; None without one."""
    return _find(*_NAMES, _SHELL)


def find_headless() -> str | None:
    """The same, but one without windows first, where it is installed."""
    return _find(_SHELL, *_NAMES)


def _find(*names: str) -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)

"""One line of JSON per request: which address, how it ended, how long it took; nobody's name or number.

Addresses are logged as their rule (`/cases/<number>`), never as typed. Who saw what is in the trail,
which carries the same request id.
"""

import json
import logging
import time
from random import getrandbits

from flask import Flask, Response, g, request

LOGGER = logging.getLogger("safety_center.access")
_MS = 1_000


def log_requests(app: Flask) -> None:
    """Give each request its id (`X-Request-Id`) and write its line when it is answered."""

    @app.before_request
    def begin() -> None:
        # Told to everybody, so it need not be secret; asking the system for it is a turn of the thread.
        g.request_id = f"{getrandbits(64):016x}"
        g.started = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        named = request.endpoint not in ("static", "health.healthz")
        if named and LOGGER.isEnabledFor(logging.INFO):
            LOGGER.info("%s", _line(response))
        return response


def _line(response: Response) -> str:
    took = (time.perf_counter() - g.get("started", time.perf_counter())) * _MS
    entry = {
        "request_id": g.get("request_id"),
        "method": request.method,
        "rule": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "ms": round(took, 1),
        "bytes": response.calculate_content_length(),
    }
    return json.dumps(entry)

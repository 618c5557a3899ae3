"""One line per request: which address, how it ended, how long it took; nobody's name or number.

Addresses are logged as their rule (`/cases/<number>`), never as typed. Who saw what is in the trail,
which carries the same request id.
"""

import logging
import time
from random import getrandbits

from flask import Flask, Response, g, request

from safety_center.logs import bind, log_event

LOGGER = logging.getLogger("safety_center.access")
_MS = 1_000


def log_requests(app: Flask) -> None:
    """Give each request its id (`X-Request-Id`) and write its line when it is answered."""

    @app.before_request
    def begin() -> None:
        # Told to everybody, so it need not be secret; asking the system for it is a turn of the thread.
        g.request_id = f"{getrandbits(64):016x}"
        g.started = time.perf_counter()
        bind(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        named = request.endpoint not in ("static", "health.healthz", "metrics.show")
        if named and LOGGER.isEnabledFor(logging.INFO):
            _log(response)
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        bind()


def _log(response: Response) -> None:
    log_event(
        LOGGER,
        "request",
        request_id=g.get("request_id"),
        method=request.method,
        rule=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        ms=round(seconds_taken() * _MS, 1),
        bytes=response.calculate_content_length(),
    )


def seconds_taken() -> float:
    """Since the request began."""
    now = time.perf_counter()
    return now - g.get("started", now)

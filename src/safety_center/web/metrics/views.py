"""`/metrics`, in Prometheus' text format; for whoever holds the token, and not there for others."""

import hmac
from pathlib import Path

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from safety_center.services.gauges import read_gauges
from safety_center.web.metrics.counting import RequestCounts
from safety_center.web.metrics.gauges import GaugeCollector
from safety_center.web.request import current_installation, current_settings

#: Where the application keeps its counts.
COUNTS = "safety_center.request_counts"
_LEAST_LENGTH = 16


def show() -> ResponseReturnValue:
    """Counts of requests, then the gauges; 404 without a token file or without its token."""
    token = _read_token(current_settings().metrics_token_file)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token is None or not hmac.compare_digest(given.encode(), token):
        abort(404)
    counts: RequestCounts = current_app.extensions[COUNTS]
    gauges = CollectorRegistry()
    gauges.register(GaugeCollector(read_gauges(current_installation())))
    text = generate_latest(counts.registry) + generate_latest(gauges)
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def _read_token(path: Path | None) -> bytes | None:
    """Read each time, so that it can be changed while the service runs; a short one is none."""
    if path is None or not path.is_file():
        return None
    token = path.read_bytes().strip()
    return token if len(token) >= _LEAST_LENGTH else None

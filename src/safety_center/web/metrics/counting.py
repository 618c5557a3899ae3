"""Counting requests by route, method and status, and how long they take by route.

Where several processes serve one port, the library adds them up through files in a folder that
`PROMETHEUS_MULTIPROC_DIR` names before it is imported: see `cli.serve`.
"""

import os

from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from safety_center.web.access_log import seconds_taken

#: Seconds; pages are meant to take less than half a second.
_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SHARED = "PROMETHEUS_MULTIPROC_DIR"


class RequestCounts:
    """The counts of one process; `registry` gives those of all that share a port."""

    def __init__(self) -> None:
        self._own = CollectorRegistry()
        self._requests = Counter(
            "safety_center_requests",
            "Requests answered.",
            ["route", "method", "status"],
            registry=self._own,
        )
        self._seconds = Histogram(
            "safety_center_request_seconds",
            "Time from request to answer.",
            ["route"],
            registry=self._own,
            buckets=_BUCKETS,
        )

    def add(self, status: int) -> None:
        """The current request. What is asked for by nobody's route or method makes no new series."""
        route = request.url_rule.rule if request.url_rule else "none"
        method = request.method if request.method in _METHODS else "other"
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds_taken())

    @property
    def registry(self) -> CollectorRegistry:
        """What to show."""
        if _SHARED not in os.environ:
            return self._own
        shared = CollectorRegistry()
        MultiProcessCollector(shared)
        return shared


def count_requests(app: Flask, counts: RequestCounts) -> None:
    """Count every answer; after `log_requests`, which notes when a request began."""

    @app.after_request
    def count(response: Response) -> Response:
        if request.endpoint != "static":
            counts.add(response.status_code)
        return response

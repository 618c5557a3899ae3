"""What our API is measured beside: the least a Flask endpoint can do with one case and one audit row.

Run as `python -m benchmarks.bare URL PORT WORKERS THREADS`; the URL is PostgreSQL's.
"""

import json
import sys
import threading
from datetime import UTC, datetime
from typing import Any

import psycopg
from flask import Flask, Response, request
from gunicorn.app.base import BaseApplication

TABLES = (
    (
        "CREATE TABLE bare_case (id bigserial PRIMARY KEY, received_at timestamptz NOT NULL,"
        " country_code varchar(2) NOT NULL, situation varchar(40) NOT NULL, narrative text NOT NULL)"
    ),
    (
        "CREATE TABLE bare_audit (id bigserial PRIMARY KEY, case_id bigint NOT NULL"
        " REFERENCES bare_case (id), at timestamptz NOT NULL, action varchar(40) NOT NULL)"
    ),
)
_CASE = (
    "INSERT INTO bare_case (received_at, country_code, situation, narrative)"
    " VALUES (%s, %s, %s, %s) RETURNING id"
)
_AUDIT = "INSERT INTO bare_audit (case_id, at, action) VALUES (%s, %s, 'report.submit')"


def create_bare_app(url: str) -> Flask:
    """One endpoint; a connection for each thread."""
    app, held = Flask("bare"), threading.local()

    @app.post("/reports")
    def submit() -> Response:
        body = request.get_json()
        if not hasattr(held, "connection"):
            held.connection = psycopg.connect(url)
        with held.connection.transaction(), held.connection.cursor() as cursor:
            names = ("received_at", "country_code", "situation", "narrative")
            cursor.execute(_CASE, [body[name] for name in names])
            (case_id,) = cursor.fetchone()
            cursor.execute(_AUDIT, (case_id, datetime.now(UTC)))
        return Response(json.dumps({"case": case_id}), 201, content_type="application/json")

    return app


class _Server(BaseApplication):
    """Gunicorn set up as `safety-center serve` sets it up."""

    def __init__(self, url: str, options: dict[str, Any]) -> None:
        self._url, self._options = url, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_bare_app(self._url)


def main() -> None:
    """Serve until interrupted."""
    url, port, workers, threads = sys.argv[1:]
    options = {
        "bind": f"127.0.0.1:{port}",
        "workers": int(workers),
        "worker_class": "gthread",
        "threads": int(threads),
        "timeout": 60,
        "keepalive": 5,
        "loglevel": "warning",
        "control_socket_disable": True,
    }
    sys.argv = sys.argv[:1]
    _Server(url, options).run()


if __name__ == "__main__":
    main()

"""Files of ours: named with their version, so that browsers may keep them; text goes out compressed."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

_TEXT = (
    "text/",
    "application/json",
    "application/javascript",
    "image/svg+xml",
    "application/geo+json",
)
_LEAST_BYTES = 1_000
_VERSION_LENGTH = 10
_PAGE_LEVEL = 5
_FILE_LEVEL = 9


def serve_files(app: Flask) -> None:
    """`url_for("static", filename=…)` carries the version; text answers are compressed."""
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            path = folder / values["filename"]
            values["v"] = _version(path, path.stat().st_mtime_ns) if path.is_file() else None

    @app.after_request
    def compress(response: Response) -> Response:
        if not _worth_it(response):
            return response
        response.direct_passthrough = False
        content = response.get_data()
        if len(content) >= _LEAST_BYTES:
            pack = _pack_file if request.endpoint == "static" else _pack_page
            response.set_data(pack(content))
            response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        return response


@lru_cache(maxsize=512)
def _version(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:_VERSION_LENGTH]


def _worth_it(response: Response) -> bool:
    """Cookies are SameSite=Strict, so no other site can make our pages repeat a secret of its choice."""
    return (
        response.status_code == 200
        and "gzip" in request.headers.get("Accept-Encoding", "").lower()
        and "Content-Encoding" not in response.headers
        and (response.mimetype or "").startswith(_TEXT)
        and not (response.is_streamed and request.endpoint != "static")
    )


def _pack_page(content: bytes) -> bytes:
    return gzip.compress(content, _PAGE_LEVEL, mtime=0)


@lru_cache(maxsize=64)
def _pack_file(content: bytes) -> bytes:
    return gzip.compress(content, _FILE_LEVEL, mtime=0)

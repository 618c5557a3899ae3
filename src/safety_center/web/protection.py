"""Headers that every answer carries, whatever made it."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_ONE_YEAR_S = 31_536_000
_ONE_DAY_S = 86_400
_MOST_HEARD_BYTES, _PART_BYTES = 100_000_000, 65_536


def protect_answers(app: Flask) -> None:
    """Add the headers, and say what may be kept: files of ours yes, pages never."""
    app.wsgi_app = _WithHeaders(app.wsgi_app)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Cache-Control"] = _caching(response)
        if response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            _hear_out()
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR_S}"
        return response


class _WithHeaders:
    """Adds what is the same for all: one by one in a response they would be looked for and checked each
    time, which took as long as reading the token."""

    def __init__(self, answer: Callable[..., Iterable[bytes]]) -> None:
        self._answer = answer

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def start_protected(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start(status, [*headers, *_HEADERS], *error)

        return self._answer(environ, start_protected)


def _hear_out() -> None:
    """Read what is not wanted: whoever is cut off while sending never sees the answer that says why."""
    left = min(request.content_length or 0, _MOST_HEARD_BYTES)
    stream = request.environ["wsgi.input"]
    while left > 0 and (part := stream.read(min(left, _PART_BYTES))):
        left -= len(part)


def _caching(response: Response) -> str:
    """A file named with its version (`?v=`) never changes; a page may hold personal data."""
    if request.endpoint != "static" or response.status_code not in (200, 206, 304):
        return "no-store"
    if "v" in request.args:
        return f"public, max-age={_ONE_YEAR_S}, immutable"
    return f"public, max-age={_ONE_DAY_S}"

"""What a view gets from its request: the installation, a unit of work, the language."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, current_app, flash, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from safety_center.domain.places import Places
from safety_center.services.context import Context, Origin, reading, viewing, writing
from safety_center.services.installation import Installation
from safety_center.settings import Settings

LANGUAGES = ("ko", "en")
LANGUAGE_COOKIE = "language"
_A_YEAR = timedelta(days=365)


def current_installation() -> Installation:
    """The installation this process serves."""
    return current_app.extensions["safety_center"]


def current_settings() -> Settings:
    """Its settings."""
    return current_installation().settings


def request_origin() -> Origin:
    """Where the request comes from, for the trail."""
    return Origin(request.remote_addr, g.get("request_id"), _browser())


#: Told apart well enough for somebody to know their own sessions; Chromium's children come first.
_BROWSERS = (("Whale/", "Whale"), ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def _browser() -> str | None:
    """`Chrome · Windows`, as far as the browser says."""
    agent = request.user_agent.string
    found = [
        next((name for mark, name in names if mark in agent), None)
        for names in (_BROWSERS, _SYSTEMS)
    ]
    if found[0] is None and "Safari/" in agent:
        found[0] = "Safari"
    return " · ".join(name for name in found if name) or None


@contextmanager
def reading_unit() -> Iterator[Context]:
    """A unit of work that only reads; for pages without personal data."""
    with reading(current_installation(), g.get("actor"), request_origin()) as ctx:
        yield ctx


@contextmanager
def viewing_unit() -> Iterator[Context]:
    """A unit of work that shows personal data or hands a file out: it reads, then its trail is written."""
    with viewing(current_installation(), g.get("actor"), request_origin()) as ctx:
        yield ctx


@contextmanager
def writing_unit() -> Iterator[Context]:
    """A unit of work that writes; what it did beyond what was asked is shown on the next page."""
    with writing(current_installation(), g.get("actor"), request_origin()) as ctx:
        yield ctx
    for warning in ctx.warnings:
        flash(current_app.jinja_env.filters["error_text"](warning), "warning")


def current_places() -> Places:
    """Selectable countries and missions today; read at most once in a request."""
    if "places" not in g:
        with reading_unit() as ctx:
            g.places = ctx.places
    return g.places


def current_language() -> str:
    """`ko` or `en`: the browser's choice, else the account's, else Korean."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    actor = g.get("actor") or g.get("half_actor")
    return actor.language if actor is not None and actor.language in LANGUAGES else "ko"


def keep_language_choice(app: Flask) -> None:
    """`?lang=en` on any page is kept in a cookie and taken off the address again."""

    @app.before_request
    def switch() -> ResponseReturnValue | None:
        language = request.args.get("lang")
        if language not in LANGUAGES or request.method != "GET":
            return None
        others = MultiDict(pair for pair in request.args.items(multi=True) if pair[0] != "lang")
        response = make_response(redirect(address(request.path, others)))
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=_A_YEAR, **cookie_safety())
        return response


def cookie_safety() -> dict[str, Any]:
    """Attributes of every cookie we set."""
    return {
        "httponly": True,
        "samesite": "Strict",
        "secure": current_settings().secure_cookies,
        "path": "/",
    }


def address(path: str, arguments: MultiDict[str, str]) -> str:
    """A path of ours with its arguments, encoded."""
    query = urlencode(list(arguments.items(multi=True)))
    return quote(path) + (f"?{query}" if query else "")

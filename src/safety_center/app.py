"""Puts the parts together: settings → installation → the Flask application."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from safety_center.api.app import create_api
from safety_center.api.guide import Guide, current_document
from safety_center.api.problems import KINDS
from safety_center.services.dashboards import check_dashboards
from safety_center.services.installation import Installation, open_installation
from safety_center.settings import Settings, load_settings
from safety_center.web.access_log import log_requests
from safety_center.web.broken_text import notice_broken_text
from safety_center.web.errors import show_errors
from safety_center.web.gate import OPEN, declare_needs, guard_with, seal_gate
from safety_center.web.imports.uploads import accept_uploads
from safety_center.web.metrics.counting import RequestCounts, count_requests
from safety_center.web.metrics.views import COUNTS
from safety_center.web.navigation import find_links
from safety_center.web.protection import protect_answers
from safety_center.web.registry import register_features
from safety_center.web.rendering import prepare_templates
from safety_center.web.request import current_language, keep_language_choice
from safety_center.web.sessions import follow_sessions
from safety_center.web.sign_in.factor import ask_for_factor
from safety_center.web.sign_in.password import ask_for_new_password
from safety_center.web.sign_in.views import send_to_sign_in
from safety_center.web.static_files import serve_files
from safety_center.web.trail.refusals import note_refusals

_MOST_BYTES = 1_000_000
_TRANSLATIONS = Path(__file__).parent / "translations"


def create_app(settings: Settings | None = None, installation: Installation | None = None) -> Flask:
    """The web application of one installation; `app.extensions["safety_center"]` is it.

    Below /api another application answers (`app.extensions["safety_center.api"]`): the two share
    the installation and the headers of every answer, but no session, no gate and no error page.
    The order of the hooks matters: id and clock, language, who, the gate, then the forms' tokens.
    """
    installation = installation or open_installation(settings or load_settings())
    check_dashboards(installation.settings)
    app = Flask("safety_center.web")
    app.extensions["safety_center"] = installation
    _configure(app, installation)
    counts = app.extensions[COUNTS] = RequestCounts()
    log_requests(app)
    count_requests(app, counts)
    notice_broken_text(app)
    protect_answers(app)
    serve_files(app)
    keep_language_choice(app)
    follow_sessions(app)
    guard_with(app, send_to_sign_in)
    ask_for_new_password(app)
    accept_uploads(app)
    CSRFProtect(app)
    Babel(app, locale_selector=current_language)
    show_errors(app)
    note_refusals(app)
    ask_for_factor(app)
    prepare_templates(app)
    register_features(app)
    declare_needs(app, "static", OPEN)
    seal_gate(app)
    find_links(app, installation)
    _open_api(app, installation)
    return app


def _open_api(app: Flask, installation: Installation) -> None:
    """Put the API beside the pages; proxies are believed by both alike."""
    api = create_api(installation)
    log_requests(api)
    count_requests(api, app.extensions[COUNTS])
    protect_answers(api)
    app.extensions["safety_center.api"] = api
    app.extensions["safety_center.api_guide"] = Guide(current_document, tuple(KINDS.values()))
    app.wsgi_app = _Doors(app.wsgi_app, api.wsgi_app)
    if hops := installation.settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)


class _Doors:
    """Sends what is asked below /api to the API, everything else to the pages."""

    def __init__(self, pages: Callable[..., Any], api: Callable[..., Any]) -> None:
        self._pages, self._api = pages, api

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        door = self._api if path == "/api" or path.startswith("/api/") else self._pages
        return door(environ, start)


def _configure(app: Flask, installation: Installation) -> None:
    settings = installation.settings
    app.config.update(
        SECRET_KEY=installation.vault.session_secret,
        MAX_CONTENT_LENGTH=_MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=_MOST_BYTES,
        SESSION_COOKIE_NAME="form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        # A form may lie open for hours; its token lives as long as the browser's session.
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="ko",
        BABEL_TRANSLATION_DIRECTORIES=str(_TRANSLATIONS),
    )
    app.logger.setLevel(logging.INFO)

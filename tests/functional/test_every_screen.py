"""Every address that answers with a page is among the screens a browser looks at, in both languages and modes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from safety_center.app import create_app
from tests.browser.screens import ASKED_FOR_FACTOR, ENDS_AT, OPEN, SCREENS
from tests.databases import copy_sqlite_database
from tests.factories import make_installation
from tests.functional.addresses import list_addresses

#: Opened by GET only when a session ended before the button was pressed: they lead back to its page.
LEADING_BACK = {
    *(
        f"/cases/<number>/{act}"
        for act in ("close", "maybe-duplicate", "not-duplicate", "notes", "reopen", "reveal")
    ),
    *(f"/cases/<number>/{act}" for act in ("take-up", "unmerge")),
    *(f"/handovers/<number>/{act}" for act in ("accept", "return", "withdraw")),
    *(
        f"/exemplary/<int:card_id>/{act}"
        for act in ("adopt", "endorse", "publish", "return", "review", "text/check", "withdraw")
    ),
    "/cases/<number>/nominate",
    "/cases/columns",
    "/cases/filters",
    "/cases/filters/<int:filter_id>/delete",
    "/cases/search",
    "/exemplary/search",
    "/reports/<receipt>/reveal",
    "/reports/new/similar",
}
#: Parts of a page that is looked at; files; what a machine asks for.
NO_PAGES = {
    "/api-guide/openapi.json",
    "/briefings/<name>/files/<form>",
    "/briefings/<name>/progress",
    "/dashboards/<name>/figures/<panel>.csv",
    "/dashboards/files/<file>",
    "/healthz",
    "/imports/<token>/progress",
    "/imports/<token>/rest/<file_format>",
    "/imports/template/<file_format>",
    "/metrics",
    "/reports/new/exemplary",
    "/reports/new/place",
    "/reports/new/questions",
    "/static/<path:filename>",
    "/statistics/differences.csv",
    "/statistics/table.csv",
    "/statistics/table.xlsx",
    "/trail/verification",
}


@pytest.fixture
def app(sqlite_loaded_template: Path, tmp_path: Path) -> Flask:
    url = copy_sqlite_database(sqlite_loaded_template, tmp_path / "screens.sqlite3")
    return create_app(installation=make_installation(url, tmp_path))


def _rule(app: Flask, path: str) -> str | None:
    try:
        rule, _ = app.url_map.bind("").match(path.partition("?")[0], return_rule=True)
    except (HTTPException, RequestRedirect):
        return None
    return rule.rule


def test_every_page_is_among_the_screens(app: Flask) -> None:
    ways = {name: way for screens in SCREENS.values() for name, way in screens.items()}
    looked_at = {ENDS_AT.get(name) or _rule(app, way) for name, way in ways.items()}
    looked_at |= {_rule(app, path) for path in (*OPEN, *ASKED_FOR_FACTOR)}
    pages = {address.rule for address in list_addresses(app) if address.method == "GET"}
    assert pages - LEADING_BACK - NO_PAGES - looked_at == set()
    assert pages >= (LEADING_BACK | NO_PAGES)

"""Closed by default."""

from __future__ import annotations

import pytest
from flask import Flask

from safety_center.domain.access import Actor, Permission, Role
from safety_center.web.gate import (
    OPEN,
    SIGNED_IN,
    Needs,
    Route,
    UngatedEndpoint,
    declare_needs,
    may_enter,
    register_feature,
    seal_gate,
)

AUDITOR = Actor(1, "auditor", "시험 감사관", Role.AUDITOR, None)


def _app() -> Flask:
    app = Flask(__name__, static_folder=None)
    routes = (Route("/a", "show", lambda: "", needs=SIGNED_IN),)
    register_feature(app, "first", __name__, routes)
    return app


def test_an_address_without_needs_stops_the_start() -> None:
    app = _app()
    app.add_url_rule("/b", "forgotten", lambda: "")
    with pytest.raises(UngatedEndpoint, match="forgotten"):
        seal_gate(app)


def test_an_application_whose_addresses_all_say_what_they_need_starts() -> None:
    seal_gate(_app())


def test_an_address_cannot_need_two_different_things() -> None:
    app = _app()
    with pytest.raises(UngatedEndpoint, match=r"first\.show"):
        declare_needs(app, "first.show", OPEN)


@pytest.mark.parametrize(
    ("actor", "needs", "answer"),
    [
        (None, OPEN, True),
        (None, SIGNED_IN, False),
        (None, Permission.TRAIL_VIEW, False),
        (AUDITOR, SIGNED_IN, True),
        (AUDITOR, Permission.TRAIL_VIEW, True),
        (AUDITOR, Permission.CASE_VIEW, False),
    ],
)
def test_only_who_has_what_is_needed_may_enter(
    actor: Actor | None, needs: Needs, answer: bool
) -> None:
    assert may_enter(actor, needs) is answer

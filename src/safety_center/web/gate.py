"""The gate: what each address asks for stands beside it, and an address that asks nothing stops the start.

Closed by default: `needs` is a permission, `SIGNED_IN` (any account) or `OPEN` (nobody in particular).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask import Blueprint, Flask, g, request
from flask.typing import ResponseReturnValue

from safety_center.domain.access import Actor, Permission, require

_NEEDS = "safety_center.needs"


class Entry(Enum):
    """What an address may ask for besides a permission."""

    OPEN = "open"
    SIGNED_IN = "signed_in"


OPEN = Entry.OPEN
SIGNED_IN = Entry.SIGNED_IN
Needs = Permission | Entry


class UngatedEndpoint(Exception):
    """An address was registered without saying what it needs."""


@dataclass(frozen=True)
class Route:
    """One line of a feature's URL table. `name` is unique in the feature: `url_for("cases.show")`."""

    rule: str
    name: str
    view: Callable[..., Any]
    needs: Needs
    methods: tuple[str, ...] = ("GET",)


def register_feature(app: Flask, feature: str, package: str, routes: tuple[Route, ...]) -> None:
    """Add a feature's routes as a blueprint that finds its templates in its own folder."""
    blueprint = Blueprint(feature, package, template_folder="templates")
    for route in routes:
        name = route.name.removeprefix(f"{feature}.")
        blueprint.add_url_rule(
            route.rule, name, route.view, methods=list(route.methods), strict_slashes=False
        )
        declare_needs(app, f"{feature}.{name}", route.needs)
    app.register_blueprint(blueprint)


def declare_needs(app: Flask, endpoint: str, needs: Needs) -> None:
    """Say what an endpoint asks for; twice only with the same answer."""
    table = app.extensions.setdefault(_NEEDS, {})
    if table.setdefault(endpoint, needs) is not needs:
        raise UngatedEndpoint(f"{endpoint} is declared with two different needs")


def seal_gate(app: Flask) -> None:
    """Refuse to start when any address has no `needs`; called when every route is known."""
    table = app.extensions.setdefault(_NEEDS, {})
    ungated = sorted({rule.endpoint for rule in app.url_map.iter_rules()} - set(table))
    if ungated:
        raise UngatedEndpoint(f"no needs= for: {', '.join(ungated)}")


def needs_of(app: Flask, endpoint: str) -> Needs:
    """What an endpoint asks for."""
    return app.extensions[_NEEDS][endpoint]


def may_enter(actor: Actor | None, needs: Needs) -> bool:
    """True when the actor (None: nobody) may use an address with these needs."""
    if needs is OPEN:
        return True
    if actor is None:
        return False
    return needs is SIGNED_IN or (isinstance(needs, Permission) and actor.may(needs))


def guard_with(app: Flask, send_to_sign_in: Callable[[], ResponseReturnValue]) -> None:
    """Ask before each view; who is not signed in gets `send_to_sign_in()`, others `Forbidden`."""

    @app.before_request
    def ask() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        needs = needs_of(app, request.endpoint)
        if needs is OPEN:
            return None
        if g.actor is None:
            return send_to_sign_in()
        if isinstance(needs, Permission):
            require(g.actor, needs)
        return None

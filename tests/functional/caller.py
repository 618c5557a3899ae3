"""A system at the JSON API: its account, its token, and how it sends."""

from __future__ import annotations

import secrets
from copy import copy
from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from safety_center.api.app import create_api
from safety_center.app import create_app
from safety_center.domain.access import ROLE_PERMISSIONS, Actor, Permission, Role
from safety_center.domain.accounts import AccountInput
from safety_center.domain.periods import utc_now
from safety_center.domain.tokens import TOKEN_SCOPES, parse_token
from safety_center.services.accounts import find_actor
from safety_center.services.context import Context, reading, writing
from safety_center.services.installation import Installation
from safety_center.services.tokens import create_system_account, create_token
from safety_center.store.accounts import fetch_account
from safety_center.store.tables import ApiToken
from tests.factories import UNITS, make_actor, report_values

ADMINISTRATOR = "api.administrator"


def administrator(installation: Installation) -> Actor:
    """Whoever gives the tokens; made when first asked for."""
    with reading(installation, None) as ctx:
        found = find_actor(ctx, ADMINISTRATOR)
    return found or make_actor(installation, Role.ADMINISTRATOR, username=ADMINISTRATOR)


def give_token(
    installation: Installation,
    role: Role = Role.OFFICER,
    unit_code: str | None = None,
    scopes: tuple[Permission, ...] | None = None,
    valid_to: date | None = None,
    username: str | None = None,
) -> str:
    """The secret of a new token of a new system account."""
    name = username or f"system.{secrets.token_hex(4)}"
    unit = unit_code or UNITS[role]
    wanted = scopes or tuple(s for s in TOKEN_SCOPES if s in ROLE_PERMISSIONS[role])
    values = {
        "username": name,
        "name": "시험 토큰",
        "scopes": [str(scope) for scope in wanted],
        "valid_to": (valid_to or utc_now().date() + timedelta(days=30)).isoformat(),
    }
    account = AccountInput(username=name, display_name="시험 시스템", role=role, unit_code=unit)
    with writing(installation, administrator(installation)) as ctx:
        create_system_account(ctx, account)
        secret, _ = create_token(ctx, parse_token(values))
    return secret


class Caller:
    """Sends as a system would; every write brings a fresh key unless told."""

    def __init__(self, installation: Installation, role: Role = Role.OFFICER, **token: Any) -> None:
        self.installation = installation
        self.username = f"system.{secrets.token_hex(4)}"
        self.secret = give_token(installation, role, username=self.username, **token)
        self.app = create_api(installation)
        self.client: FlaskClient = self.app.test_client()

    def at_the_door(self) -> Caller:
        """The same system before the whole application, pages and all."""
        other = copy(self)
        other.app = create_app(installation=self.installation)
        other.client = other.app.test_client()
        return other

    def restart(self) -> None:
        """The server anew, on the same installation."""
        self.app = create_api(self.installation)
        self.client = self.app.test_client()

    def fresh(self) -> Caller:
        """The same system over another connection: for sending at the same time."""
        other = copy(self)
        other.client = self.app.test_client()
        return other

    def token(self, ctx: Context) -> ApiToken:
        """The row of its token."""
        account = fetch_account(ctx.session, self.username)
        assert account
        query = select(ApiToken).where(ApiToken.account_id == account.id)
        return ctx.session.exec(query).one()

    def headers(self, **more: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.secret}",
            "Idempotency-Key": secrets.token_hex(8),
            **{name.replace("_", "-"): value for name, value in more.items()},
        }

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers=self.headers(**headers))

    def post(self, path: str, values: Any, **headers: str) -> TestResponse:
        return self.client.post(f"/api/v1{path}", json=values, headers=self.headers(**headers))

    def patch(self, path: str, values: Any, **headers: str) -> TestResponse:
        return self.client.patch(f"/api/v1{path}", json=values, headers=self.headers(**headers))

    def submit(self, **changes: Any) -> dict[str, Any]:
        """Hand in a report; what was answered."""
        answer = self.post("/reports", report(**changes))
        assert answer.status_code == 201, answer.text
        return answer.json


def report(**changes: Any) -> dict[str, Any]:
    """A report as JSON has it: yes and no are no texts."""
    return {**report_values(caller_none=True), **changes}

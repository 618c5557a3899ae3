"""A desk at a mission or the call center: the pages as a signed-in person uses them, without scripts."""

from __future__ import annotations

import html
from typing import Any

from flask import Flask
from sqlmodel import select

from safety_center.domain.access import Actor, Role
from safety_center.services.accounts.sign_in import _open_session
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.store.tables import Account, Case, TrailEntry
from tests.factories import make_actor
from tests.visitor import Visitor

#: The four fields that must be known.
FOUR_FIELDS = {
    "situation": "theft",
    "country_code": "캄보디아",
    "caller_none": "true",
    "narrative": "시장에서 가방을 도난당했다고 함.",
}


class Desk(Visitor):
    """One person's browser, signed in."""

    def __init__(self, installation: Installation, actor: Actor, app: Flask | None = None) -> None:
        super().__init__(installation, app)
        self.installation, self.actor = installation, actor

    def text(self, path: str, status: int = 200) -> str:
        """A page as text a reader sees: tags kept, entities resolved."""
        answer = self.get(path)
        assert answer.status_code == status, answer.text
        return html.unescape(answer.text)

    def open_form(self, **changes: str) -> dict[str, str]:
        """The token of a new form with the four fields filled in."""
        answer = self.get("/reports/new")
        token = answer.headers["Location"].rpartition("draft=")[2]
        return {"draft_id": token, **FOUR_FIELDS, **changes}

    def take_report(self, **changes: str) -> str:
        """Save a report by the form; its receipt number."""
        answer = self.post("/reports/new", self.open_form(**changes))
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"].rpartition("/")[2]


def sit_down(
    installation: Installation, role: Role, app: Flask | None = None, **account: Any
) -> Desk:
    """Sign somebody in without the slow hash of a password, which few tests are about.

    With the `app` of somebody else both sit at the same server.
    """
    actor = make_actor(installation, role, **account)
    desk = Desk(installation, actor, app)
    with writing(installation, None) as ctx:
        token = _open_session(ctx, ctx.session.get_one(Account, actor.account_id))
    desk.client.set_cookie("session_token", token)
    return desk


def all_cases(installation: Installation) -> list[Case]:
    """Every case, oldest first."""
    with reading(installation, None) as ctx:
        return list(ctx.session.exec(select(Case).order_by(Case.id)).all())


def acts(installation: Installation, action: str) -> list[TrailEntry]:
    """Rows of the trail with that action."""
    with reading(installation, None) as ctx:
        query = select(TrailEntry).where(TrailEntry.action == action).order_by(TrailEntry.seq)
        return list(ctx.session.exec(query).all())

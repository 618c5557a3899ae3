"""Signed-in sessions: how long they live, which there are, why one ended."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import col, select

from safety_center.services.context import Context
from safety_center.settings import Settings
from safety_center.store import accounts as account_store
from safety_center.store.tables import LoginSession


class EndedWhy(StrEnum):
    """Why a session is no longer live; the first two follow from its instants and are not stored."""

    IDLE = "idle"
    AGE = "age"
    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"
    ENDED = "ended"
    NETWORK = "network"
    LOCKED = "locked"
    FACTOR = "factor"
    RENEWED = "renewed"
    SWITCHED_OFF = "switched_off"


@dataclass(frozen=True)
class SessionEnd:
    """Why and when a session ended; `client` is where the sign-in came from that replaced it."""

    why: EndedWhy
    at: datetime
    client: str | None = None


@dataclass(frozen=True)
class OwnSession:
    """A live session as its owner sees it."""

    started_at: datetime
    seen_at: datetime
    client: str | None
    browser: str | None
    current: bool


def idle_end(settings: Settings, login: LoginSession) -> datetime:
    """When the session ends if nothing more is asked."""
    idle = login.seen_at + timedelta(minutes=settings.idle_minutes)
    return min(idle, closing_end(settings, login))


def closing_end(settings: Settings, login: LoginSession) -> datetime:
    """When the session ends whatever is asked."""
    return login.started_at + timedelta(hours=settings.session_hours)


def is_live(ctx: Context, login: LoginSession) -> bool:
    """Neither ended, nor idle too long, nor too old."""
    return login.ended_at is None and ctx.now < idle_end(ctx.installation.settings, login)


def explain_end(ctx: Context, token: str) -> SessionEnd | None:
    """Why the session of a token ended; None for a token never given out, or of a live session."""
    row = account_store.fetch_login(ctx.session, hash_token(token))
    if row is None or is_live(ctx, row[0]):
        return None
    login, settings = row[0], ctx.installation.settings
    if login.ended_at is None:
        end = idle_end(settings, login)
        too_old = end == closing_end(settings, login)
        return SessionEnd(EndedWhy.AGE if too_old else EndedWhy.IDLE, end)
    why = EndedWhy(login.ended_why or EndedWhy.SIGNED_OUT)
    client = _replaced_from(ctx, login) if why is EndedWhy.REPLACED else None
    return SessionEnd(why, login.ended_at, client)


def _replaced_from(ctx: Context, login: LoginSession) -> str | None:
    """Where the session came from that ended this one: the first to start after it."""
    query = select(LoginSession.client).where(
        LoginSession.account_id == login.account_id, col(LoginSession.id) > login.id
    )
    return ctx.session.exec(query.order_by(col(LoginSession.id))).first()


def list_own_sessions(ctx: Context) -> list[OwnSession]:
    """The actor's live sessions, the latest used first."""
    actor = ctx.require_actor()
    return [
        OwnSession(row.started_at, row.seen_at, row.client, row.browser, row.id == actor.session_id)
        for row in _live(ctx, actor.account_id)
    ]


def end_other_sessions(ctx: Context) -> int:
    """End every session of the actor but this one; how many there were."""
    actor = ctx.require_actor()
    ended = end_sessions(ctx, actor.account_id, EndedWhy.ENDED, but=actor.session_id)
    if ended:
        ctx.note("session.end_others", actor.username, rows=ended)
    return ended


def end_sessions(
    ctx: Context, account_id: int, why: EndedWhy, but: int | None = None, keep: int = 0
) -> int:
    """End the live sessions of an account, but one and the `keep` latest others; how many ended."""
    others = [row for row in _live(ctx, account_id) if row.id != but]
    for row in others[keep:]:
        row.ended_at, row.ended_why = ctx.now, why.value
        ctx.session.add(row)
    return len(others[keep:])


def end_every_session(ctx: Context) -> int:
    """End whatever sign-in has no end yet, of everybody; how many there were."""
    ended = (
        update(LoginSession)
        .where(col(LoginSession.ended_at).is_(None))
        .values(ended_at=ctx.now, ended_why=EndedWhy.ENDED.value)
    )
    return int(ctx.session.connection().execute(ended).rowcount)


def _live(ctx: Context, account_id: int) -> Sequence[LoginSession]:
    query = select(LoginSession).where(
        LoginSession.account_id == account_id, col(LoginSession.ended_at).is_(None)
    )
    rows = ctx.session.exec(query.order_by(col(LoginSession.seen_at).desc())).all()
    return [row for row in rows if is_live(ctx, row)]


def hash_token(token: str) -> str:
    """What the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()

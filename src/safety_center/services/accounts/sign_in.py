"""Signing in and out; sessions end by idling, by age, or when the account is switched off."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import N_, Forbidden
from safety_center.services.accounts.manage import actor_of, is_usable, verify_password
from safety_center.services.context import Context
from safety_center.store import accounts as account_store
from safety_center.store.tables import Account, LoginSession
from safety_center.store.trail import TrailDraft

_HASHER = PasswordHasher()
#: Verified against when the account does not exist, so that both answers take as long.
_NOBODY = _HASHER.hash(secrets.token_hex(16))
#: The time of the last request is written at most this often.
_SEEN_STEP = timedelta(seconds=30)


@dataclass(frozen=True)
class SessionState:
    """A live session: who, and until when it lives if nothing more is asked."""

    actor: Actor
    ends_at: datetime
    must_change_password: bool = False


def sign_in(ctx: Context, username: str, password: str) -> str | None:
    """A session token, or None: the answer never tells whether the account exists or is locked.

    Locks after `lock_after` failures; success and failure are both in the trail.
    """
    account = account_store.fetch_account(ctx.session, username.strip().lower(), lock=True)
    good = _verify(account, password)
    if account is not None and good and account.locked_at is None and is_usable(ctx, account):
        return _open_session(ctx, account)
    if account is not None:
        account.failed_sign_ins += 1
        if (
            account.failed_sign_ins >= ctx.installation.settings.lock_after
            and not account.locked_at
        ):
            account.locked_at = ctx.now
            ctx.acts.append(TrailDraft("session.lock", account.username))
        ctx.session.add(account)
    subject = account.username if account else None
    ctx.acts.append(TrailDraft("session.sign_in", subject, result="refused"))
    return None


def sign_in_demonstration(ctx: Context, username: str) -> str:
    """A session without a password; in demonstration mode only."""
    account = account_store.fetch_account(ctx.session, username, lock=True)
    if not ctx.installation.settings.demonstration or account is None:
        raise Forbidden(N_("시연 모드에서만 쓸 수 있습니다."))
    return _open_session(ctx, account)


def list_demonstration_accounts(ctx: Context) -> list[Actor]:
    """Who may be played in the demonstration, in the order of the roles; nobody outside of it."""
    if not ctx.installation.settings.demonstration:
        return []
    accounts = account_store.list_accounts(ctx.session)
    actors = [actor_of(account) for account in accounts if is_usable(ctx, account)]
    roles = list(Role)
    return sorted(actors, key=lambda actor: (roles.index(actor.role), actor.account_id))


def _verify(account: Account | None, password: str) -> bool:
    return verify_password((account and account.password_hash) or _NOBODY, password)


def _open_session(ctx: Context, account: Account) -> str:
    token = secrets.token_urlsafe(32)
    account.failed_sign_ins, account.last_seen_at = 0, ctx.now
    ctx.session.add(account)
    ctx.session.add(
        LoginSession(
            token_hash=_hash(token), account_id=account.id, started_at=ctx.now, seen_at=ctx.now
        )
    )
    ctx.actor = actor_of(account)
    ctx.note("session.sign_in", account.username)
    return token


def resume_session(ctx: Context, token: str) -> SessionState | None:
    """The live session of a token, or None when it ended, idled too long or is too old."""
    row = account_store.fetch_login(ctx.session, _hash(token))
    if row is None:
        return None
    login, account = row
    ends_at = _ends_at(ctx, login)
    if login.ended_at is not None or ctx.now >= ends_at or not is_usable(ctx, account):
        return None
    return SessionState(actor_of(account), ends_at, account.must_change_password)


def session_account(ctx: Context, token: str) -> int | None:
    """Whose session a token was, also after its end; None for a token never given out."""
    row = account_store.fetch_login(ctx.session, _hash(token))
    return row[1].id if row else None


def needs_seen_mark(ctx: Context, token: str) -> bool:
    """True when the last request was long enough ago to be worth a write."""
    row = account_store.fetch_login(ctx.session, _hash(token))
    return row is not None and ctx.now - row[0].seen_at >= _SEEN_STEP


def extend_session(ctx: Context, token: str) -> None:
    """Note that the session is in use: the idle clock starts again."""
    row = account_store.fetch_login(ctx.session, _hash(token))
    if row is not None and row[0].ended_at is None:
        row[0].seen_at = ctx.now
        ctx.session.add(row[0])


def sign_out(ctx: Context, token: str) -> None:
    """End the session now."""
    row = account_store.fetch_login(ctx.session, _hash(token))
    if row is not None and row[0].ended_at is None:
        row[0].ended_at = ctx.now
        ctx.session.add(row[0])
        ctx.note("session.sign_out", row[1].username)


def _ends_at(ctx: Context, login: LoginSession) -> datetime:
    settings = ctx.installation.settings
    idle = login.seen_at + timedelta(minutes=settings.idle_minutes)
    return min(idle, login.started_at + timedelta(hours=settings.session_hours))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Signing in and out; sessions end by idling, by age, or when the account is switched off."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from argon2 import PasswordHasher

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import N_, Forbidden
from safety_center.domain.networks import may_come_from
from safety_center.services.accounts.factor import (
    Ask,
    asked_at_sign_in,
    settle_sessions,
    unproven_permissions,
)
from safety_center.services.accounts.manage import actor_of, count_failure, may_sign_in
from safety_center.services.accounts.passwords import verify_password
from safety_center.services.accounts.sessions import (
    EndedWhy,
    closing_end,
    hash_token,
    idle_end,
    is_live,
)
from safety_center.services.context import Context
from safety_center.store import accounts as account_store
from safety_center.store.tables import Account, LoginSession
from safety_center.store.trail import TrailDraft

#: Verified against when the account does not exist, so that both answers take as long.
_NOBODY = PasswordHasher().hash(secrets.token_hex(16))
#: The time of the last request is written at most this often.
_SEEN_STEP = timedelta(seconds=30)


@dataclass(frozen=True)
class SessionState:
    """A live session: who, until when it lives if nothing more is asked, and until when at most.

    `ask` is what it owes before it counts as signed in; `allowed_here` is false when its role may
    not work from the address of this request.
    """

    actor: Actor
    ends_at: datetime
    closes_at: datetime
    must_change_password: bool = False
    ask: Ask = Ask.NOTHING
    allowed_here: bool = True


def sign_in(ctx: Context, username: str, password: str) -> str | None:
    """A session token, or None: the answer never tells whether the account exists or is locked.

    Locks after `lock_after` failures; success and failure are both in the trail. With the right
    password from a network its role may not use there is no token, but `ctx.actor` is set.
    """
    account = account_store.fetch_account(ctx.session, username.strip().lower(), lock=True)
    good = verify_password((account and account.password_hash) or _NOBODY, password)
    if account is not None and good and account.locked_at is None and may_sign_in(ctx, account):
        if not may_work_here(ctx, account.role):
            ctx.actor = actor_of(account)
            ctx.acts.append(TrailDraft("session.network", account.username, result="refused"))
            return None
        return _open_session(ctx, account)
    if account is not None:
        count_failure(ctx, account)
    subject = account.username if account else None
    ctx.acts.append(TrailDraft("session.sign_in", subject, result="refused"))
    return None


def may_work_here(ctx: Context, role: str) -> bool:
    """True when a role may work from the address of this request."""
    networks = ctx.installation.settings.allowed_networks
    return may_come_from(networks, role, ctx.origin.client)


def sign_in_demonstration(ctx: Context, username: str) -> str:
    """A session without a password; in demonstration mode only."""
    account = account_store.fetch_account(ctx.session, username, lock=True)
    if not ctx.installation.settings.demonstration or account is None or account.system:
        raise Forbidden(N_("시연 모드에서만 쓸 수 있습니다."))
    return _open_session(ctx, account)


def list_demonstration_accounts(ctx: Context) -> list[Actor]:
    """Who may be played in the demonstration, in the order of the roles; nobody outside of it."""
    if not ctx.installation.settings.demonstration:
        return []
    accounts = account_store.list_accounts(ctx.session)
    actors = [actor_of(account) for account in accounts if may_sign_in(ctx, account)]
    roles = list(Role)
    return sorted(actors, key=lambda actor: (roles.index(actor.role), actor.account_id))


def _open_session(ctx: Context, account: Account) -> str:
    token = secrets.token_urlsafe(32)
    login = LoginSession(
        token_hash=hash_token(token),
        account_id=account.id,
        started_at=ctx.now,
        seen_at=ctx.now,
        client=ctx.origin.client,
        browser=ctx.origin.browser,
    )
    account.last_seen_at = ctx.now
    ctx.session.add_all([account, login])
    ctx.session.flush()
    ctx.actor = replace(actor_of(account), session_id=login.id)
    ctx.note("session.sign_in", account.username)
    # A password alone lifts no failures and ends no session while the second factor is owed.
    if asked_at_sign_in(ctx.installation.settings, account, login) is Ask.NOTHING:
        account.failed_sign_ins = 0
        settle_sessions(ctx, account, login)
    return token


def resume_session(ctx: Context, token: str) -> SessionState | None:
    """The live session of a token, or None when it ended, idled too long or is too old."""
    row = account_store.fetch_login(ctx.session, hash_token(token))
    if row is None:
        return None
    login, account = row
    if not is_live(ctx, login) or not may_sign_in(ctx, account):
        return None
    settings = ctx.installation.settings
    unproven = unproven_permissions(settings, account, login)
    return SessionState(
        actor=replace(actor_of(account), session_id=login.id, unproven=unproven),
        ends_at=idle_end(settings, login),
        closes_at=closing_end(settings, login),
        must_change_password=account.must_change_password,
        ask=asked_at_sign_in(settings, account, login),
        allowed_here=may_work_here(ctx, account.role),
    )


def refuse_network(ctx: Context, token: str) -> None:
    """End a session that came from a network its role may not use; one row of the trail."""
    row = account_store.fetch_login(ctx.session, hash_token(token))
    if row is not None and row[0].ended_at is None:
        row[0].ended_at, row[0].ended_why = ctx.now, EndedWhy.NETWORK.value
        ctx.session.add(row[0])
        ctx.actor = actor_of(row[1])
        ctx.acts.append(TrailDraft("session.network", row[1].username, result="refused"))


def session_account(ctx: Context, token: str) -> int | None:
    """Whose session a token was, also after its end; None for a token never given out."""
    row = account_store.fetch_login(ctx.session, hash_token(token))
    return row[1].id if row else None


def needs_seen_mark(ctx: Context, token: str) -> bool:
    """True when the last request was long enough ago to be worth a write."""
    row = account_store.fetch_login(ctx.session, hash_token(token))
    return row is not None and ctx.now - row[0].seen_at >= _SEEN_STEP


def extend_session(ctx: Context, token: str) -> None:
    """Note that the session is in use: the idle clock starts again. A session that ended stays so."""
    row = account_store.fetch_login(ctx.session, hash_token(token))
    if row is not None and is_live(ctx, row[0]):
        row[0].seen_at = ctx.now
        ctx.session.add(row[0])


def sign_out(ctx: Context, token: str) -> None:
    """End the session now."""
    row = account_store.fetch_login(ctx.session, hash_token(token))
    if row is not None and row[0].ended_at is None:
        row[0].ended_at, row[0].ended_why = ctx.now, EndedWhy.SIGNED_OUT.value
        ctx.session.add(row[0])
        ctx.note("session.sign_out", row[1].username)

"""Tokens of system users: given by administrators, shown once, kept as a hash, bounded in scope and time."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from safety_center.domain.access import Actor, Permission, Role, require
from safety_center.domain.accounts import AccountInput
from safety_center.domain.errors import N_, FieldError, InputRefused, NotFound
from safety_center.domain.tokens import TokenInput, grantable_scopes
from safety_center.services.accounts.manage import actor_of, create_account, is_usable
from safety_center.services.accounts.sign_in import may_work_here
from safety_center.services.context import Context
from safety_center.store import tokens as token_store
from safety_center.store.accounts import account_names, fetch_account
from safety_center.store.tables import Account, ApiToken

_PREFIX = "sct_"
_BYTES = 32
#: The time of the last use is written at most this often.
_USED_STEP = timedelta(minutes=10)
_LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class TokenUse:
    """A token at work: who acts, and under the same idempotency key the earlier request's hash and
    its sealed answer.

    `stale` is true when the time of the last use is worth a write. `refused` says that a token once
    given out does not work any more; then the actor is None where nobody may act.
    """

    actor: Actor | None
    token_id: int
    username: str
    stale: bool
    earlier: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class TokenView:
    """A token as administrators see it; `usable` today."""

    id: int
    username: str
    account_name: str
    role: Role
    unit_code: str | None
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    created_by: str
    valid_to: date
    last_used_at: datetime | None
    ended_at: datetime | None
    usable: bool


def find_use(ctx: Context, secret: str, key: str | None = None) -> TokenUse | None:
    """Who a token acts for; None for a token never given out. An actor of None: it works no more."""
    row = token_store.fetch_use(ctx.session, hash_token(secret), key)
    if row is None:
        return None
    use = use_of(ctx, row)
    if use.actor is None or row.request_hash is None:
        return use
    return replace(use, earlier=(row.request_hash, row.answer))


def use_of(ctx: Context, row: Any) -> TokenUse:
    """The same of a row of token and account, whatever was answered before."""
    if row.ended_at is not None or row.token_valid_to < ctx.today or not _may_act(ctx, row):
        return TokenUse(None, row.token_id, row.username, stale=False)
    actor = replace(actor_of(row), scopes=_scopes(row.scopes))
    stale = row.last_used_at is None or ctx.now - row.last_used_at >= _USED_STEP
    return TokenUse(actor, row.token_id, row.username, stale)


@cache
def _scopes(text: str) -> frozenset[Permission]:
    return frozenset(Permission(scope) for scope in text.split())


def _may_act(ctx: Context, account: Account) -> bool:
    return account.system and is_usable(ctx, account) and may_work_here(ctx, account.role)


def mark_use(ctx: Context, use: TokenUse) -> None:
    """Write the time of the last use where it is worth it."""
    if use.stale and use.actor is not None:
        token_store.mark_used(ctx.session, use.token_id, use.actor.account_id, ctx.now)


def note_refused_use(ctx: Context, use: TokenUse) -> None:
    """That an ended token, or one of a switched-off account, was tried is in the trail."""
    ctx.note("token.refuse", str(use.token_id), account=use.username)


def create_token(ctx: Context, wanted: TokenInput) -> tuple[str, ApiToken]:
    """Give a system user a token; the secret is returned once and kept nowhere."""
    require(ctx.require_actor(), Permission.TOKEN_MANAGE)
    account = fetch_account(ctx.session, wanted.username)
    errors = _check(ctx, wanted, account)
    if errors or account is None:
        raise InputRefused(errors)
    secret = _PREFIX + secrets.token_urlsafe(_BYTES)
    token = ApiToken(
        account_id=account.id,
        name=wanted.name,
        token_hash=hash_token(secret),
        scopes=" ".join(sorted(set(wanted.scopes))),
        created_by_id=ctx.require_actor().account_id,
        created_at=ctx.now,
        valid_to=wanted.valid_to,
    )
    ctx.session.add(token)
    ctx.session.flush()
    ctx.note(
        "token.create",
        str(token.id),
        account=account.username,
        scopes=token.scopes,
        valid_to=token.valid_to,
    )
    return secret, token


def _check(ctx: Context, wanted: TokenInput, account: Account | None) -> list[FieldError]:
    errors = []
    if account is None or not account.system:
        message = N_("시스템 계정이 아닙니다: %(value)s")
        errors.append(
            FieldError("username", "no_system_account", message, {"value": wanted.username})
        )
    else:
        allowed = grantable_scopes(Role.of(account.role))
        message = N_("이 계정의 역할에는 없는 권한입니다: %(value)s")
        errors += [
            FieldError("scopes", "scope_beyond_role", message, {"value": str(scope)})
            for scope in wanted.scopes
            if scope not in allowed
        ]
    if wanted.valid_to < ctx.today:
        errors.append(
            FieldError("valid_to", "past_day", N_("오늘이나 그 뒤 날짜를 적어 주십시오."))
        )
    elif wanted.valid_to > ctx.today + _LONGEST:
        message = N_("토큰은 1년까지만 쓸 수 있습니다. 그 안의 날짜를 적어 주십시오.")
        errors.append(FieldError("valid_to", "too_late", message))
    return errors


def end_token(ctx: Context, token_id: int) -> TokenView:
    """End a token now; ending it twice changes nothing."""
    require(ctx.require_actor(), Permission.TOKEN_MANAGE)
    token = token_store.fetch_token_by_id(ctx.session, token_id)
    if token is None:
        raise NotFound()
    if token.ended_at is None:
        token.ended_at = ctx.now
        ctx.session.add(token)
        ctx.note("token.end", str(token.id))
    ctx.session.flush()
    return next(view for view in list_tokens(ctx) if view.id == token_id)


def list_tokens(ctx: Context) -> list[TokenView]:
    """Every token, newest first; never its secret."""
    require(ctx.require_actor(), Permission.TOKEN_MANAGE)
    rows = token_store.list_tokens(ctx.session)
    names = account_names(ctx.session, [token.created_by_id or 0 for token, _ in rows])
    return [
        TokenView(
            id=token.id,
            username=account.username,
            account_name=account.display_name,
            role=Role.of(account.role),
            unit_code=account.unit_code,
            name=token.name,
            scopes=tuple(token.scopes.split()),
            created_at=token.created_at,
            created_by=names.get(token.created_by_id or 0, ""),
            valid_to=token.valid_to,
            last_used_at=token.last_used_at,
            ended_at=token.ended_at,
            usable=token.ended_at is None
            and token.valid_to >= ctx.today
            and account.system
            and is_usable(ctx, account),
        )
        for token, account in rows
    ]


def create_system_account(ctx: Context, account: AccountInput) -> Account:
    """An account for a system: it has no password and never signs in; it acts by its tokens alone."""
    require(ctx.require_actor(), Permission.TOKEN_MANAGE)
    row = create_account(ctx, account, None)
    row.system = True
    ctx.session.add(row)
    return row


def list_system_accounts(ctx: Context) -> Sequence[Account]:
    """Accounts that can have tokens."""
    require(ctx.require_actor(), Permission.TOKEN_MANAGE)
    return token_store.list_system_accounts(ctx.session)


def hash_token(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

"""Making accounts, switching them off, passwords and locks."""

from collections.abc import Mapping
from typing import Any

from safety_center.domain.access import CENTERS, Actor, Permission, Role, require
from safety_center.domain.accounts import AccountInput, understand_account
from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import N_, FieldError, Forbidden, InputRefused, NotFound
from safety_center.domain.passwords import check_password
from safety_center.domain.understanding import in_model_order
from safety_center.services.accounts.passwords import (
    password_rules,
    store_password,
    verify_password,
)
from safety_center.services.accounts.sessions import EndedWhy, end_sessions
from safety_center.services.context import Context
from safety_center.store import accounts as account_store
from safety_center.store.tables import Account
from safety_center.store.trail import TrailDraft


def actor_of(account: Account) -> Actor:
    """The account as services see it."""
    return Actor(
        account_id=account.id,
        username=account.username,
        display_name=account.display_name,
        role=Role.of(account.role),
        unit_code=account.unit_code,
        language=account.language,
    )


def own_account(ctx: Context, lock: bool = True) -> Account:
    """The actor's own."""
    account = account_store.fetch_account(ctx.session, ctx.require_actor().username, lock=lock)
    if account is None:
        raise NotFound()
    return account


def find_actor(ctx: Context, username: str) -> Actor | None:
    """The actor of an account that may act today; commands act as a named user."""
    account = account_store.fetch_account(ctx.session, username)
    return actor_of(account) if account is not None and may_sign_in(ctx, account) else None


def is_usable(ctx: Context, account: Account) -> bool:
    """Active, not past its end date."""
    return account.active and (account.valid_to is None or ctx.today <= account.valid_to)


def may_sign_in(ctx: Context, account: Account) -> bool:
    """Usable by a person: a system acts through the API, by its tokens alone."""
    return is_usable(ctx, account) and not account.system


def read_account(ctx: Context, values: Mapping[str, Any], password: str = "") -> AccountInput:
    """The input of a new account; raises `InputRefused` with everything wrong, its first password too."""
    if ctx.actor is not None:
        require(ctx.actor, Permission.ACCOUNT_MANAGE)
    understood = understand_account(values)
    errors = list(understood.errors)
    account = understood.model
    if account is not None:
        errors += [e for e in _check_account(ctx, account) if understood.knows(e.field)]
        errors = in_model_order(AccountInput, errors)
        if password:
            rules = password_rules(ctx.installation.settings)
            errors += check_password(password, account.username, account.display_name, rules)
    if errors or account is None:
        raise InputRefused(errors)
    return account


def create_account(ctx: Context, account: AccountInput, password: str | None) -> Account:
    """Make an account; without a password nobody can sign in by one. The first is made by `init`."""
    if ctx.actor is not None:
        require(ctx.actor, Permission.ACCOUNT_MANAGE)
    errors = _check_account(ctx, account)
    if errors:
        raise InputRefused(errors)
    row = Account(
        **account.model_dump(mode="json", exclude={"valid_to"}),
        valid_to=account.valid_to,
        created_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    if password is not None:
        store_password(ctx, row, password)
    ctx.note("account.create", account.username, role=account.role, unit_code=account.unit_code)
    return row


def _check_account(ctx: Context, account: AccountInput) -> list[FieldError]:
    errors = []
    if account_store.fetch_account(ctx.session, account.username) is not None:
        errors.append(FieldError("username", "taken", N_("이미 있는 계정 이름입니다.")))
    unit = account.unit_code
    if unit is not None and unit not in ctx.places.missions and unit not in CENTERS:
        errors.append(unknown_code("unit_code", unit, [*CENTERS, *ctx.places.missions]))
    return errors


def set_active(ctx: Context, username: str, active: bool) -> None:
    """Switch an account off or on again; its open sessions end at their next request."""
    account = _managed(ctx, username)
    if not active and username == ctx.require_actor().username:
        raise Forbidden(
            N_("본인 계정은 사용을 중지할 수 없습니다. 다른 시스템 관리자에게 요청해 주십시오.")
        )
    account.active = active
    ctx.session.add(account)
    if not active:
        end_sessions(ctx, account.id, EndedWhy.SWITCHED_OFF)
    ctx.note("account.activate" if active else "account.deactivate", username)


def count_failure(ctx: Context, account: Account) -> None:
    """One more time that somebody did not show who they are; `lock_after` of them lock the account."""
    account.failed_sign_ins += 1
    if account.failed_sign_ins >= ctx.installation.settings.lock_after and not account.locked_at:
        account.locked_at = ctx.now
        ctx.acts.append(TrailDraft("session.lock", account.username))
    ctx.session.add(account)


def unlock_account(ctx: Context, username: str) -> None:
    """Lift the lock set after failed sign-ins."""
    account = _managed(ctx, username)
    account.failed_sign_ins, account.locked_at = 0, None
    ctx.session.add(account)
    ctx.note("account.unlock", username)


def set_password(ctx: Context, username: str, password: str) -> None:
    """Set a password; the administrator anyone's, everybody else their own. Other sessions end."""
    actor = ctx.require_actor()
    by_another = actor.username != username
    account = _managed(ctx, username) if by_another else own_account(ctx)
    # Told apart from a first password: it lets whoever set it act as somebody who works already.
    detail = {"reset": True} if by_another and account.password_hash is not None else {}
    if account.system:
        raise Forbidden(N_("시스템 계정은 비밀번호를 쓰지 않습니다. API 토큰을 발급해 주십시오."))
    store_password(ctx, account, password)
    account.failed_sign_ins, account.locked_at = 0, None
    # Whoever knows a password set by somebody else asks its owner for another.
    account.must_change_password = by_another
    end_sessions(ctx, account.id, EndedWhy.RENEWED, but=actor.session_id)
    ctx.note("account.password", username, **detail)


def change_own_password(ctx: Context, current: str, new: str) -> None:
    """Set the actor's own password; the present one must be right, and the new one another."""
    account = own_account(ctx)
    if not verify_password(account.password_hash, current):
        message = N_("현재 비밀번호가 맞지 않습니다.")
        raise InputRefused([FieldError("current_password", "wrong", message)])
    if current == new:
        message = N_("현재와 다른 비밀번호를 정해 주십시오.")
        raise InputRefused([FieldError("password", "unchanged", message)])
    set_password(ctx, account.username, new)


def _managed(ctx: Context, username: str) -> Account:
    require(ctx.require_actor(), Permission.ACCOUNT_MANAGE)
    account = account_store.fetch_account(ctx.session, username, lock=True)
    if account is None:
        raise NotFound()
    return account

"""The second factor: codes that change every 30 s (TOTP), recovery codes, and when they are asked.

The secret is sealed under the account's key. A code counts once: the step it belongs to is kept, and
only later ones are taken. A clock may be off by one step.
"""

import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from enum import StrEnum

import pyotp
from sqlalchemy import delete
from sqlmodel import col, select

from safety_center.documents.qr_code import draw_qr_code
from safety_center.domain.access import Actor, Permission, Role, require
from safety_center.domain.errors import N_, FieldError, Forbidden, InputRefused, NotFound
from safety_center.services.accounts.manage import count_failure, own_account
from safety_center.services.accounts.sessions import EndedWhy, end_sessions
from safety_center.services.context import Context
from safety_center.settings import Settings
from safety_center.store import accounts as account_store
from safety_center.store.tables import Account, LoginSession, RecoveryCode
from safety_center.store.trail import TrailDraft
from safety_center.store.vault import KeyUnavailable, seal, unseal

_PURPOSE = "second-factor"
_CANDIDATE = "second-factor-candidate"
_ALLOWED_DRIFT = 1
_CODES = 10
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 10
WRONG_CODE = FieldError("code", "wrong", N_("인증번호가 맞지 않거나 이미 쓴 번호입니다."))
NO_CODE = FieldError("code", "missing", N_("인증번호를 적어 주십시오."))
_ACTS = {"reveal": Permission.PERSON_REVEAL, "export": Permission.CASE_EXPORT}


class Ask(StrEnum):
    """What a session still owes before it counts as signed in."""

    NOTHING = "nothing"
    CODE = "code"
    ENROLMENT = "enrolment"


@dataclass(frozen=True)
class Candidate:
    """A secret not yet confirmed: as typed into a telephone, as a picture (SVG) of the link that a camera
    reads, and sealed for the form."""

    username: str
    key: str
    picture: str
    sealed: str


def asked_at_sign_in(settings: Settings, account: Account, login: LoginSession) -> Ask:
    """What the role asks before anything else; nothing in the demonstration."""
    asked = not settings.demonstration and Role.of(account.role) in settings.second_factor_roles
    if not asked or login.factor_at is not None:
        return Ask.NOTHING
    return Ask.CODE if account.factor_secret is not None else Ask.ENROLMENT


def unproven_permissions(
    settings: Settings, account: Account, login: LoginSession
) -> frozenset[Permission]:
    """Permissions that ask for the factor first: all that can, once the account has one."""
    if settings.demonstration or login.factor_at is not None:
        return frozenset()
    acts = _ACTS if account.factor_secret is not None else settings.second_factor_acts
    return frozenset(_ACTS[act] for act in acts)


def has_factor(ctx: Context) -> bool:
    """True when the actor has a second factor."""
    return own_account(ctx, lock=False).factor_secret is not None


def new_candidate(ctx: Context, sealed: str | None = None) -> Candidate:
    """A fresh secret to confirm, or the one that the form brings back."""
    actor = ctx.require_actor()
    key = ctx.vault.account_key(actor.account_id)
    secret = _opened_candidate(key, sealed) or pyotp.random_base32()
    link = pyotp.TOTP(secret).provisioning_uri(name=actor.username, issuer_name="Safety Center")
    return Candidate(
        username=actor.username,
        key=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=draw_qr_code(link),
        sealed=b64encode(seal(key, secret.encode(), _CANDIDATE)).decode(),
    )


def _opened_candidate(key: bytes, sealed: str | None) -> str | None:
    try:
        return unseal(key, b64decode(sealed or ""), _CANDIDATE).decode()
    except (KeyUnavailable, ValueError):
        return None


def enrol_factor(ctx: Context, sealed: str, code: str) -> list[str]:
    """Take a confirmed secret as the actor's second factor; the ten recovery codes, shown once.

    Who has a factor already shows it first in this session (`Forbidden` otherwise).
    """
    actor = ctx.require_actor()
    account, login = own_account(ctx), _own_login(ctx)
    if account.factor_secret is not None and login.factor_at is None:
        raise Forbidden(N_("2단계 인증을 한 뒤에 할 수 있습니다."))
    key = ctx.vault.account_key(actor.account_id)
    if not _plain(code):
        raise InputRefused([NO_CODE])
    secret = _opened_candidate(key, sealed)
    step = _matching_step(secret, code, ctx) if secret else None
    if secret is None or step is None:
        raise InputRefused([WRONG_CODE])
    account.factor_secret = seal(key, secret.encode(), _PURPOSE)
    account.factor_enrolled_at, account.factor_step = ctx.now, step
    ctx.note("account.factor", actor.username)
    _settle_proof(ctx, account, login)
    return _renew_codes(ctx, account)


def renew_recovery_codes(ctx: Context) -> list[str]:
    """Ten new recovery codes; the old ones count no more. Asks for a session that showed the factor."""
    account = own_account(ctx)
    if account.factor_secret is None or _own_login(ctx).factor_at is None:
        raise Forbidden(N_("2단계 인증을 한 뒤에 할 수 있습니다."))
    ctx.note("account.recovery_codes", account.username)
    return _renew_codes(ctx, account)


def count_recovery_codes(ctx: Context) -> int:
    """How many of the actor's recovery codes are left."""
    return len(_unused_codes(ctx, ctx.require_actor().account_id))


def prove_factor(ctx: Context, code: str) -> bool:
    """Show the second factor by a code or a recovery code; failures count towards the lock.

    Returns False rather than raising, so that the failure is kept in the trail.
    """
    account, login = own_account(ctx), _own_login(ctx)
    method = None
    if account.locked_at is None and login.ended_at is None:
        method = _use_code(ctx, account, code)
    if method is None:
        ctx.acts.append(TrailDraft("session.factor", account.username, result="refused"))
        count_failure(ctx, account)
        if account.locked_at is not None:
            end_sessions(ctx, account.id, EndedWhy.LOCKED)
        return False
    ctx.note("session.factor", account.username, method=method)
    _settle_proof(ctx, account, login)
    return True


def reset_factor(ctx: Context, username: str) -> None:
    """Take somebody's second factor away, who then enrols anew; one's own only by command."""
    actor = ctx.require_actor()
    require(actor, Permission.ACCOUNT_MANAGE)
    account = account_store.fetch_account(ctx.session, username, lock=True)
    if account is None:
        raise NotFound()
    if account.id == actor.account_id and actor.session_id is not None:
        raise Forbidden(N_("본인의 2단계 인증은 다른 시스템 관리자가 초기화합니다."))
    account.factor_secret = account.factor_enrolled_at = account.factor_step = None
    ctx.session.add(account)
    ctx.session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    end_sessions(ctx, account.id, EndedWhy.FACTOR)
    ctx.note("account.factor_reset", username)


def settle_sessions(ctx: Context, account: Account, login: LoginSession) -> None:
    """A session that counts as signed in ends those above the number allowed at once."""
    settings = ctx.installation.settings
    if settings.demonstration:
        return
    keep = settings.sessions_at_once - 1
    ended = end_sessions(ctx, account.id, EndedWhy.REPLACED, but=login.id, keep=keep)
    if ended:
        ctx.note("session.replace", account.username, rows=ended)


def _settle_proof(ctx: Context, account: Account, login: LoginSession) -> None:
    account.failed_sign_ins, login.factor_at = 0, ctx.now
    ctx.session.add_all([account, login])
    settle_sessions(ctx, account, login)


def _use_code(ctx: Context, account: Account, typed: str) -> str | None:
    """How the code was good, and from now on no more; None when it was not."""
    if account.factor_secret is None:
        return None
    key = ctx.vault.account_key(account.id)
    secret = unseal(key, account.factor_secret, _PURPOSE).decode()
    step = _matching_step(secret, typed, ctx)
    if step is not None and step > (account.factor_step or 0):
        account.factor_step = step
        return "code"
    digest = _code_hash(ctx, account.id, typed)
    found = [row for row in _unused_codes(ctx, account.id) if row.code_hash == digest]
    if not found:
        return None
    found[0].used_at = ctx.now
    ctx.session.add(found[0])
    return "recovery"


def _matching_step(secret: str, typed: str, ctx: Context) -> int | None:
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(
            _plain(typed), for_time=ctx.now, valid_window=_ALLOWED_DRIFT
        )
    except pyotp.exceptions.OTPVerificationError:
        return None


def _renew_codes(ctx: Context, account: Account) -> list[str]:
    ctx.session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    codes = [_new_code() for _ in range(_CODES)]
    for code in codes:
        row = RecoveryCode(account_id=account.id, code_hash=_code_hash(ctx, account.id, code))
        ctx.session.add(row)
    return codes


def _new_code() -> str:
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def _code_hash(ctx: Context, account_id: int, code: str) -> str:
    return ctx.vault.digest("recovery", f"{account_id}\x00{_plain(code)}").hex()


def _plain(typed: str) -> str:
    """Without spaces and hyphens; wide digits of a Korean keyboard as plain ones."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in text if character.isalnum())


def _unused_codes(ctx: Context, account_id: int) -> list[RecoveryCode]:
    query = select(RecoveryCode).where(
        RecoveryCode.account_id == account_id, col(RecoveryCode.used_at).is_(None)
    )
    return list(ctx.session.exec(query).all())


def _own_login(ctx: Context) -> LoginSession:
    actor: Actor = ctx.require_actor()
    login = ctx.session.get(LoginSession, actor.session_id) if actor.session_id else None
    if login is None:
        raise Forbidden(N_("로그인한 화면에서만 할 수 있습니다."))
    return login

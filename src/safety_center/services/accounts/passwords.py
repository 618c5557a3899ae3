"""Setting, checking and remembering passwords: Argon2id, a policy from the settings, no early return."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import col, select

from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.passwords import PasswordRules, check_password
from safety_center.services.context import Context
from safety_center.settings import Settings
from safety_center.store.tables import Account, PastPassword

_HASHER = PasswordHasher()
_BLOCKED_FILE = Path(__file__).with_name("blocked_passwords.txt")


@cache
def blocked_passwords() -> frozenset[str]:
    """The shipped stems that nobody may build a password from."""
    lines = _BLOCKED_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def password_rules(settings: Settings) -> PasswordRules:
    """The installation's policy."""
    return PasswordRules(settings.password_length, settings.password_classes, blocked_passwords())


def check_new_password(ctx: Context, account: Account, password: str) -> list[FieldError]:
    """What is wrong with a new password of an account, its last ones included."""
    rules = password_rules(ctx.installation.settings)
    errors = check_password(password, account.username, account.display_name, rules)
    if not errors and _was_used(ctx, account, password):
        count = ctx.installation.settings.password_history
        message = N_("최근에 쓴 비밀번호 %(count)s개는 다시 쓸 수 없습니다.")
        errors.append(FieldError("password", "used_before", message, {"count": count}))
    return errors


def store_password(ctx: Context, account: Account, password: str) -> None:
    """Check and set; the account must have its number. Raises `InputRefused`."""
    errors = check_new_password(ctx, account, password)
    if errors:
        raise InputRefused(errors)
    account.password_hash = _HASHER.hash(password)
    ctx.session.add(account)
    past = PastPassword(account_id=account.id, password_hash=account.password_hash, set_at=ctx.now)
    ctx.session.add(past)


def _was_used(ctx: Context, account: Account, password: str) -> bool:
    last = select(PastPassword.password_hash).where(PastPassword.account_id == account.id)
    last = last.order_by(col(PastPassword.id).desc())
    hashes = ctx.session.exec(last.limit(ctx.installation.settings.password_history)).all()
    return any(verify_password(stored, password) for stored in hashes)


def verify_password(stored: str | None, password: str) -> bool:
    """True when the password fits the stored hash."""
    try:
        return stored is not None and _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False

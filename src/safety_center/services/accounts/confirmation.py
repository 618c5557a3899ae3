"""Once more who one is, for one act that cannot be taken back: a code, or the password where there is none.

Unlike the second factor of a session, what is confirmed holds in this unit of work only.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from safety_center.domain.errors import N_, FieldError, Forbidden
from safety_center.services.accounts.factor import prove_factor
from safety_center.services.accounts.manage import count_failure, own_account
from safety_center.services.accounts.passwords import verify_password
from safety_center.services.accounts.sessions import EndedWhy, end_sessions
from safety_center.services.context import Context
from safety_center.store.trail import TrailDraft

MISSING = FieldError("confirmation", "missing", N_("본인 확인을 위해 적어 주십시오."))
WRONG = FieldError("confirmation", "wrong", N_("맞지 않습니다. 다시 확인해 적어 주십시오."))


class Proof(StrEnum):
    """By what somebody is confirmed."""

    NOTHING = "nothing"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - the name of a means, not a secret


@dataclass(frozen=True)
class Confirmed:
    """That the actor showed who they are, in the unit of work of this instant."""

    account_id: int
    at: datetime


def asked_proof(ctx: Context) -> Proof:
    """What the actor shows: the second factor where there is one; nothing in the demonstration."""
    if ctx.installation.settings.demonstration:
        return Proof.NOTHING
    return Proof.CODE if own_account(ctx, lock=False).factor_secret is not None else Proof.PASSWORD


def confirm_actor(ctx: Context, typed: str) -> Confirmed | None:
    """The actor confirmed, or None; failures count towards the lock, so nothing is raised for them."""
    actor, proof = ctx.require_actor(), asked_proof(ctx)
    show = {Proof.CODE: prove_factor, Proof.PASSWORD: _show_password}.get(proof)
    good = show is None or show(ctx, typed)
    return Confirmed(actor.account_id, ctx.now) if good else None


def require_confirmed(ctx: Context, confirmed: Confirmed | None) -> None:
    """Raise `Forbidden` for a person at a page who did not show who they are in this unit of work.

    Commands and jobs have no session: they need the host, as elsewhere.
    """
    actor = ctx.require_actor()
    if actor.session_id is None or confirmed == Confirmed(actor.account_id, ctx.now):
        return
    raise Forbidden(N_("본인 확인을 한 뒤에 할 수 있습니다."))


def _show_password(ctx: Context, typed: str) -> bool:
    account = own_account(ctx)
    if account.locked_at is None and verify_password(account.password_hash, typed):
        account.failed_sign_ins = 0
        ctx.session.add(account)
        ctx.note("session.confirm", account.username)
        return True
    was_locked = account.locked_at is not None
    ctx.acts.append(TrailDraft("session.confirm", account.username, result="refused"))
    count_failure(ctx, account)
    if account.locked_at is not None and not was_locked:
        end_sessions(ctx, account.id, EndedWhy.LOCKED)
    return False

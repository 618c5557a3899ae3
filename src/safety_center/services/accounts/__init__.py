"""Accounts and sign-in."""

from safety_center.services.accounts.manage import (
    change_own_password,
    create_account,
    find_actor,
    list_accounts,
    set_active,
    set_password,
    unlock_account,
)
from safety_center.services.accounts.sign_in import (
    SessionState,
    extend_session,
    list_demonstration_accounts,
    resume_session,
    sign_in,
    sign_in_demonstration,
    sign_out,
)

__all__ = [
    "SessionState",
    "change_own_password",
    "create_account",
    "extend_session",
    "find_actor",
    "list_accounts",
    "list_demonstration_accounts",
    "resume_session",
    "set_active",
    "set_password",
    "sign_in",
    "sign_in_demonstration",
    "sign_out",
    "unlock_account",
]

"""Rows of accounts and sessions."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from safety_center.store.tables import Account, LoginSession


def fetch_account(session: Session, username: str, lock: bool = False) -> Account | None:
    """An account by its name."""
    query = select(Account).where(Account.username == username)
    if lock:
        query = query.with_for_update()
    return session.execute(query).scalar_one_or_none()


def list_accounts(session: Session) -> Sequence[Account]:
    """Every account by name."""
    return session.execute(select(Account).order_by(Account.username)).scalars().all()


def fetch_login(session: Session, token_hash: str) -> tuple[LoginSession, Account] | None:
    """A session and its account, by the hash of its token."""
    query = (
        select(LoginSession, Account)
        .join(Account, Account.id == LoginSession.account_id)
        .where(LoginSession.token_hash == token_hash)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def account_names(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Display names by account id."""
    query = select(Account.id, Account.display_name).where(Account.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(query)}

"""Rows of accounts and sessions."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlmodel import Session, col

from safety_center.store.tables import Account, LoginSession


def fetch_account(session: Session, username: str, lock: bool = False) -> Account | None:
    """An account by its name."""
    query = select(Account).where(Account.username == username)
    if lock:
        query = query.with_for_update()
    return session.execute(query).scalar_one_or_none()


def fetch_display_names(session: Session, usernames: Collection[str]) -> dict[str, str]:
    """Display names by user name; a name nobody has is left out."""
    query = select(col(Account.username), col(Account.display_name))
    rows = session.execute(query.where(col(Account.username).in_(usernames)))
    return {row.username: row.display_name for row in rows}


def list_accounts(session: Session) -> Sequence[Account]:
    """Every account by name."""
    return session.execute(select(Account).order_by(Account.username)).scalars().all()


def count_accounts(session: Session, typed: str, units: Collection[str]) -> int:
    """How many accounts `fetch_accounts` finds."""
    query = select(func.count()).select_from(Account).where(_is_meant(typed, units))
    return session.execute(query).scalar_one()


def fetch_accounts(
    session: Session, typed: str, units: Collection[str], offset: int, limit: int
) -> Sequence[Account]:
    """Accounts whose name or user name holds the text, or whose unit is one of these; all for no text."""
    order = (col(Account.locked_at).is_(None), col(Account.active).desc(), col(Account.username))
    query = select(Account).where(_is_meant(typed, units)).order_by(*order)
    return session.execute(query.offset(offset).limit(limit)).scalars().all()


def _is_meant(typed: str, units: Collection[str]) -> ColumnElement[bool]:
    if not typed:
        return true()
    return or_(
        col(Account.username).icontains(typed, autoescape=True),
        col(Account.display_name).icontains(typed, autoescape=True),
        col(Account.unit_code).in_(units),
    )


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


def count_in_use(session: Session, role: str, day: date) -> dict[str, int]:
    """How many accounts of persons with a role each unit has on a day: switched on and not run out."""
    usable = or_(col(Account.valid_to).is_(None), col(Account.valid_to) >= day)
    query = select(Account.unit_code, func.count()).where(
        col(Account.role) == role, col(Account.active), ~col(Account.system), usable
    )
    query = query.where(col(Account.unit_code).is_not(None)).group_by(Account.unit_code)
    return {str(row[0]): int(row[1]) for row in session.execute(query)}

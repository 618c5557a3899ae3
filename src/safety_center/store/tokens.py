"""Rows of tokens and of stored answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlmodel import Session

from safety_center.store.tables import Account, ApiToken, StoredAnswer

_COLUMNS = (ApiToken, Account, StoredAnswer)


def fetch_token(
    session: Session, token_hash: str, key: str | None = None
) -> tuple[ApiToken, Account, StoredAnswer | None] | None:
    """A token, its account, and what the account was answered before under an idempotency key.

    One query, since it is asked by every request of the API.
    """
    query: Any = select(*_COLUMNS).join(Account, Account.id == ApiToken.account_id)
    earlier = and_(StoredAnswer.account_id == Account.id, StoredAnswer.key == (key or ""))
    query = query.join(StoredAnswer, earlier, isouter=True)
    row = session.execute(query.where(ApiToken.token_hash == token_hash)).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def fetch_token_by_id(session: Session, token_id: int) -> ApiToken | None:
    """One token, locked."""
    query = select(ApiToken).where(ApiToken.id == token_id).with_for_update()
    return session.execute(query).scalar_one_or_none()


def list_tokens(session: Session) -> Sequence[tuple[ApiToken, Account]]:
    """Every token with its account, newest first."""
    query = select(ApiToken, Account).join(Account, Account.id == ApiToken.account_id)
    rows = session.execute(query.order_by(ApiToken.created_at.desc(), ApiToken.id.desc()))
    return [(row[0], row[1]) for row in rows]


def list_system_accounts(session: Session) -> Sequence[Account]:
    """Accounts of systems, by name."""
    query = select(Account).where(Account.system).order_by(Account.username)
    return session.execute(query).scalars().all()


def mark_used(session: Session, token_id: int, account_id: int, at: datetime) -> None:
    """Note on token and account that they are in use."""
    for table, row_id, values in (
        (ApiToken, token_id, {"last_used_at": at}),
        (Account, account_id, {"last_seen_at": at}),
    ):
        session.execute(
            update(table)
            .where(table.id == row_id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def remove_answers_before(session: Session, instant: datetime) -> int:
    """Forget answers given before an instant; how many there were."""
    gone = session.execute(delete(StoredAnswer).where(StoredAnswer.created_at < instant))
    return gone.rowcount or 0

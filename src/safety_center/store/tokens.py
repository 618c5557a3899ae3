"""Rows of tokens, and who uses one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select, update
from sqlmodel import Session

from safety_center.store.tables import Account, ApiToken, StoredAnswer

_ACCOUNT: Any = Account.__table__
_TOKEN: Any = ApiToken.__table__
_ANSWER: Any = StoredAnswer.__table__
_EARLIER = and_(_ANSWER.c.account_id == _ACCOUNT.c.id, _ANSWER.c.key == bindparam("key"))
_OF_ACCOUNT = "id username display_name role unit_code language system active valid_to"
#: Of a token and its account.
TOKEN_COLUMNS: tuple[Any, ...] = (
    *(_ACCOUNT.c[name] for name in _OF_ACCOUNT.split()),
    _TOKEN.c.id.label("token_id"),
    _TOKEN.c.scopes,
    _TOKEN.c.valid_to.label("token_valid_to"),
    _TOKEN.c.ended_at,
    _TOKEN.c.last_used_at,
)
_USE = (
    select(*TOKEN_COLUMNS, _ANSWER.c.request_hash, _ANSWER.c.answer)
    .select_from(_TOKEN)
    .join(_ACCOUNT, _ACCOUNT.c.id == _TOKEN.c.account_id)
    .join(_ANSWER, _EARLIER, isouter=True)
    .where(_TOKEN.c.token_hash == bindparam("token_hash"))
)


def fetch_use(session: Session, token_hash: str, key: str | None = None) -> Any | None:
    """A token with its account's columns, and what was answered before under an idempotency key.

    One query of plain columns, since it is asked by every request of the API; `request_hash` is None
    where the key was not used.
    """
    values = {"token_hash": token_hash, "key": key or ""}
    return session.connection().execute(_USE, values).one_or_none()


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

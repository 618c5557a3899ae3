"""Tokens of system users at the JSON API, and the answers kept so that a repeated write answers the same."""

from datetime import date, datetime

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import id_column, instant_column, reference_column


class ApiToken(SQLModel, table=True):
    """A token of a system user; the caller holds it, the table only its hash.

    `scopes` are permissions, separated by blanks; the account's role bounds them. `valid_to` is the
    last Seoul day on which the token works.
    """

    __tablename__ = "api_token"

    id: int = id_column()
    account_id: int = reference_column("account.id")
    name: str = Field(max_length=60)
    token_hash: str = Field(max_length=64, unique=True)
    scopes: str = Field(max_length=400)
    created_by_id: int | None = reference_column("account.id", nullable=True, index=False)
    created_at: datetime = instant_column()
    valid_to: date
    last_used_at: datetime | None = instant_column(nullable=True)
    ended_at: datetime | None = instant_column(nullable=True)


class StoredAnswer(SQLModel, table=True):
    """What a write under an idempotency key answered; `answer` is sealed under the account's key."""

    __tablename__ = "stored_answer"
    __table_args__ = (Index("uq_stored_answer_key", "account_id", "key", unique=True),)

    id: int = id_column()
    account_id: int = reference_column("account.id", index=False)
    key: str = Field(max_length=200)
    request_hash: str = Field(max_length=64)
    status: int | None = None
    answer: bytes | None = Field(default=None, sa_column=Column(LargeBinary(), nullable=True))
    created_at: datetime = instant_column(index=True)

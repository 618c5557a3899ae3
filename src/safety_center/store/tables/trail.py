"""The trail: who did what to whose record, append-only and hash-chained."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    BigId,
    code_column,
    instant_column,
    reference_column,
)


class TrailEntry(SQLModel, table=True):
    """One act. `detail` is canonical JSON of codes, numbers and ciphertext; never a personal value."""

    __tablename__ = "trail_entry"

    seq: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    at: datetime = instant_column(index=True)
    account_id: int | None = reference_column("account.id", nullable=True)
    username: str | None = Field(default=None, max_length=60)
    role: str | None = code_column(nullable=True)
    unit_code: str | None = code_column(nullable=True)
    client: str | None = Field(default=None, max_length=60)
    request_id: str | None = Field(default=None, max_length=40)
    action: str = code_column(index=True)
    result: str = code_column(length=12)
    subject: str | None = Field(default=None, max_length=40, index=True)
    rows: int = 0
    detail: str = Field(sa_column=Column(Text(), nullable=False))
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class TrailHead(SQLModel, table=True):
    """The chain's end; locked last in every writing transaction."""

    __tablename__ = "trail_head"

    id: int = Field(primary_key=True)
    seq: int = Field(sa_column=Column(BigId, nullable=False))
    at: datetime = instant_column()
    hash: str = Field(max_length=64)

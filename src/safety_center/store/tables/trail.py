"""The trail: who did what to whose record, append-only and hash-chained."""

from datetime import datetime

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    BigId,
    code_column,
    id_column,
    instant_column,
    reference_column,
)

_REFUSED = text("result <> 'ok'")


class TrailEntry(SQLModel, table=True):
    """One act. `detail` is canonical JSON of codes, numbers and ciphertext; never a personal value.

    Triggers of the database refuse every update, and removal before the retention floors.
    """

    __tablename__ = "trail_entry"
    # Each filter of the trail page goes down one of these, newest first.
    __table_args__ = (
        Index("ix_trail_entry_account_seq", "account_id", "seq"),
        Index("ix_trail_entry_unit_seq", "unit_code", "seq"),
        Index("ix_trail_entry_role_seq", "role", "seq"),
        Index("ix_trail_entry_action_seq", "action", "seq"),
        Index("ix_trail_entry_subject_seq", "subject", "seq"),
        Index("ix_trail_entry_refused", "seq", postgresql_where=_REFUSED, sqlite_where=_REFUSED),
    )

    seq: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    at: datetime = instant_column(index=True)
    account_id: int | None = reference_column("account.id", nullable=True, index=False)
    username: str | None = Field(default=None, max_length=60)
    role: str | None = code_column(nullable=True)
    unit_code: str | None = code_column(nullable=True)
    client: str | None = Field(default=None, max_length=60)
    request_id: str | None = Field(default=None, max_length=40)
    action: str = code_column()
    result: str = code_column(length=12)
    subject: str | None = Field(default=None, max_length=40)
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


class TrailAnchor(SQLModel, table=True):
    """A stretch of the chain from which entries were removed after retention.

    `hash` is that of its last entry, where the chain goes on; `kept` entries are still there and
    `digest` is SHA-256 over their hashes in order. The act `trail.purge` repeats all of it.
    """

    __tablename__ = "trail_anchor"

    last_seq: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    first_seq: int = Field(sa_column=Column(BigId, nullable=False))
    hash: str = Field(max_length=64)
    kept: int
    digest: str = Field(max_length=64)
    removed: int
    purged_at: datetime = instant_column()


class TrailCheck(SQLModel, table=True):
    """One walk along the chain: who asked for it (nobody: the nightly one), how far it is, what it found.

    `faults` is JSON of the first `[seq, kind]`; `fault_count` counts them all.
    """

    __tablename__ = "trail_check"

    id: int = id_column()
    asked_by_id: int | None = reference_column("account.id", nullable=True, index=False)
    asked_at: datetime = instant_column()
    started_at: datetime | None = instant_column(nullable=True)
    ended_at: datetime | None = instant_column(nullable=True)
    total: int = Field(default=0, sa_column=Column(BigId, nullable=False))
    done: int = Field(default=0, sa_column=Column(BigId, nullable=False))
    last_hash: str | None = Field(default=None, max_length=64)
    fault_count: int | None = None
    faults: str = Field(default="[]", sa_column=Column(Text(), nullable=False))

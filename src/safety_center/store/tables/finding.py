"""Odd access found by the daily review of the trail, and what the reviewer made of it."""

from datetime import date, datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    BigId,
    code_column,
    id_column,
    instant_column,
    reference_column,
)


class AccessFinding(SQLModel, table=True):
    """One finding about one account on one Seoul day; `detail` is JSON of codes and numbers.

    `explanation` is what the person concerned says (소명), asked for at `asked_at`.
    """

    __tablename__ = "access_finding"
    __table_args__ = (
        Index("uq_access_finding", "day", "kind", "account_id", "subject", unique=True),
    )

    id: int = id_column()
    day: date
    kind: str = code_column(length=20)
    account_id: int = reference_column("account.id")
    subject: str = Field(default="", max_length=40)
    acts: int = 0
    first_seq: int = Field(sa_column=Column(BigId, nullable=False))
    last_seq: int = Field(sa_column=Column(BigId, nullable=False))
    detail: str = Field(default="{}", sa_column=Column(Text(), nullable=False))
    found_at: datetime = instant_column()
    asked_at: datetime | None = instant_column(nullable=True)
    explanation: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    explained_at: datetime | None = instant_column(nullable=True)
    verdict: str | None = code_column(nullable=True, length=20)
    verdict_note: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    reviewed_by_id: int | None = reference_column("account.id", nullable=True, index=False)
    reviewed_at: datetime | None = instant_column(nullable=True)


class AccessSignoff(SQLModel, table=True):
    """The review of access signed off: every finding up to a Seoul day has its verdict."""

    __tablename__ = "access_signoff"

    id: int = id_column()
    through_day: date = Field(unique=True)
    findings: int
    signed_by_id: int = reference_column("account.id", index=False)
    signed_at: datetime = instant_column()

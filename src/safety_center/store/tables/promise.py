"""Promises of the session (약속): what was asked, who owes the answer until when, and each day it was moved from."""

from datetime import date, datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    code_column,
    id_column,
    instant_column,
    reference_column,
)


class Promise(SQLModel, table=True):
    """A question taken down. `outcome` and `settled_*` are filled when it is done."""

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_owed", "owner_unit", "state", "due_on"),)

    id: int = id_column()
    session_year: int
    question: str = Field(sa_column=Column(Text(), nullable=False))
    asked_by_unit: str | None = code_column(nullable=True)
    owner_unit: str = code_column()
    due_on: date
    state: str = code_column(length=20)
    outcome: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    version: int = 1
    recorded_by_id: int = reference_column("account.id", index=False)
    recorded_at: datetime = instant_column()
    settled_by_id: int | None = reference_column("account.id", nullable=True, index=False)
    settled_at: datetime | None = instant_column(nullable=True)


class PromiseMove(SQLModel, table=True):
    """The promised day was moved from `due_before` to `due_on`, with the reason."""

    __tablename__ = "promise_move"

    id: int = id_column()
    promise_id: int = reference_column("promise.id")
    due_before: date
    due_on: date
    reason: str = Field(sa_column=Column(Text(), nullable=False))
    moved_by_id: int = reference_column("account.id", index=False)
    moved_at: datetime = instant_column()

"""Exemplary cases (우수사례): the card, what happened to it, what heads think of it, who took it over."""

from datetime import date, datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    code_column,
    flag_column,
    id_column,
    instant_column,
    reference_column,
    secret_column,
)


class ExemplaryCase(SQLModel, table=True):
    """A card. `draft` is the text being written, sealed under the key of its case while it may hold what
    identifies; `card` is the text (JSON) from when nothing in it did, and `words` what is searched of it.

    `case_id` is cut when the case is erased. `unit_code` nominated; `written_by_id` wrote last.
    """

    __tablename__ = "exemplary_case"
    __table_args__ = (Index("ix_exemplary_state", "state", "published_at", "id"),)

    id: int = id_column()
    case_id: int | None = reference_column("incident_case.id", nullable=True)
    unit_code: str = code_column(index=True)
    country_code: str = code_column(length=2)
    situation: str = code_column()
    incident_type: str = code_column()
    state: str = code_column(length=20)
    version: int = 1
    draft: bytes | None = secret_column()
    title: str | None = Field(default=None, max_length=200)
    card: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    words: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    nominated_by_id: int = reference_column("account.id", index=False)
    nominated_at: datetime = instant_column()
    written_by_id: int = reference_column("account.id", index=False)
    changed_at: datetime = instant_column()
    published_at: datetime | None = instant_column(nullable=True)
    published_on: date | None = Field(default=None)


class ExemplaryStep(SQLModel, table=True):
    """A card came into this state; `reason` tells why it was returned or withdrawn."""

    __tablename__ = "exemplary_step"

    id: int = id_column()
    card_id: int = reference_column("exemplary_case.id")
    state: str = code_column(length=20)
    at: datetime = instant_column()
    account_id: int = reference_column("account.id", index=False)
    reason: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))


class ExemplaryReview(SQLModel, table=True):
    """One mission head's review of a card; scores 1-5. Changed in place while the card is published."""

    __tablename__ = "exemplary_review"
    __table_args__ = (Index("uq_exemplary_review", "card_id", "account_id", unique=True),)

    id: int = id_column()
    card_id: int = reference_column("exemplary_case.id", index=False)
    account_id: int = reference_column("account.id")
    unit_code: str = code_column()
    effect: int
    speed: int
    transfer: int
    care: int
    comment: str = Field(sa_column=Column(Text(), nullable=False))
    share_in_session: bool = flag_column()
    reviewed_at: datetime = instant_column()


class ExemplaryAdoption(SQLModel, table=True):
    """우리 공관에 적용: one per card and unit."""

    __tablename__ = "exemplary_adoption"
    __table_args__ = (Index("uq_exemplary_adoption", "card_id", "unit_code", unique=True),)

    id: int = id_column()
    card_id: int = reference_column("exemplary_case.id", index=False)
    unit_code: str = code_column()
    account_id: int = reference_column("account.id", index=False)
    note: str = Field(sa_column=Column(Text(), nullable=False))
    adopted_on: date
    noted_at: datetime = instant_column()

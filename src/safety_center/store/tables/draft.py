"""Drafts: what was typed and not yet saved, encrypted, bound to the account."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import id_column, instant_column, reference_column


class Draft(SQLModel, table=True):
    """One form's content; `token` names it in addresses and says nothing about it."""

    __tablename__ = "draft"

    id: int = id_column()
    token: str = Field(max_length=40, unique=True)
    account_id: int = reference_column("account.id")
    form: str = Field(max_length=40)
    content: bytes = Field(sa_column=Column(LargeBinary(), nullable=False))
    changed_at: datetime = instant_column()

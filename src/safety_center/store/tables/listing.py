"""What an account keeps of its lists: searches, saved filters, columns. Searches may name people: sealed."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    BigId,
    flag_column,
    id_column,
    instant_column,
    reference_column,
)


class KeptSearch(SQLModel, table=True):
    """What was searched for, sealed under the account's key; `token` stands for it in addresses.

    Purged after a day unless a saved filter holds it (`saved`).
    """

    __tablename__ = "kept_search"

    id: int = id_column()
    token: str = Field(max_length=40, unique=True)
    account_id: int = reference_column("account.id")
    content: bytes = Field(sa_column=Column(LargeBinary(), nullable=False))
    saved: bool = flag_column()
    created_at: datetime = instant_column(index=True)


class SavedFilter(SQLModel, table=True):
    """A named filter of the case list, sealed under the account's key."""

    __tablename__ = "saved_filter"
    __table_args__ = (Index("uq_saved_filter_name", "account_id", "name", unique=True),)

    id: int = id_column()
    account_id: int = reference_column("account.id", index=False)
    name: str = Field(max_length=60)
    content: bytes = Field(sa_column=Column(LargeBinary(), nullable=False))
    created_at: datetime = instant_column()


class ListColumns(SQLModel, table=True):
    """Columns that an account chose for the case list; `columns` are their names, separated by blanks."""

    __tablename__ = "list_columns"

    account_id: int = Field(
        sa_column=Column(BigId, ForeignKey("account.id"), primary_key=True, autoincrement=False)
    )
    columns: str = Field(max_length=400)

"""Data keys, wrapped by the master key, and the keyed hashes that find encrypted values again."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    code_column,
    id_column,
    instant_column,
    reference_column,
)


class DataKey(SQLModel, table=True):
    """The key of one case (or of a report without one). Destroying it destroys its values everywhere."""

    __tablename__ = "data_key"

    id: int = id_column()
    wrapped: bytes | None = Field(default=None, sa_column=Column(LargeBinary(), nullable=True))
    master_key_id: str = Field(max_length=40)
    created_at: datetime = instant_column()
    destroyed_at: datetime | None = instant_column(nullable=True)


class LookupKey(SQLModel, table=True):
    """Keyed hash of a derived key of an encrypted value; `kind` as in `domain.names`."""

    __tablename__ = "lookup_key"
    __table_args__ = (Index("ix_lookup_key_kind_digest", "kind", "digest"),)

    id: int = id_column()
    data_key_id: int = reference_column("data_key.id")
    subject: str = code_column(length=10)
    subject_id: int = Field(index=True)
    kind: str = code_column(length=12)
    digest: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))

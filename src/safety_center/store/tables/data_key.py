"""Data keys, wrapped by the master key, and the keyed hashes that find encrypted values again."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import BigId, code_column, id_column, instant_column


class DataKey(SQLModel, table=True):
    """The key of one case (or of a report without one). Destroying it destroys its values everywhere."""

    __tablename__ = "data_key"

    id: int = id_column()
    wrapped: bytes | None = Field(default=None, sa_column=Column(LargeBinary(), nullable=True))
    master_key_id: str = Field(max_length=40)
    created_at: datetime = instant_column()
    destroyed_at: datetime | None = instant_column(nullable=True)


class LookupKey(SQLModel, table=True):
    """Keyed hash of a derived key of an encrypted value; `kind` as in `domain.names`.

    A report makes twenty of them and more, so the row is its own key, and nothing says twice whose it
    is: `subject` and `subject_id` name a person or a caller's report, which know their data key.
    """

    __tablename__ = "lookup_key"
    __table_args__ = (
        PrimaryKeyConstraint("digest", "subject_id", "subject"),
        {"sqlite_with_rowid": False},
    )

    subject: str = code_column(length=10)
    subject_id: int = Field(sa_column=Column(BigId, nullable=False, index=True))
    kind: str = code_column(length=12)
    digest: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))

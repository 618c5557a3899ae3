"""Column shapes that the tables share."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, String
from sqlmodel import Field

from safety_center.store.types import UtcDateTime

#: 64 bits on PostgreSQL; SQLite gives row ids only to a column declared INTEGER.
BigId = BigInteger().with_variant(Integer(), "sqlite")


def id_column() -> Any:
    """Our own number as primary key."""
    return Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))


def reference_column(target: str, *, nullable: bool = False, index: bool = True) -> Any:
    """Foreign key to `table.id`."""
    column = Column(BigId, ForeignKey(target), nullable=nullable, index=index)
    return Field(default=None, sa_column=column)


def instant_column(*, nullable: bool = False, index: bool = False) -> Any:
    """An instant in UTC."""
    return Field(default=None, sa_column=Column(UtcDateTime(), nullable=nullable, index=index))


def code_column(*, nullable: bool = False, index: bool = False, length: int = 40) -> Any:
    """A code of the vocabulary or of a reference table."""
    return Field(default=None, sa_column=Column(String(length), nullable=nullable, index=index))


def secret_column() -> Any:
    """A personal value, encrypted under the data key of its case or report."""
    return Field(default=None, sa_column=Column(LargeBinary(), nullable=True))

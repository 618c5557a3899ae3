"""Column shapes that the tables share."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    false,
    text,
)
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


def link_column() -> Any:
    """Id of another row of the same table, without a key of the database: the relation it repeats
    (`case_merge`) has one."""
    return Field(default=None, sa_column=Column(BigId, nullable=True))


def given_index(name: str, column: str) -> Index:
    """An index of the few rows where the column is given."""
    given = text(f"{column} IS NOT NULL")
    return Index(name, column, postgresql_where=given, sqlite_where=given)


def flag_column() -> Any:
    """A yes or no that rows older than the column answer with no."""
    return Field(default=False, sa_column=Column(Boolean(), nullable=False, server_default=false()))


def secret_column() -> Any:
    """A personal value, encrypted under the data key of its case or report."""
    return Field(default=None, sa_column=Column(LargeBinary(), nullable=True))

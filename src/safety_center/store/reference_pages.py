"""Pages of a reference table for reading: searched in some columns, ordered, cut."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, SQLModel


def fetch_page(
    session: Session,
    table: type[SQLModel],
    order: Sequence[str],
    conditions: Sequence[ColumnElement[bool]],
    offset: int,
    limit: int,
) -> Sequence[Any]:
    """Rows that meet every condition, ended ones too."""
    columns = [getattr(table, name) for name in order]
    query = select(table).where(*conditions).order_by(*columns).offset(offset).limit(limit)
    return session.execute(query).scalars().all()


def count_rows(
    session: Session, table: type[SQLModel], conditions: Sequence[ColumnElement[bool]] = ()
) -> int:
    """How many rows meet every condition."""
    return session.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()


def contains(table: type[SQLModel], columns: Sequence[str], text: str) -> ColumnElement[bool]:
    """The text stands in one of the columns, in any case of letters."""
    found = [getattr(table, name).icontains(text, autoescape=True) for name in columns]
    return or_(*found)

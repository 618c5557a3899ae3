"""Cases found to be the same, and pairs looked at and found to differ. Both can be taken back."""

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    code_column,
    id_column,
    instant_column,
    reference_column,
)


class CaseMerge(SQLModel, table=True):
    """A case merged into another; undone by `undone_at`, never deleted.

    `status_before` is what the merged case goes back to when the merge is undone.
    """

    __tablename__ = "case_merge"

    id: int = id_column()
    from_case_id: int = reference_column("incident_case.id")
    into_case_id: int = reference_column("incident_case.id")
    reason: str = Field(sa_column=Column(Text(), nullable=False))
    merged_by_id: int = reference_column("account.id", index=False)
    merged_at: datetime = instant_column()
    undone_by_id: int | None = reference_column("account.id", nullable=True, index=False)
    undone_at: datetime | None = instant_column(nullable=True)
    undo_reason: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    status_before: str = code_column()


class NotDuplicate(SQLModel, table=True):
    """Two cases somebody compared and found to differ; `lower_case_id` < `higher_case_id`."""

    __tablename__ = "not_duplicate"
    __table_args__ = (
        Index("uq_not_duplicate_pair", "lower_case_id", "higher_case_id", unique=True),
    )

    id: int = id_column()
    lower_case_id: int = reference_column("incident_case.id", index=False)
    higher_case_id: int = reference_column("incident_case.id", index=False)
    decided_by_id: int = reference_column("account.id", index=False)
    decided_at: datetime = instant_column()

"""Hand-overs (이관): asked, then accepted or returned; until then the sender owns the case."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    code_column,
    id_column,
    instant_column,
    reference_column,
)


class Handover(SQLModel, table=True):
    """One passing-on of a case from unit to unit, with both times kept."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_sent_at", "sent_at"),)

    id: int = id_column()
    case_id: int = reference_column("incident_case.id")
    from_unit: str = code_column(index=True)
    to_unit: str = code_column(index=True)
    state: str = code_column()
    status_before: str = code_column()
    message: str | None = Field(default=None, max_length=500)
    sent_at: datetime = instant_column()
    sent_by_id: int = reference_column("account.id", index=False)
    decided_at: datetime | None = instant_column(nullable=True)
    decided_by_id: int | None = reference_column("account.id", nullable=True, index=False)
    reason: str | None = Field(default=None, max_length=500)

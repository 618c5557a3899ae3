"""Cases (사건·사고 건) and their notes."""

from datetime import date, datetime, time

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    code_column,
    given_index,
    id_column,
    instant_column,
    link_column,
    reference_column,
)


class Case(SQLModel, table=True):
    """What a mission handles. `number` never changes; `version` rises with every change."""

    __tablename__ = "incident_case"
    __table_args__ = (
        Index("ix_case_owner_status", "owner_unit", "status", "severity_weight", "received_at"),
        Index("ix_case_country_received", "country_code", "received_on"),
        Index("ix_case_country_occurred", "country_code", "occurred_from"),
        Index("ix_case_received", "received_at", "id"),
        Index("ix_case_country_order", "country_code", "received_at", "id"),
        Index("ix_case_mission_order", "mission_code", "received_at", "id"),
        Index("ix_case_owner_order", "owner_unit", "received_at", "id"),
        Index("ix_case_origin_order", "origin_unit", "received_at", "id"),
        Index("ix_case_due_order", "next_action_due_at", "id"),
        Index("ix_case_status", "status", "received_at"),
        given_index("ix_case_merged_into", "merged_into_id"),
    )

    id: int = id_column()
    number: str = Field(max_length=20, unique=True)
    data_key_id: int = reference_column("data_key.id", index=False)
    version: int = 1
    source: str = code_column()
    received_at: datetime = instant_column()
    received_on: date
    entered_at: datetime = instant_column()
    situation: str = code_column()
    incident_type: str = code_column()
    severity: str = code_column()
    severity_weight: int
    country_code: str = code_column(length=2)
    city: str | None = Field(default=None, max_length=200)
    place_detail: str | None = Field(default=None, max_length=200)
    occurred_from: date | None = None
    occurred_to: date | None = None
    occurred_time: time | None = None
    zone: str = Field(max_length=40)
    mission_code: str | None = code_column(nullable=True)
    owner_unit: str = code_column()
    origin_unit: str = code_column()
    handover_to_unit: str | None = code_column(nullable=True, index=True)
    officer_id: int | None = reference_column("account.id", nullable=True)
    status: str = code_column()
    next_action: str | None = Field(default=None, max_length=200)
    next_action_due_at: datetime | None = instant_column(nullable=True)
    summary: str | None = Field(default=None, max_length=200)
    closed_at: datetime | None = instant_column(nullable=True)
    merged_into_id: int | None = link_column()
    changed_at: datetime = instant_column()


class CaseNote(SQLModel, table=True):
    """A dated note on a case; never changed, a mistake is mended by another note."""

    __tablename__ = "case_note"

    id: int = id_column()
    case_id: int = reference_column("incident_case.id")
    written_by_id: int = reference_column("account.id", index=False)
    written_at: datetime = instant_column()
    text: str = Field(sa_column=Column(Text(), nullable=False))

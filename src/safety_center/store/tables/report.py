"""Reports (접수 건): everything that came in."""

from datetime import date, datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    code_column,
    id_column,
    instant_column,
    reference_column,
    secret_column,
)


class Report(SQLModel, table=True):
    """One contact and what became of it. `narrative` is text (see ADR on narrative); callers are encrypted."""

    __tablename__ = "report"
    __table_args__ = (
        Index("uq_report_external", "source", "external_reference", unique=True),
        Index("ix_report_unit_received", "unit_code", "received_at"),
        Index("ix_report_outcome", "received_on", "source", "disposition"),
    )

    id: int = id_column()
    receipt_number: str = Field(max_length=20, unique=True)
    source: str = code_column()
    external_reference: str | None = Field(default=None, max_length=200)
    channel: str = code_column()
    received_at: datetime = instant_column()
    received_on: date
    taken_by_id: int = reference_column("account.id", index=False)
    unit_code: str | None = code_column(nullable=True)
    entered_at: datetime = instant_column()
    data_key_id: int = reference_column("data_key.id", index=False)
    caller_none: bool = False
    caller_name: bytes | None = secret_column()
    caller_telephone: bytes | None = secret_column()
    caller_relation: str = code_column()
    country_code: str = code_column(length=2)
    city: str | None = Field(default=None, max_length=200)
    place_detail: str | None = Field(default=None, max_length=200)
    situation: str = code_column()
    narrative: str = Field(sa_column=Column(Text(), nullable=False))
    disposition: str = code_column()
    disposition_reason: str | None = Field(default=None, max_length=200)
    case_id: int | None = reference_column("incident_case.id", nullable=True)

"""The line list of cases with memory: one row per case and version, codes and minutes only."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from safety_center.store.tables.columns import (
    code_column,
    id_column,
    instant_column,
    reference_column,
)

_CURRENT = text("recorded_to IS NULL AND counted")


def _current_index(basis: str) -> Index:
    name = f"ix_case_fact_{basis}"
    return Index(name, basis, postgresql_where=_CURRENT, sqlite_where=_CURRENT)


class CaseFact(SQLModel, table=True):
    """A version valid for knowledge from `recorded_from` up to, not including, `recorded_to`.

    `counted` is false while the case is merged into another. `closed_on` is the Seoul day of closing,
    None while open. Whole minutes: `report_minutes` from the incident to its receipt, where the time
    of day is known; `accept_minutes` from receipt to the first hand-over accepted; `close_minutes`
    from receipt to closing.
    """

    __tablename__ = "case_fact"
    __table_args__ = (
        _current_index("occurred_on"),
        _current_index("reported_on"),
        _current_index("entered_on"),
        _current_index("closed_on"),
        Index("ix_case_fact_recorded", "recorded_from"),
    )

    id: int = id_column()
    case_id: int = reference_column("incident_case.id")
    recorded_from: datetime = instant_column()
    recorded_to: datetime | None = instant_column(nullable=True)
    reason: str = code_column()
    counted: bool = True
    occurred_on: date | None = None
    reported_on: date
    entered_on: date
    closed_on: date | None = None
    country_code: str = code_column(length=2)
    mission_code: str | None = code_column(nullable=True)
    source: str = code_column()
    severity: str = code_column()
    incident_type: str = code_column()
    report_minutes: int | None = None
    accept_minutes: int | None = None
    close_minutes: int | None = None


#: The columns by which cases may be grouped; the cube has the same.
CASE_DIMENSIONS = ("country_code", "mission_code", "source", "severity", "incident_type")

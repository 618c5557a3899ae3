"""The line list with memory: one row per person and version, codes only."""

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
    return Index(
        f"ix_person_fact_{basis}",
        basis,
        postgresql_where=_CURRENT,
        sqlite_where=_CURRENT,
    )


class PersonFact(SQLModel, table=True):
    """A version valid for knowledge from `recorded_from` up to, not including, `recorded_to`.

    `occurred_on` is the local first day of the incident or None; `reported_on` and `entered_on` are
    Seoul days. `persons` is the headcount. A version with `counted` false counts nothing (removed,
    merged away) and says by `reason` why.
    """

    __tablename__ = "person_fact"
    __table_args__ = (
        _current_index("occurred_on"),
        _current_index("reported_on"),
        _current_index("entered_on"),
        Index("ix_person_fact_recorded", "recorded_from"),
    )

    id: int = id_column()
    person_id: int = reference_column("person.id")
    case_id: int = reference_column("incident_case.id")
    recorded_from: datetime = instant_column()
    recorded_to: datetime | None = instant_column(nullable=True)
    reason: str = code_column()
    counted: bool = True
    persons: int = 1
    occurred_on: date | None = None
    reported_on: date
    entered_on: date
    country_code: str = code_column(length=2)
    mission_code: str | None = code_column(nullable=True)
    source: str = code_column()
    involvement: str = code_column()
    incident_type: str = code_column()
    severity: str = code_column()
    outcome: str = code_column()
    sex: str = code_column()
    age_band: str = code_column()
    sojourn: str = code_column()


#: The columns by which a fact may be grouped; the cube has the same.
DIMENSIONS = (
    "country_code",
    "mission_code",
    "source",
    "involvement",
    "incident_type",
    "severity",
    "outcome",
    "sex",
    "age_band",
    "sojourn",
)

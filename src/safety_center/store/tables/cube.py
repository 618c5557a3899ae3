"""The person cube by day, and the days whose cells are stale."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import code_column, id_column, instant_column


class PersonCube(SQLModel, table=True):
    """Persons per date basis, day and cell. `day` is `UNKNOWN_DAY` where the day is not known."""

    __tablename__ = "person_cube"
    __table_args__ = (Index("ix_person_cube_basis_day", "basis", "day"),)

    id: int = id_column()
    basis: str = code_column(length=10)
    day: date
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
    persons: int


class StaleDay(SQLModel, table=True):
    """A day of a basis whose cube cells no longer equal the line list."""

    __tablename__ = "stale_day"

    basis: str = Field(primary_key=True, max_length=10)
    day: date = Field(primary_key=True)
    marked_at: datetime = instant_column()

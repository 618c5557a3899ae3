"""The cubes, each in two generations, and the days whose cells are stale.

A cube of days holds every dimension; cubes of periods (whole months and years) the few by which
pages ask: one with all of those, one of countries without missions and types, one of the whole
world. One generation is read while the other may be filled anew: `system_fact` says which one
lives, so that a rebuild needs no change of the schema. They are tables without models: nothing
reads them row by row.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Column, Date, Index, Integer, String, Table
from sqlmodel import Field, SQLModel

from safety_center.store.tables.case_fact import CASE_DIMENSIONS
from safety_center.store.tables.columns import instant_column
from safety_center.store.tables.person_fact import DIMENSIONS

GENERATIONS = ("a", "b")
#: Dimensions of the cubes of periods, by the name of their tables; the finest first, since the
#: others are added up from it.
PERSON_PERIODS_BY = {
    "person_period": ("country_code", "mission_code", "involvement", "incident_type"),
    "person_country": ("country_code", "involvement"),
    "person_world": ("involvement", "incident_type"),
}
CASE_PERIODS_BY = {
    "case_period": ("country_code", "mission_code", "incident_type"),
    "case_country": ("country_code",),
    "case_world": ("incident_type",),
}


class StaleDay(SQLModel, table=True):
    """A day of a basis whose cube cells no longer equal the line list."""

    __tablename__ = "stale_day"

    basis: str = Field(primary_key=True, max_length=10)
    day: date = Field(primary_key=True)
    marked_at: datetime = instant_column()


class RebuildDay(SQLModel, table=True):
    """A day that was redone in the living generation while the other is being filled."""

    __tablename__ = "rebuild_day"

    basis: str = Field(primary_key=True, max_length=10)
    day: date = Field(primary_key=True)


def _dimensions(names: Sequence[str], *, key: bool) -> list[Column[str]]:
    """Never null, so that they can be a key: without a mission is ''."""
    return [
        Column(name, String(2 if name == "country_code" else 40), nullable=False, primary_key=key)
        for name in names
    ]


def _days(name: str, dimensions: Sequence[str], counted: str) -> Table:
    """Cells by day; `day` is `UNKNOWN_DAY` where it is not known."""
    return Table(
        name,
        SQLModel.metadata,
        Column("basis", String(10), nullable=False),
        Column("day", Date, nullable=False),
        *_dimensions(dimensions, key=False),
        Column(counted, Integer, nullable=False),
        Index(f"ix_{name}_basis_day", "basis", "day"),
    )


def _periods(name: str, dimensions: Sequence[str], counted: str) -> Table:
    """Cells by `grain` (M, Y) and the first day of the period, lying in the order of their key."""
    return Table(
        name,
        SQLModel.metadata,
        Column("basis", String(10), primary_key=True),
        Column("grain", String(1), primary_key=True),
        Column("first_day", Date, primary_key=True),
        *_dimensions(dimensions, key=True),
        Column(counted, Integer, nullable=False),
        sqlite_with_rowid=False,
    )


PERSON_DAYS = {g: _days(f"person_cube_{g}", DIMENSIONS, "persons") for g in GENERATIONS}
CASE_DAYS = {g: _days(f"case_cube_{g}", CASE_DIMENSIONS, "cases") for g in GENERATIONS}
PERSON_PERIODS, CASE_PERIODS = (
    {
        dimensions: {g: _periods(f"{name}_{g}", dimensions, counted) for g in GENERATIONS}
        for name, dimensions in by.items()
    }
    for by, counted in ((PERSON_PERIODS_BY, "persons"), (CASE_PERIODS_BY, "cases"))
)

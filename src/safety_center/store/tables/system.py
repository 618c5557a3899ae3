"""Counters of numbers given out, and facts about this installation."""

from sqlmodel import Field, SQLModel


class NumberCounter(SQLModel, table=True):
    """Last number given out in a series (`case:KHM:2026`, `report:2026`)."""

    __tablename__ = "number_counter"

    series: str = Field(primary_key=True, max_length=40)
    last: int


class SystemFact(SQLModel, table=True):
    """A named fact about the installation (`mode` = demonstration or operation, `demo_made_at` …)."""

    __tablename__ = "system_fact"

    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=400)

"""Which cubes there are: what they count, from which line list, by what, and in which tables."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Table, func, literal_column, text

from safety_center.store.tables.case_fact import CASE_DIMENSIONS, CaseFact
from safety_center.store.tables.cube import (
    CASE_DAYS,
    CASE_PERIODS,
    PERSON_DAYS,
    PERSON_PERIODS,
)
from safety_center.store.tables.person_fact import DIMENSIONS, PersonFact

#: Basis of the day of closing, of the cube of cases only: for what is open.
CLOSED = "closed"
_BASES = ("occurred", "reported", "entered")
#: Grain of a period and the word of both databases for it.
GRAINS = {"M": "month", "Y": "year"}


@dataclass(frozen=True)
class Periods:
    """Cells of whole months and years by a few dimensions, and their table by generation."""

    dimensions: tuple[str, ...]
    tables: dict[str, Table]


@dataclass(frozen=True)
class Cube:
    """Cells of one unit: where they are counted from, their dimensions, and their tables by generation.

    `each` is what one row of the line list counts, `counted` what several do. Of `periods` the first
    has the dimensions of all others, the last the fewest cells.
    """

    unit: str
    facts: Any
    each: ColumnElement[int]
    counted: ColumnElement[int]
    bases: tuple[str, ...]
    dimensions: tuple[str, ...]
    days: dict[str, Table]
    periods: tuple[Periods, ...]

    def current(self) -> ColumnElement[bool]:
        """Word for word the condition of the line list's indexes, so that SQLite uses them."""
        name = self.facts.name
        return text(f"{name}.recorded_to IS NULL AND {name}.counted")  # type: ignore[return-value]

    def day_of(self, basis: str) -> ColumnElement[date]:
        """The column of the line list with the day of a basis; null where it is not known."""
        column: ColumnElement[date] = self.facts.c[f"{basis}_on"]
        return column

    def periods_of(self, asked: Collection[str]) -> Periods | None:
        """Those with the fewest cells that have all dimensions asked; None where only days have."""
        able = [one for one in self.periods if set(asked) <= set(one.dimensions)]
        return able[-1] if able else None


_PERSON_FACT: Any = PersonFact.__table__
_CASE_FACT: Any = CaseFact.__table__
CUBES = {
    "persons": Cube(
        "persons",
        _PERSON_FACT,
        _PERSON_FACT.c.persons,
        func.sum(_PERSON_FACT.c.persons),
        _BASES,
        DIMENSIONS,
        PERSON_DAYS,
        tuple(Periods(*of) for of in PERSON_PERIODS.items()),
    ),
    "cases": Cube(
        "cases",
        _CASE_FACT,
        literal_column("1", Integer),
        func.count(),
        (*_BASES, CLOSED),
        CASE_DIMENSIONS,
        CASE_DAYS,
        tuple(Periods(*of) for of in CASE_PERIODS.items()),
    ),
}

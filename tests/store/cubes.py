"""The living tables of the cubes, for tests that look into them or falsify them."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from safety_center.store.cube import fetch_living
from safety_center.store.cubes import CUBES


def living_days(session: Session, unit: str = "persons") -> Any:
    """The table with the cells by day that is read now."""
    living = fetch_living(session)
    assert living is not None
    return CUBES[unit].days[living]


def living_periods(session: Session, unit: str = "persons") -> list[Any]:
    """The tables with the cells by month and year that are read now, the finest first."""
    living = fetch_living(session)
    assert living is not None
    return [periods.tables[living] for periods in CUBES[unit].periods]

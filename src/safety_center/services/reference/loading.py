"""Loading `data/` into the database: repeatable, all or nothing, and without deleting anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from sqlmodel import Session, SQLModel

from safety_center.domain.reference import REFERENCE_FILES
from safety_center.domain.reference.rows import ReferenceRow
from safety_center.services.reference.files import Key, read_reference_files
from safety_center.store import reference as store
from safety_center.store.tables.reference import (
    Country,
    CountryRegion,
    Exposure,
    Mission,
    MissionCoverage,
    PublishedFigure,
    Region,
    RegionScheme,
    TravelAlert,
)

_TABLES: dict[str, type[SQLModel]] = {
    "countries.csv": Country,
    "region_schemes.csv": RegionScheme,
    "regions.csv": Region,
    "country_regions.csv": CountryRegion,
    "missions.csv": Mission,
    "mission_coverage.csv": MissionCoverage,
    "exposure.csv": Exposure,
    "travel_alerts.csv": TravelAlert,
    "published/published_figures.csv": PublishedFigure,
}


@dataclass(frozen=True)
class LoadResult:
    """Rows of the reference tables: new, different, gone from the files, and as before."""

    added: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0

    def __add__(self, other: Self) -> "LoadResult":
        return LoadResult(
            self.added + other.added,
            self.changed + other.changed,
            self.ended + other.ended,
            self.unchanged + other.unchanged,
        )


def load_reference(session: Session, folder: Path, today: date) -> LoadResult:
    """Bring the reference tables to what the files of `folder` say; the caller commits.

    All rows of all files are validated first: with any error ReferenceDataError is raised and
    nothing is written. A row that is gone from its file is ended (`valid_to = today`), never
    deleted; a row that comes back is valid again.
    """
    contents = read_reference_files(folder)
    result = LoadResult()
    for file in REFERENCE_FILES:
        if file.name in _TABLES:
            rows = contents[file.name].rows
            result += _bring_up_to_date(session, _TABLES[file.name], file.key, rows, today)
    return result


def _bring_up_to_date(
    session: Session,
    table: type[SQLModel],
    key_columns: tuple[str, ...],
    rows: Mapping[Key, ReferenceRow],
    today: date,
) -> LoadResult:
    stored = {_key(row, key_columns): row for row in store.fetch_all(session, table)}
    added = [table(**_values(row)) for key, row in rows.items() if key not in stored]
    changed = sum(_update(stored[key], _values(row)) for key, row in rows.items() if key in stored)
    ended = sum(_end(row, today) for key, row in stored.items() if key not in rows)
    store.save_rows(session, added)
    return LoadResult(len(added), changed, ended, len(stored) - changed - ended)


def _key(row: SQLModel, columns: tuple[str, ...]) -> Key:
    return tuple(getattr(row, column) for column in columns)


def _values(row: ReferenceRow) -> dict[str, Any]:
    """Column values of a row: enum members as plain text; no `valid_to` in the file means open."""
    values = {name: value.value if isinstance(value, StrEnum) else value for name, value in row}
    return {"valid_to": None} | values


def _update(stored: SQLModel, values: Mapping[str, Any]) -> bool:
    different = {name: new for name, new in values.items() if getattr(stored, name) != new}
    for name, new in different.items():
        setattr(stored, name, new)
    return bool(different)


def _end(stored: Any, today: date) -> bool:
    if stored.valid_to is not None and stored.valid_to <= today:
        return False
    stored.valid_to = today
    return True

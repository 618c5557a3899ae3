"""The cells of the cubes, counted without our code: by the database itself, and by DuckDB.

Nothing of `store/cube*` is used, so that equal numbers say something.
"""

import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import text

from safety_center.services.installation import Installation

_PERSON = (
    "country_code mission_code source involvement incident_type severity outcome sex age_band sojourn"
).split()
_CASE = "country_code mission_code source severity incident_type".split()
_COARSE = {
    "person": "country_code mission_code involvement incident_type".split(),
    "case": "country_code mission_code incident_type".split(),
}
_FINE = {"person": _PERSON, "case": _CASE}
_COUNTED = {"person": "sum(persons)", "case": "count(*)"}
_BASES = {"person": "occurred reported entered", "case": "occurred reported entered closed"}
_PERIOD = {
    "sqlite": "date({day}, 'start of {period}')",
    "postgresql": "date_trunc('{period}', {day})::date",
    "duckdb": "date_trunc('{period}', {day})",
}
_CURRENT = "recorded_to IS NULL AND counted"
#: Cells, what they count together, and the sum of its squares: equal only where the cells are.
Sums = tuple[int, int, int]


@dataclass(frozen=True)
class Part:
    """The cells of one unit and basis by day (D), month (M) or year (Y)."""

    unit: str
    basis: str
    grain: str

    def select(self, system: str, table: str) -> str:
        """A GROUP BY of the line list: a row per cell, `counted` among its columns."""
        day = f"{self.basis}_on"
        if self.grain != "D":
            period = {"M": "month", "Y": "year"}[self.grain]
            day = _PERIOD[system].format(day=day, period=period)
        names = ", ".join((_FINE if self.grain == "D" else _COARSE)[self.unit])
        known = f" AND {self.basis}_on IS NOT NULL" if self.basis == "closed" else ""
        return (
            f"SELECT {day} AS day_, {names}, {_COUNTED[self.unit]} AS counted_ FROM {table}"  # noqa: S608 - columns and tables named here
            f" WHERE {_CURRENT}{known} GROUP BY {day}, {names}"
        )

    def ours(self, generation: str) -> str:
        """Our cells of it."""
        number = f"{self.unit}s AS counted_"
        if self.grain == "D":
            table = f"{self.unit}_cube_{generation}"
            return f"SELECT {number} FROM {table} WHERE basis = '{self.basis}'"  # noqa: S608 - columns and tables named here
        table = f"{self.unit}_period_{generation}"
        where = f"basis = '{self.basis}' AND grain = '{self.grain}'"
        return f"SELECT {number} FROM {table} WHERE {where}"  # noqa: S608 - columns and tables named here


PARTS = [
    Part(unit, basis, grain)
    for unit, bases in _BASES.items()
    for basis in bases.split()
    for grain in "DMY"
]


def _sums(query: str) -> str:
    total = "cast(coalesce(sum({0}), 0) AS bigint)"
    cells = f"count(*), {total.format('counted_')}, {total.format('counted_ * counted_')}"
    return f"SELECT {cells} FROM ({query}) AS cells"  # noqa: S608 - columns and tables named here


def group_bys(made: Installation) -> dict[Part, Sums]:
    """Every cell by the database's own GROUP BYs, nothing written."""
    system = "sqlite" if made.database.is_sqlite else "postgresql"
    return _each(made, lambda part: part.select(system, f"{part.unit}_fact"))


def our_cells(made: Installation) -> dict[Part, Sums]:
    """What the living generation of the cubes holds."""
    with made.database.reading() as session:
        query = text("SELECT value FROM system_fact WHERE name = 'cube_generation'")
        living = session.execute(query).scalar_one()
    return _each(made, lambda part: part.ours(living))


def _each(made: Installation, query: Any) -> dict[Part, Sums]:
    with made.database.reading() as session:
        connection = session.connection()
        found = {}
        for part in PARTS:
            row = connection.exec_driver_sql(_sums(query(part))).one()
            found[part] = (int(row[0]), int(row[1]), int(row[2]))
        return found


def cover(made: Installation) -> None:
    """Covering indexes for every GROUP BY."""
    with made.database.writing() as session:
        for index, columns in _covering():
            unit = index.split("_")[1]
            wanted = f"{index} ON {unit}_fact ({columns}) WHERE {_CURRENT}"
            session.execute(text(f"CREATE INDEX IF NOT EXISTS {wanted}"))


def uncover(made: Installation) -> None:
    """Take them away again: our own counting does not have them."""
    with made.database.writing() as session:
        for index, _ in _covering():
            session.execute(text(f"DROP INDEX IF EXISTS {index}"))


def _covering() -> Iterator[tuple[str, str]]:
    for unit, bases in _BASES.items():
        number = ["persons"] if unit == "person" else []
        for basis in bases.split():
            for grain, names in (("fine", _FINE), ("coarse", _COARSE)):
                columns = ", ".join([f"{basis}_on", *names[unit], *number])
                yield f"covering_{unit}_{basis}_{grain}", columns


class Duck:
    """The line lists as Parquet files, counted by DuckDB."""

    def __init__(self, made: Installation, folder: Path) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("SET threads = 1")
        self._files = {}
        for unit in _FINE:
            last = _last_id(made, unit)  # saved cases come later
            self._files[unit] = folder / f"{unit}_fact_{last}.parquet"
            if not self._files[unit].exists():
                self._export(made, unit, self._files[unit])

    def _export(self, made: Installation, unit: str, target: Path) -> None:
        raw = target.with_suffix(".csv")
        days = [f"{basis}_on" for basis in _BASES[unit].split()]
        names = [*days, *_FINE[unit], "recorded_from", "recorded_to", "counted"]
        names += ["persons"] if unit == "person" else []
        with raw.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerows(_rows(made, f"{unit}_fact", names))
        dates = ", ".join(f"'{day}': 'DATE'" for day in days)
        instants = "'recorded_from': 'TIMESTAMP', 'recorded_to': 'TIMESTAMP', 'counted': 'BOOLEAN'"
        texts = ", ".join(f"'{name}': 'VARCHAR'" for name in _FINE[unit])
        types = f"{{{dates}, {instants}, {texts}}}"
        self._connection.execute(
            f"COPY (SELECT * FROM read_csv('{raw}', header = true, types = {types}))"  # noqa: S608 - a file of our own making
            f" TO '{target}' (FORMAT parquet)"
        )
        raw.unlink()

    def group_bys(self) -> dict[Part, Sums]:
        """The same cells."""
        found = {}
        for part in PARTS:
            query = _sums(part.select("duckdb", f"'{self._files[part.unit]}'"))
            row = self._connection.execute(query).fetchone() or (0, 0, 0)
            found[part] = (int(row[0]), int(row[1]), int(row[2]))
        return found

    def known_at(self, instant: str, day_from: str, day_to: str) -> dict[tuple[int, str], int]:
        """Persons by year of receipt and type as known then (`instant` in UTC)."""
        rows = self._connection.execute(
            f"SELECT year(reported_on), incident_type, sum(persons) FROM '{self._files['person']}'"  # noqa: S608 - a file of our own making
            " WHERE counted AND recorded_from <= ? AND (recorded_to IS NULL OR recorded_to > ?)"
            " AND reported_on BETWEEN ? AND ? GROUP BY ALL",
            [instant, instant, day_from, day_to],
        ).fetchall()
        return {(year, kind): int(count) for year, kind, count in rows}

    def close(self) -> None:
        """Let DuckDB go; the files stay."""
        self._connection.close()


def _last_id(made: Installation, unit: str) -> int:
    with made.database.reading() as session:
        return int(session.execute(text(f"SELECT max(id) FROM {unit}_fact")).scalar_one())  # noqa: S608 - columns and tables named here


def _rows(made: Installation, table: str, names: list[str]) -> Iterator[tuple[Any, ...]]:
    """Instants as both databases keep them, in UTC without a zone."""
    columns = [
        f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        if name.startswith("recorded") and not made.database.is_sqlite
        else name
        for name in names
    ]
    raw = made.database.engine.raw_connection()
    with closing(raw):
        cursor = raw.cursor()
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 - names of our own
        while rows := cursor.fetchmany(50_000):
            yield from rows

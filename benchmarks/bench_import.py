"""Importing a sheet: our way of writing beside the ORM's `add_all` of the same rows of the same tables."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any
from unittest.mock import patch

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from benchmarks.databases import TITLES, Place, installed
from benchmarks.harness import Finding, Times, alternate, measure, progress, require_equal
from benchmarks.material import sheet_reports
from safety_center.domain.access import Actor
from safety_center.services.context import Origin
from safety_center.services.installation import Installation
from safety_center.services.sheets import import_sheet
from safety_center.store.rows import Insert, insert_all
from safety_center.store.trail_chain import find_faults

FULL_SIZE = 100_000
_TARGET = 3.0
_WRITERS = (
    "safety_center.services.intake.batch.insert_all",
    "safety_center.store.line_list.insert_all",
    "safety_center.store.trail.insert_all",
    "safety_center.store.trail.insert_and_commit",
)


def add_all(session: Session, inserts: Sequence[Insert]) -> None:
    """What `store.rows.insert_all` is measured beside: one object a row, written by the ORM.

    The few rows that may be there already (stale days, the trail's end) the ORM cannot write.
    """
    for insert in inserts:
        if insert.on_conflict:
            insert_all(session, [insert])
            continue
        session.add_all([insert.table(**row) for row in insert.rows])
        session.flush()


@contextmanager
def written_by_the_orm() -> Iterator[None]:
    """Everything else stays: the same validation, rules, keys, line list and trail."""
    patches = [patch(name, add_all) for name in _WRITERS]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


def import_reports(made: Installation, actor: Actor, size: int) -> Counter[str]:
    """Import a sheet of `size` reports; how many of each outcome."""
    outcomes = import_sheet(made, actor, sheet_reports(size), Origin("bench"))
    return Counter(outcome.kind for outcome in outcomes)


def contents(made: Installation) -> dict[str, Any]:
    """Rows of every table, and what they say by class: equal for both ways of writing."""
    with made.database.reading() as session:
        found: dict[str, Any] = {
            name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in SQLModel.metadata.tables.items()
        }
        for name, columns in _CLASSES.items():
            table = SQLModel.metadata.tables[name]
            groups = [table.c[column] for column in columns]
            query = select(*groups, func.count()).group_by(*groups).order_by(*groups)
            found[f"{name} by class"] = [tuple(row) for row in session.execute(query)]
        found["faults of the trail"] = len(list(find_faults(session)))
    return found


_CLASSES = {
    "incident_case": ("country_code", "situation", "severity", "status", "received_on"),
    "person": ("involvement", "sex", "age_band", "outcome"),
    "person_fact": ("country_code", "incident_type", "reported_on", "reason"),
    "lookup_key": ("subject", "kind"),
    "number_counter": ("series", "last"),
    "trail_entry": ("action", "result", "role"),
}


def run(place: Place, systems: Sequence[str], size: int, rounds: int) -> Iterator[Finding]:
    """A line per database system."""
    for system in systems:
        times = _measure(place, system, size, rounds)
        ours, orm = times["ours"], times["orm"]
        yield Finding(
            f"import of {size:,} reports, {TITLES[system]}",
            f"{ours.describe('s')}, {size / ours.median:,.0f}/s",
            f"{orm.describe('s')}, {size / orm.median:,.0f}/s",
            orm.median / ours.median,
            _TARGET,
            note="pydantic + ORM add_all, the same rows of the same tables",
        )


def _measure(place: Place, system: str, size: int, rounds: int) -> dict[str, Times]:
    found: dict[str, dict[str, Any]] = {}

    def once(name: str) -> float:
        progress(f"import of {size:,} on {TITLES[system]}: {name}")
        way = written_by_the_orm() if name == "orm" else nullcontext()
        with installed(place, system) as (made, actor), way:
            seconds = measure(lambda: _import_all(made, actor, size))
            found[name] = contents(made)
        return seconds

    times = alternate({name: partial(once, name) for name in ("ours", "orm")}, rounds)
    for what, value in found["ours"].items():
        require_equal(f"{what} of both ways", found["orm"][what], value)
    require_equal("reports stored", found["ours"]["report"], size)
    require_equal("faults of the trail", found["ours"]["faults of the trail"], 0)
    return times


def _import_all(made: Installation, actor: Actor, size: int) -> None:
    require_equal("outcomes of the import", import_reports(made, actor, size), {"new": size})

"""The cubes: refreshing some days, counting all anew, asking for an earlier instant, and how soon a
saved case is on the dashboard."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.cells import Duck, cover, group_bys, our_cells, uncover
from benchmarks.databases import TITLES, Place, officer
from benchmarks.harness import (
    Finding,
    Times,
    WrongResult,
    alternate,
    measure,
    progress,
    require_equal,
)
from benchmarks.line_lists import fill_line_lists
from benchmarks.material import report_values
from benchmarks.prepared import prepared, tidy
from benchmarks.servers import served
from benchmarks.visits import Visitor, sign_in
from safety_center.domain.periods import utc_now
from safety_center.domain.reports import parse_report
from safety_center.domain.statistics import StatisticsQuery
from safety_center.domain.vocabulary import DateBasis
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_report
from safety_center.services.statistics import build_cubes, count, refresh_cube
from safety_center.services.statistics.locking import lock_changes
from safety_center.store.line_list import mark_stale

FULL_SIZE = 1_000_000
_REFRESH_TARGET, _REBUILD_TARGET, _SEEN_TARGET = 100.0, 3.0, 60.0
_BASES = ("occurred", "reported", "entered", "closed")
#: Changed days, spread over the years: a working day of late entries and corrections.
_DAYS = [date(2017, 3, 7) + timedelta(days=361 * number) for number in range(10)]
_REFRESH_ROUNDS = 3
_KNOWN_AT = datetime(2022, 6, 30, 15, tzinfo=UTC)
_FROM, _TO = date(2017, 1, 1), date(2026, 12, 31)
#: Seconds between refreshes: as in service, and in a trial of few persons.
_INTERVAL, _SHORT_INTERVAL, _LEAST_PERSONS = 30, 5, 10_000
_TILE = re.compile(rb'class="stat-figure">(?:<a [^>]*>)?([\d,]+)')


def run(place: Place, systems: Sequence[str], size: int, rounds: int) -> Iterator[Finding]:
    """Each at a tenth of the size and at the size; a saved case at the size only."""
    for system in systems:
        for persons in (size // 10, size):
            make = partial(fill_line_lists, persons=persons)
            with prepared(place, system, "people", persons, make) as made:
                yield from _measure(made, system, persons, rounds)
                if persons == size:
                    yield _seen(made, f"{persons:,} persons, {TITLES[system]}", persons, rounds)


def _measure(made: Installation, system: str, persons: int, rounds: int) -> Iterator[Finding]:
    what = f"{persons:,} persons, {TITLES[system]}"
    folder = Path(made.settings.key_file).parent
    with closing(Duck(made, folder)) as duck:
        progress(f"{what}: the full rebuild and the GROUP BYs, in turns")
        times = _rebuild(made, duck, rounds)
        ours, other = times["ours"], times["other"]
        yield Finding(
            f"full rebuild of {what}",
            ours.describe("s"),
            other.describe("s"),
            ours.median / other.median,
            _REBUILD_TARGET,
            at_most=True,
            note="every cell written, beside GROUP BYs over covering indexes, nothing written; "
            f"DuckDB {times['duckdb'].describe('s')}; without giving way {times['alone'].describe('s')}",
        )
        refresh = _refresh(made)
        yield Finding(
            f"refresh of 10 days of {what}",
            refresh.describe("ms"),
            f"{ours.median:.3g} s",
            ours.median / refresh.median,
            _REFRESH_TARGET if persons >= FULL_SIZE else None,
            note="in all four bases, beside the full rebuild",
        )
        yield _as_of(made, duck, what)


def _rebuild(made: Installation, duck: Duck, rounds: int) -> dict[str, Times]:
    wanted = duck.group_bys()

    def ours(alone: bool) -> float:
        seconds = measure(lambda: build_cubes(made, alone))
        require_equal("cells of the cubes", our_cells(made), wanted)
        return seconds

    def other() -> float:
        cover(made)
        tidy(made)
        seconds = measure(lambda: require_equal("cells by GROUP BY", group_bys(made), wanted))
        uncover(made)
        return seconds

    def duckdb() -> float:
        return measure(lambda: require_equal("cells by DuckDB", duck.group_bys(), wanted))

    variants = {"ours": partial(ours, False), "alone": partial(ours, True)}
    return alternate({**variants, "other": other, "duckdb": duckdb}, rounds)


def _refresh(made: Installation) -> Times:
    """Add a person to every row of the days and take it away again, so that all is as before."""
    times = Times()
    for number in range(2 * _REFRESH_ROUNDS):
        with made.database.writing() as session:
            at = lock_changes(session)
            change = "UPDATE person_fact SET persons = persons {} 1 WHERE id IN (SELECT max(id)"
            change += (
                " FROM person_fact WHERE recorded_to IS NULL AND counted AND reported_on = :day"
            )
            change += " AND entered_on = :day AND occurred_on = :day)"
            for day in _DAYS:
                statement = text(change.format("+" if number % 2 == 0 else "-"))
                session.execute(statement, {"day": day.isoformat()})
            mark_stale(session, {(basis, day) for basis in _BASES for day in _DAYS}, at)
        times.seconds.append(measure(lambda: refresh_cube(made)))
        for basis in _BASES[:3]:
            require_equal(f"cells by {basis}", _cells(made, basis), _counted(made, basis))
    return times


def _cells(made: Installation, basis: str) -> Counter[tuple[Any, ...]]:
    """Persons of the changed days in the cube."""
    names = "day, country_code, mission_code, involvement, incident_type, severity, sex, age_band"
    with made.database.reading() as session:
        living = session.execute(
            text("SELECT value FROM system_fact WHERE name = 'cube_generation'")
        )
        query = f"SELECT {names}, persons FROM person_cube_{living.scalar_one()}"  # noqa: S608 - columns and tables named here
        query += f" WHERE basis = '{basis}' AND day IN ({_days()})"
        return _added_up(session.execute(text(query)))


def _counted(made: Installation, basis: str) -> Counter[tuple[Any, ...]]:
    """The same from the line list, added up here."""
    names = f"{basis}_on, country_code, coalesce(mission_code, ''), involvement, incident_type"
    query = f"SELECT {names}, severity, sex, age_band, persons FROM person_fact"  # noqa: S608 - columns and tables named here
    query += f" WHERE recorded_to IS NULL AND counted AND {basis}_on IN ({_days()})"
    with made.database.reading() as session:
        return _added_up(session.execute(text(query)))


def _added_up(rows: Any) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    for *cell, persons in rows:
        found[tuple(cell)] += persons
    return found


def _days() -> str:
    return ", ".join(f"'{day}'" for day in _DAYS)


def _as_of(made: Installation, duck: Duck, what: str) -> Finding:
    query = StatisticsQuery(
        by=("year", "type"), basis=DateBasis.REPORTED, from_day=_FROM, to_day=_TO
    )
    earlier = StatisticsQuery(**{**vars(query), "as_of": _KNOWN_AT})
    actor = officer(made)
    times = {"then": Times(), "now": Times()}
    wanted = duck.known_at(f"{_KNOWN_AT:%Y-%m-%d %H:%M:%S}", str(_FROM), str(_TO))
    for _ in range(_REFRESH_ROUNDS):
        for name, asked in (("then", earlier), ("now", query)):
            with reading(made, actor) as ctx:
                begun = time.perf_counter()
                figures = count(ctx, asked)
                times[name].seconds.append(time.perf_counter() - begun)
            if name == "then":
                rows = figures.frame.itertuples(index=False)
                found = {(int(row[0]), row[1]): int(row[2]) for row in rows}
                require_equal("persons as known then", found, wanted)
    return Finding(
        f"persons by year and type as known in 2022, {what}",
        times["then"].describe("ms"),
        times["now"].describe("ms"),
        times["then"].median / times["now"].median,
        note="from the line list, beside the same question of the cube",
    )


def _seen(made: Installation, what: str, persons: int, rounds: int) -> Finding:
    """Seconds from a saved report until the overview shows one person more."""
    actor = officer(made)
    log = Path(made.settings.key_file).parent / "server.log"
    waits = Times()
    interval = _INTERVAL if persons >= _LEAST_PERSONS else _SHORT_INTERVAL
    with (
        served(made, 1, log, jobs_every=interval) as port,
        closing(Visitor(port, sign_in(made, actor))) as visitor,
    ):
        for number in range(rounds + 1):
            progress(f"{what}: a case is saved")
            refresh_cube(made)
            before = _shown(visitor)
            values = report_values(number) | {"received_at": utc_now().isoformat()}
            values |= {"occurred_from": None, "external_reference": f"B-{time.time_ns()}"}
            with writing(made, actor) as ctx:
                submit_report(ctx, parse_report(values))
            saved = time.perf_counter()
            while (shown := _shown(visitor)) == before:
                if time.perf_counter() - saved > 4 * _INTERVAL:
                    raise WrongResult("the saved case does not come to the overview")
                time.sleep(0.25)
            waits.seconds.append(time.perf_counter() - saved)
            require_equal("persons on the overview", shown, before + 1)
    return Finding(
        f"saved case on the overview, {what}",
        waits.describe("s"),
        f"{_SEEN_TARGET:.0f} s",
        max(waits.seconds) / _SEEN_TARGET,
        1.0,
        at_most=True,
        note=f"slowest of {len(waits.seconds)}; scheduler every {interval} s",
    )


def _shown(visitor: Visitor) -> int:
    found = _TILE.search(visitor.see("/dashboards/overview"))
    if found is None:
        raise WrongResult("no figure on the overview")
    return int(found[1].replace(b",", b""))

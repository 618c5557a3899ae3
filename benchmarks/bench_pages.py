"""Overview and region page: at ten times the persons, and in a Chromium that has nothing yet."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pandas as pd
from sqlalchemy import text

from benchmarks.chromium import Door, chromium, full_bundle, opened, visit_cold
from benchmarks.databases import TITLES, Place
from benchmarks.harness import Finding, Times, WrongResult, measure, progress, require_equal
from benchmarks.line_lists import fill_line_lists
from benchmarks.prepared import prepared
from benchmarks.servers import served
from benchmarks.visits import Visitor, sign_in
from safety_center.domain.access import SAFETY_CENTER, Actor, Role
from safety_center.domain.accounts import AccountInput
from safety_center.services.accounts import create_account, find_actor
from safety_center.services.context import reading, writing
from safety_center.services.dashboards import build_dashboard
from safety_center.services.dashboards.counter import _KEPT, Counter, Need
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from tools.chromium import find_chromium

FULL_SIZE = 1_000_000
_GROWTH_TARGET, _BYTES_TARGET, _TIME_TARGET = 2.0, 0.45, 0.75
_DATA_SECONDS = 0.05
_FIRST_VIEWS, _MORE_VIEWS = 5, 4
_CHANGED = date(2020, 5, 6)
_TILE = re.compile(rb'class="stat-figure">(?:<a [^>]*>)?([\d,]+)')
_PAGES = {
    "overview": ("/dashboards/overview", ("trend", "regions", "map", "types")),
    "region": ("/dashboards/region?region=europe", ("trend", "months", "countries", "types")),
}


@dataclass
class _Side:
    """A served installation of one size."""

    made: Installation
    actor: Actor
    token: str
    port: int
    visitor: Visitor


def run(place: Place, systems: Sequence[str], size: int, rounds: int) -> Iterator[Finding]:
    """Three lines a page and system; two more a page where there is a browser."""
    for system in systems:
        with ExitStack() as stack:
            few, many = (_serve(stack, place, system, n) for n in (size // 10, size))
            for name, (path, panels) in _PAGES.items():
                yield from _growth(name, path, few, many, f"{size:,} persons, {TITLES[system]}")
                yield from _data(name, panels, many, f"{size:,} persons, {TITLES[system]}")
            browser = find_chromium()
            if browser is not None and system == systems[0]:
                yield from _cold(browser, many, rounds, f"{size:,} persons, {TITLES[system]}")


def _serve(stack: ExitStack, place: Place, system: str, persons: int) -> _Side:
    make = partial(fill_line_lists, persons=persons)
    made = stack.enter_context(prepared(place, system, "people", persons, make))
    actor = _analyst(made)
    token = sign_in(made, actor)
    log = Path(made.settings.key_file).parent / "server.log"
    port = stack.enter_context(served(made, 1, log))
    visitor = stack.enter_context(closing(Visitor(port, token)))
    side = _Side(made, actor, token, port, visitor)
    _check(side)
    return side


def _analyst(made: Installation) -> Actor:
    """Who may see every case: the most that a page has to count."""
    name = "bench.analyst"
    with reading(made, None) as ctx:
        actor = find_actor(ctx, name)
    if actor is None:
        account = AccountInput(
            username=name, display_name="측정", role=Role.ANALYST, unit_code=SAFETY_CENTER
        )
        with writing(made, None) as ctx:
            create_account(ctx, account, None)
        return _analyst(made)
    return actor


def _check(side: _Side) -> None:
    """Both pages show what the line list holds for the running year."""
    europe = "(SELECT country_code FROM country_region WHERE scheme_code = 'statistics'"
    europe += " AND region_code = 'europe' AND valid_to IS NULL)"
    query = "SELECT sum(persons) FROM person_fact WHERE recorded_to IS NULL AND counted"
    query += " AND reported_on BETWEEN '2026-01-01' AND '2026-12-31'"
    for name, where in (("overview", ""), ("region", f" AND country_code IN {europe}")):
        with side.made.database.reading() as session:
            persons = session.execute(text(query + where)).scalar_one()
        found = _TILE.search(side.visitor.see(_PAGES[name][0] + _year(name)))
        if found is None:
            raise WrongResult(f"no figure on {name}")
        require_equal(f"persons on {name}", int(found[1].replace(b",", b"")), persons)


def _year(name: str) -> str:
    return ("?" if name == "overview" else "&") + "year=2026"


def _growth(name: str, path: str, few: _Side, many: _Side, what: str) -> Iterator[Finding]:
    """First views after a change, and later ones, of both sizes in turns."""
    times = {(first, side.port): Times() for first in (True, False) for side in (few, many)}
    progress(f"{name}: first views after a change, and later ones")
    for number in range(_FIRST_VIEWS):
        for side in (few, many)[:: 1 if number % 2 else -1]:
            refresh_cube(side.made, _CHANGED)
            for view in range(1 + _MORE_VIEWS):
                seconds = measure(lambda side=side: side.visitor.see(path))
                times[view == 0, side.port].seconds.append(seconds)
    for first, title in ((True, "first view after a change"), (False, "later views")):
        ours, other = times[first, many.port], times[first, few.port]
        yield Finding(
            f"{name}, {title}, {what}",
            ours.describe("ms"),
            other.describe("ms"),
            ours.median / other.median,
            _GROWTH_TARGET,
            at_most=True,
            note="in the server, beside a tenth of the persons",
        )


def _data(name: str, panels: tuple[str, ...], side: _Side, what: str) -> Iterator[Finding]:
    """Four figures with nothing of them kept: what counting takes, and what all of them takes."""
    values = {"region": "europe"} if name == "region" else {}
    counted, whole = Times(), Times()
    for _ in range(2 * _FIRST_VIEWS):
        _KEPT.clear()
        with reading(side.made, side.actor) as ctx, _timed_counts() as seconds:
            whole.seconds.append(measure(lambda: build_dashboard(ctx, name, values, panels=panels)))
            counted.seconds.append(sum(seconds))
    yield Finding(
        f"{name}, data of four figures, {what}",
        counted.describe("ms"),
        f"{_DATA_SECONDS * 1000:.0f} ms",
        counted.median / _DATA_SECONDS,
        1.0,
        at_most=True,
        note=f"{', '.join(panels)}: every count they ask for, first after a change; with their"
        f" findings, marks, tables and links {whole.describe('ms')}",
    )


@contextmanager
def _timed_counts() -> Iterator[list[float]]:
    """Seconds of each frame of counts that a page takes."""
    seconds: list[float] = []
    given = Counter.frame

    def timed(counter: Counter, need: Need) -> pd.DataFrame:
        begun = time.perf_counter()
        try:
            return given(counter, need)
        finally:
            seconds.append(time.perf_counter() - begun)

    with patch.object(Counter, "frame", timed):
        yield seconds


def _cold(browser_path: str, side: _Side, rounds: int, what: str) -> Iterator[Finding]:
    with ExitStack() as stack:
        ours = stack.enter_context(opened(Door(side.port)))
        full = stack.enter_context(opened(Door(side.port, full_bundle())))
        browser = stack.enter_context(chromium(browser_path))
        for name, (path, _) in _PAGES.items():
            progress(f"{name} in a browser with empty caches")
            side.visitor.see(path)
            times = {"ours": Times(), "full": Times()}
            drawn = set()
            for number in range(3 * rounds):
                doors = (("ours", ours), ("full", full))
                for kind, door in doors[:: 1 if number % 2 else -1]:
                    seconds, figures = visit_cold(browser, door, side.token, path)
                    times[kind].seconds.append(seconds)
                    drawn.add(figures)
            require_equal(f"figures of {name}, drawn alike", len(drawn), 1)
            yield Finding(
                f"{name} cold in Chromium, bytes, {what}",
                f"{ours.bundle_bytes:,}",
                f"{full.bundle_bytes:,}",
                ours.bundle_bytes / full.bundle_bytes,
                _BYTES_TARGET,
                at_most=True,
                note=f"the script of figures, packed; the whole page {ours.page_bytes:,} beside"
                f" {full.page_bytes:,} ({ours.page_bytes / full.page_bytes:.2f}×)",
            )
            yield Finding(
                f"{name} cold in Chromium, {drawn.pop()} figures drawn, {what}",
                times["ours"].describe("ms"),
                times["full"].describe("ms"),
                times["ours"].median / times["full"].median,
                _TIME_TARGET,
                at_most=True,
                note="the same page with Plotly's full script",
            )

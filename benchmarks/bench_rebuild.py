"""Pages while the whole cube is rebuilt by another process, beside the same pages at rest."""

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.databases import TITLES, Place, installed
from benchmarks.harness import Finding, Times, measure, progress, require_equal
from benchmarks.mass import case_row, fill
from benchmarks.servers import served
from benchmarks.visits import Visitor, sign_in
from safety_center.services.installation import Installation, open_installation
from safety_center.services.statistics import build_cubes, refresh_cube
from safety_center.settings import Settings
from safety_center.store.cube import fetch_living
from safety_center.store.cubes import CUBES
from safety_center.store.tables import PersonFact, StaleDay, TrailEntry

FULL_SIZE = 300_000
_TARGET = 5.0
_REST_VIEWS = 15
_START_SECONDS = 2.0


@dataclass
class _Page:
    """A page and its times."""

    title: str
    path: str
    at_rest: Times = field(default_factory=Times)
    meanwhile: Times = field(default_factory=Times)


def run(place: Place, systems: Sequence[str], size: int, rounds: int) -> Iterator[Finding]:
    """One line a page and database, the slowest view of each."""
    for system in systems:
        yield from _measure(place, system, size, rounds)


def _measure(place: Place, system: str, size: int, rounds: int) -> Iterator[Finding]:
    rest_views = max(3, min(_REST_VIEWS, size // 1_000))
    with installed(place, system) as (made, actor):
        fill(made, size, texts=False)
        refresh_cube(made)
        pages = [
            _Page("overview", "/dashboards/overview"),
            _Page("list of cases", "/cases"),
            _Page("a case (writes its trail row)", f"/cases/{case_row(5)['number']}"),
        ]
        token = sign_in(made, actor)
        log = Path(made.settings.key_file).parent / "server.log"
        with ExitStack() as stack:
            port = stack.enter_context(served(made, 1, log))
            visitor = stack.enter_context(closing(Visitor(port, token)))
            for page in pages:
                visitor.see(page.path)  # once, so that nothing is read for the first time
            shown = 1
            for number in range(rounds):
                progress(
                    f"{TITLES[system]}, round {number + 1}: pages at rest, then during a full rebuild"
                )
                shown += _look(visitor, pages, "at_rest", lambda views: views < rest_views)
                with _rebuilding(made.settings, min(_START_SECONDS, size / 10_000)) as is_running:
                    shown += _look(visitor, pages, "meanwhile", lambda _n: is_running())
                _check(made, size)
        with made.database.reading() as session:
            acts = select(func.count()).where(TrailEntry.action == "case.view")
            require_equal("views in the trail", session.execute(acts).scalar_one(), shown)
    for page in pages:
        yield _finding(page, TITLES[system])


def _finding(page: _Page, title: str) -> Finding:
    slowest = {kind: max(getattr(page, kind).seconds) for kind in ("at_rest", "meanwhile")}
    return Finding(
        f"slowest view during a full rebuild: {page.title}, {title}",
        f"{slowest['meanwhile'] * 1000:.0f} ms (median {page.meanwhile.median * 1000:.0f},"
        f" {len(page.meanwhile.seconds)} views)",
        f"{slowest['at_rest'] * 1000:.0f} ms (median {page.at_rest.median * 1000:.0f})",
        slowest["meanwhile"] / slowest["at_rest"],
        _TARGET,
        at_most=True,
        note="beside the slowest view at rest; rebuild in another process",
    )


def _look(visitor: Visitor, pages: list[_Page], kind: str, goes_on: Any) -> int:
    """See every page in turn; how many rounds."""
    views = 0
    while goes_on(views) or views == 0:
        for page in pages:
            getattr(page, kind).seconds.append(measure(lambda page=page: visitor.see(page.path)))
        views += 1
    return views


@contextmanager
def _rebuilding(settings: Settings, pause: float) -> Iterator[Any]:
    """A process that counts everything anew into the other generation, as after a loss.

    Looking begins after `pause` seconds: when it has started, and long before it ends.
    """
    process = multiprocessing.get_context("spawn").Process(target=_rebuild, args=(settings,))
    process.start()
    time.sleep(pause)
    yield process.is_alive
    process.join()
    require_equal("exit code of the rebuild", process.exitcode, 0)


def _rebuild(settings: Settings) -> None:
    build_cubes(open_installation(settings))


def _check(made: Installation, size: int) -> None:
    """The cube says what the line list says."""
    with made.database.reading() as session:
        cells = CUBES["persons"].days[fetch_living(session) or ""]
        for basis in ("occurred", "reported", "entered"):
            total = select(func.sum(cells.c.persons)).where(cells.c.basis == basis)
            require_equal(f"persons by {basis}", session.execute(total).scalar_one(), size)
        stale = session.execute(select(func.count()).select_from(StaleDay)).scalar_one()
        require_equal("stale days", stale, 0)
        facts = session.execute(select(func.sum(PersonFact.persons))).scalar_one()
        require_equal("persons of the line list", facts, size)

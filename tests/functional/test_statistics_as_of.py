"""Figures as of an instant are those that the database of that instant would have given."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy.engine import make_url
from sqlmodel import select

from safety_center.domain.errors import InputRefused
from safety_center.domain.periods import UNKNOWN_DAY, utc_now
from safety_center.domain.statistics import Measure, parse_query
from safety_center.services.context import Context, reading, settle
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_report
from safety_center.services.line_list import fact_values
from safety_center.services.statistics import (
    count,
    count_open_stock,
    measure_timeliness,
    refresh_cube,
)
from safety_center.store.case_facts import case_fact_values
from safety_center.store.cube_counts import CellQuery, fetch_counts
from safety_center.store.cubes import CLOSED, CUBES
from safety_center.store.tables import Case, Person, PersonFact
from safety_center.store.tables.case_fact import CASE_DIMENSIONS
from safety_center.store.tables.person_fact import DIMENSIONS
from tests.databases import copy_sqlite_database, sqlite_url
from tests.factories import make_installation, make_report
from tests.functional.histories import FIXED, STEPS, Life, Step, begin_life, divide_anew

BASES = ("occurred", "reported", "entered")
KINDS = [(unit, basis) for unit, cube in CUBES.items() for basis in cube.bases]
QUESTIONS = (
    {"by": "year,region,involvement"},
    {"by": "bureau,mission,type", "basis": "occurred"},
    {"by": "month,country", "basis": "entered", "from": "2025-01-01"},
    {"by": "severity", "region": "asia_pacific", "from": "2025-06-01", "basis": "occurred"},
    {"by": "year,region,type", "unit": "cases"},
    {"by": "month,source", "unit": "cases", "basis": "occurred", "from": "2025-06-01"},
)
Cells = Counter[tuple[Any, ...]]


@dataclass(frozen=True)
class Moment:
    """An instant and what was true then: counted from the rows as they were, and by a copy."""

    at: datetime
    cells: dict[str, Cells]
    stocks: tuple[int, int]
    answers: list[Any] | None


def cells_of_rows(installation: Installation) -> dict[str, Cells]:
    """Persons and cases per basis, day and cell, counted one by one, not from the line lists."""
    found: dict[str, Cells] = {f"{unit} {basis}": Counter() for unit, basis in KINDS}
    with reading(installation, None) as ctx:
        for case in ctx.session.exec(select(Case).where(Case.merged_into_id.is_(None))):
            values = case_fact_values(case.model_dump(), None)
            cell = tuple(values[name] for name in CASE_DIMENSIONS)
            for basis in (*BASES, CLOSED):
                day = values[f"{basis}_on"] or UNKNOWN_DAY
                found[f"cases {basis}"][day, *cell] += 1
        query = select(Case, Person).where(Person.case_id == Case.id)
        for case, person in ctx.session.exec(query):
            values = fact_values(case.model_dump(), person.model_dump())
            if values["counted"]:
                cell = tuple(values[name] for name in DIMENSIONS)
                for basis in BASES:
                    day = values[f"{basis}_on"] or UNKNOWN_DAY
                    found[f"persons {basis}"][day, *cell] += values["persons"]
    return found


def cells_as_of(installation: Installation, at: datetime) -> dict[str, Cells]:
    found = {}
    with reading(installation, None) as ctx:
        for unit, basis in KINDS:
            groups = ("day", *CUBES[unit].dimensions)
            wanted = CellQuery(basis, groups=groups, as_of=at, unit=unit)
            found[f"{unit} {basis}"] = Counter(
                {row[:-1]: row[-1] for row in fetch_counts(ctx.session, wanted)}
            )
    return found


def answers_to(installation: Installation, at: datetime | None = None) -> list[Any]:
    """What the questions are answered with: rows, total, persons without a day."""
    answers = []
    with reading(installation, None) as ctx:
        for values in QUESTIONS:
            asked = {**values, **({"as_of": at.isoformat()} if at else {})}
            figures = count(ctx, parse_query(asked))
            frame = figures.frame.astype("object").fillna("")
            answers.append((frame.to_numpy().tolist(), figures.total, figures.undated))
    return answers


def answers_of_copy(installation: Installation, folder: Path) -> list[Any]:
    """The answers of a copy of the database taken now, from its own cube."""
    path = folder / f"copy-{utc_now().timestamp()}.sqlite3"
    source = make_url(installation.database.url).database
    assert source
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(path)) as other:
        one.backup(other)
    copy = make_installation(sqlite_url(path), Path(installation.settings.key_file).parent)
    try:
        refresh_cube(copy)
        return answers_to(copy)
    finally:
        copy.database.close()
        path.unlink()


def live(life: Life, steps: list[Step], folder: Path | None) -> Iterator[Moment]:
    """Every moment after a step; each third one with a copy of the database, where a folder is given."""
    for number, step in enumerate(steps):
        life.do(step)
        copied = folder is not None and number % 3 == 2
        answers = answers_of_copy(life.installation, folder) if copied and folder else None
        stocks = stocks_now(life.installation)
        yield Moment(utc_now(), cells_of_rows(life.installation), stocks, answers)


def stocks_as_of(installation: Installation, at: datetime) -> tuple[int, int]:
    """Cases open, and cases closed, from the line list as of then."""
    with reading(installation, None) as ctx:
        asked = parse_query({"unit": "cases", "as_of": at.isoformat()})
        stock = count_open_stock(ctx, asked, [ctx.today - timedelta(days=1), ctx.today])
        closing = measure_timeliness(ctx, asked, Measure.CLOSE).frame
    return stock.total, int((closing["cases"] - closing["unknown"]).sum())


def stocks_now(installation: Installation) -> tuple[int, int]:
    with reading(installation, None) as ctx:
        cases = ctx.session.exec(select(Case).where(Case.merged_into_id.is_(None))).all()
    closed = sum(case.closed_at is not None for case in cases)
    return len(cases) - closed, closed


def check(installation: Installation, moments: list[Moment]) -> None:
    for moment in moments:
        assert cells_as_of(installation, moment.at) == moment.cells
        assert stocks_as_of(installation, moment.at) == moment.stocks
        if moment.answers is not None:
            assert answers_to(installation, moment.at) == moment.answers


@pytest.fixture
def fresh(sqlite_loaded_template: Path, tmp_path: Path) -> Iterator[Any]:
    """Makes an empty installation of its own for each history; they are closed at the end."""
    made: list[Installation] = []

    def make() -> Installation:
        path = tmp_path / f"history-{len(made)}.sqlite3"
        made.append(make_installation(copy_sqlite_database(sqlite_loaded_template, path), tmp_path))
        return made[-1]

    yield make
    for installation in made:
        installation.database.close()


def test_statistics_as_of_an_instant_equal_those_of_a_copy_taken_then(
    fresh: Any, tmp_path: Path
) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def hold(steps: list[Step]) -> None:
        life = begin_life(fresh())
        first = {"do": "new", "persons": [{}, {"sex": "female"}]}
        moments = list(live(life, [first, *steps], tmp_path))
        check(life.installation, moments)

    hold()


def test_a_history_with_one_of_everything_is_remembered(installation: Installation) -> None:
    life = begin_life(installation)
    moments = list(live(life, list(FIXED), None))
    check(installation, moments)
    assert len({str(moment.cells) for moment in moments}) > len(FIXED) // 2, "it did change things"


def test_what_is_known_of_a_person_at_an_instant_is_one_version(installation: Installation) -> None:
    life = begin_life(installation)
    list(live(life, list(FIXED), None))
    with reading(installation, None) as ctx:
        facts = ctx.session.exec(
            select(PersonFact).order_by(PersonFact.person_id, PersonFact.id)
        ).all()
    for one, other in pairwise(facts):
        assert one.recorded_to is None or one.recorded_from < one.recorded_to
        if one.person_id == other.person_id:
            assert one.recorded_to == other.recorded_from


def test_an_instant_not_yet_settled_stands_for_the_last_settled_one(
    installation: Installation,
) -> None:
    """A change about to commit is recorded after every instant that could be read before it."""
    life = begin_life(installation)
    life.do({"do": "new"})
    with installation.database.writing() as session:
        ctx = Context(session, installation, life.center, utc_now())
        submit_report(ctx, make_report(source="call_center"))
        settle(ctx)
        asked = utc_now() + timedelta(seconds=1)
        with reading(installation, None) as beside:
            before = count(beside, parse_query({"as_of": asked.isoformat()}))
    assert before.total == 1
    assert before.as_of < asked
    with reading(installation, None) as ctx:
        again = count(ctx, parse_query({"as_of": before.as_of.isoformat()}))
        later = count(ctx, parse_query({"as_of": utc_now().isoformat()}))
    assert (again.total, later.total) == (1, 2)


def test_a_day_that_has_not_begun_is_refused(installation: Installation) -> None:
    with reading(installation, None) as ctx, pytest.raises(InputRefused) as caught:
        count(ctx, parse_query({"as_of": (ctx.today + timedelta(days=1)).isoformat()}))
    assert [error.field for error in caught.value.errors] == ["as_of"]


def test_as_of_today_needs_no_clock(installation: Installation) -> None:
    life = begin_life(installation)
    life.do({"do": "new"})
    with reading(installation, None) as ctx:
        assert count(ctx, parse_query({"as_of": ctx.today.isoformat()})).total == 1


def test_regions_are_those_of_the_day_as_of_which_is_asked(installation: Installation) -> None:
    life = begin_life(installation)
    life.do({"do": "new", "country_code": "DE"})
    then = utc_now()
    divide_anew(installation, "DE")
    with reading(installation, None) as ctx:
        asked = parse_query({"by": "region", "as_of": then.isoformat()})
        assert count(ctx, asked).frame["region"].tolist() == ["none"]
        ctx.now += timedelta(days=1)
        assert count(ctx, asked).frame["region"].tolist() == ["none"]

"""The cube equals the line list, whatever happened in between."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text, update
from sqlmodel import select

from safety_center.domain.access import Actor, Role
from safety_center.domain.cases import parse_change
from safety_center.domain.periods import UNKNOWN_DAY, utc_now
from safety_center.services.cases.change import change_case
from safety_center.services.context import Context, reading, settle, writing
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_report
from safety_center.services.statistics import build_cubes, generations, rebuild_cube, refresh_cube
from safety_center.services.statistics.filling import Overtaken
from safety_center.store.cube import fetch_as_of, fetch_changed_at, fetch_living
from safety_center.store.cube_counts import CellQuery, fetch_counts
from safety_center.store.cubes import CUBES
from safety_center.store.tables import Case, Person, PersonFact, RebuildDay, StaleDay
from safety_center.store.tables.person_fact import DIMENSIONS
from tests.factories import make_actor, make_installation, make_report, submit
from tests.functional.histories import STEPS, begin_life
from tests.store.cubes import living_days, living_periods

BASES = ("occurred", "reported", "entered")


@pytest.fixture
def officer(installation: Installation) -> Actor:
    return make_actor(installation, Role.OFFICER)


def count_facts(installation: Installation) -> Counter[tuple[Any, ...]]:
    """Persons per basis, day and cell, counted one by one in Python."""
    cells: Counter[tuple[Any, ...]] = Counter()
    with reading(installation, None) as ctx:
        for fact in ctx.session.exec(select(PersonFact)):
            if fact.recorded_to is None and fact.counted:
                cell = tuple(getattr(fact, name) for name in DIMENSIONS)
                for basis in BASES:
                    day = getattr(fact, f"{basis}_on") or UNKNOWN_DAY
                    cells[basis, day, *cell] += fact.persons
    return cells


def read_cube(installation: Installation) -> Counter[tuple[Any, ...]]:
    cells: Counter[tuple[Any, ...]] = Counter()
    with reading(installation, None) as ctx:
        for row in ctx.session.execute(living_days(ctx.session).select()):
            dimensions = (getattr(row, name) or None for name in DIMENSIONS)
            key = (row.basis, row.day, *dimensions)
            assert key not in cells, "one row per cell"
            cells[key] = row.persons
    return cells


def change_first_case(installation: Installation, officer: Actor, **changes: Any) -> None:
    with writing(installation, officer) as ctx:
        case = ctx.session.exec(select(Case).order_by(Case.id)).first()
        assert case is not None
        change_case(ctx, case.number, parse_change({"version": case.version, **changes}))


def test_an_unknown_day_has_its_own_bucket(installation: Installation, officer: Actor) -> None:
    submit(installation, officer, persons=[{"headcount": 3}])
    refresh_cube(installation)
    cube = read_cube(installation)
    assert {(key[0], key[1] == UNKNOWN_DAY, count) for key, count in cube.items()} == {
        ("occurred", True, 3),
        ("reported", False, 3),
        ("entered", False, 3),
    }


def test_a_change_moves_persons_out_of_the_old_cell_into_the_new_one(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer, occurred_from="2026-01-02", persons=[{}])
    refresh_cube(installation)
    change_first_case(installation, officer, occurred_from="2026-01-05", severity="critical")
    refresh_cube(installation)
    found = {
        (row[1], row[2 + DIMENSIONS.index("severity")])
        for row in read_cube(installation)
        if row[0] == "occurred"
    }
    assert found == {(date(2026, 1, 5), "critical")}


def test_a_person_taken_off_is_no_longer_counted(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer, persons=[{}, {}])
    refresh_cube(installation)
    with reading(installation, None) as ctx:
        person = ctx.session.exec(select(Person)).first()
    assert person is not None
    change_first_case(installation, officer, persons=[{"id": person.id, "removed": True}])
    refresh_cube(installation)
    assert sum(read_cube(installation).values()) == len(BASES)


def test_the_refresh_touches_stale_days_only(installation: Installation, officer: Actor) -> None:
    submit(installation, officer, occurred_from="2026-01-02", persons=[{}])
    refresh_cube(installation)
    with installation.database.writing() as session:
        session.execute(update(living_days(session)).values(persons=99))
    submit(installation, officer, occurred_from="2026-01-05", persons=[{}])
    refresh_cube(installation)
    cube = read_cube(installation)
    assert [count for key, count in cube.items() if key[1] == date(2026, 1, 2)] == [99]


def test_refreshing_twice_changes_nothing(installation: Installation, officer: Actor) -> None:
    submit(installation, officer, persons=[{}])
    refresh_cube(installation)
    before = read_cube(installation)
    assert refresh_cube(installation) == 0
    assert refresh_cube(installation, next(iter(before))[1]) == 0
    assert read_cube(installation) == before


def test_a_refresh_without_stale_days_moves_the_instant_but_not_the_last_change(
    installation: Installation, officer: Actor
) -> None:
    def instants() -> tuple[datetime | None, datetime | None]:
        with reading(installation, None) as ctx:
            return fetch_as_of(ctx.session), fetch_changed_at(ctx.session)

    submit(installation, officer, persons=[{}])
    refresh_cube(installation)
    as_of, changed_at = instants()
    refresh_cube(installation)
    later, unchanged = instants()
    assert as_of == changed_at == unchanged
    assert later is not None
    assert as_of is not None
    assert later > as_of


def test_many_stale_days_are_redone_in_several_transactions(
    installation: Installation, officer: Actor
) -> None:
    for day in range(1, 29):
        for month in (1, 2, 3):
            submit(installation, officer, occurred_from=f"2026-{month:02}-{day:02}", persons=[{}])
    refresh_cube(installation)
    assert read_cube(installation) == count_facts(installation)
    with reading(installation, None) as ctx:
        assert ctx.session.exec(select(StaleDay)).all() == []


def test_the_rebuild_finds_and_mends_what_differs(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer, occurred_from="2025-03-01", persons=[{}, {"sex": "female"}])
    submit(installation, officer, persons=[{}])
    refresh_cube(installation)
    assert rebuild_cube(installation).wrong_cells == 0
    with installation.database.writing() as session:
        table = living_days(session)
        session.execute(delete(table).where(table.c.basis == "occurred"))
        session.execute(update(table).where(table.c.basis == "entered").values(persons=7))
    found = rebuild_cube(installation)
    # Of days: 3 cells taken away, 2 falsified; of months and years, whose days they were: 6.
    assert (found.wrong_days, found.wrong_cells) == (3, 11)
    assert read_cube(installation) == count_facts(installation)
    assert rebuild_cube(installation).wrong_cells == 0


def test_cells_without_a_fact_are_a_difference_too(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer, persons=[{}])
    refresh_cube(installation)
    with installation.database.writing() as session:
        table = living_days(session)
        session.execute(
            update(table).where(table.c.basis == "occurred").values(day=date(1999, 1, 1))
        )
    found = rebuild_cube(installation)
    assert (found.wrong_days, found.wrong_cells) == (2, 6)
    assert read_cube(installation) == count_facts(installation)


def test_what_is_merely_stale_is_no_difference(installation: Installation, officer: Actor) -> None:
    submit(installation, officer, persons=[{}])
    assert rebuild_cube(installation).wrong_cells == 0
    assert read_cube(installation) == count_facts(installation)


_STEP = st.one_of(
    st.fixed_dictionaries(
        {
            "country_code": st.sampled_from(["KH", "TH", "NA", "XZ"]),
            "situation": st.sampled_from(["theft", "missing"]),
            "occurred_from": st.sampled_from(["", "2025-12-31", "2026-01-01"]),
            "persons": st.lists(
                st.fixed_dictionaries(
                    {
                        "headcount": st.integers(1, 4),
                        "sex": st.sampled_from(["female", "male"]),
                        "involvement": st.sampled_from(["victim", "perpetrator"]),
                    }
                ),
                min_size=1,
                max_size=3,
            ),
        }
    ),
    st.fixed_dictionaries(
        {
            "severity": st.sampled_from(["minor", "critical"]),
            "occurred_from": st.sampled_from(["2025-12-31", "2026-01-01"]),
        }
    ),
    st.just("refresh"),
)


def test_after_any_history_the_refreshed_cube_equals_a_full_count(
    installation: Installation, officer: Actor
) -> None:
    @settings(max_examples=12, deadline=None)
    @given(steps=st.lists(_STEP, min_size=1, max_size=8))
    def live_through(steps: list[Any]) -> None:
        submit(installation, officer, persons=[{}])
        for step in steps:
            if step == "refresh":
                refresh_cube(installation)
            elif "persons" in step:
                submit(installation, officer, **step)
            else:
                change_first_case(installation, officer, **step)
        refresh_cube(installation)
        assert read_cube(installation) == count_facts(installation)
        assert rebuild_cube(installation).wrong_cells == 0

    live_through()


def every_cell(installation: Installation) -> dict[str, Counter[tuple[Any, ...]]]:
    """Cells of days, of months and of years of both units, as they are read now."""
    found: dict[str, Counter[tuple[Any, ...]]] = {}
    with reading(installation, None) as ctx:
        for unit in CUBES:
            for table in (living_days(ctx.session, unit), *living_periods(ctx.session, unit)):
                rows = [tuple(row) for row in ctx.session.execute(table.select())]
                found[table.name[:-2]] = Counter({row[:-1]: row[-1] for row in rows})
                assert len(found[table.name[:-2]]) == len(rows), "one row per cell"
    return found


def test_after_any_history_differences_have_led_where_a_full_count_leads(
    installation: Installation,
) -> None:
    life = begin_life(installation)

    @settings(max_examples=8, deadline=None)
    @given(steps=STEPS)
    def live_through(steps: list[Any]) -> None:
        life.do({"do": "new", "persons": [{}, {}]})
        refresh_cube(installation)
        for step in steps:
            life.do(step)
            refresh_cube(installation)
        kept = every_cell(installation)
        build_cubes(installation)
        assert every_cell(installation) == kept
        assert rebuild_cube(installation).wrong_cells == 0

    live_through()


QUESTIONS = [
    CellQuery("occurred", ("year",)),
    CellQuery("occurred", ("month", "country_code"), date(2025, 2, 10), date(2026, 3, 5)),
    CellQuery("reported", ("country_code", "mission_code"), date(2025, 1, 1)),
    CellQuery("occurred", ("year", "quarter"), None, date(2026, 1, 1)),
    CellQuery("occurred", (), only_unknown_day=True),
    CellQuery("occurred", ("month", "incident_type"), only_unknown_day=True),
    CellQuery("entered", ("incident_type",), codes={"country_code": ("KH", "DE")}),
    CellQuery("occurred", ("year", "incident_type"), date(2025, 1, 1), date(2026, 3, 5)),
    CellQuery("occurred", ("year", "country_code"), date(2024, 1, 1), date(2026, 11, 23)),
    CellQuery("occurred", ("month",), date(2025, 2, 1), date(2026, 3, 20)),
    CellQuery("occurred", (), date(2025, 1, 1), date(2025, 12, 30)),
    CellQuery("occurred", ("year",), date(2025, 3, 1), codes={"mission_code": (None,)}),
    CellQuery("occurred", ("day", "country_code"), date(2025, 1, 1), date(2026, 12, 31)),
    CellQuery("occurred", ("severity",), date(2025, 1, 1), date(2026, 12, 31)),
]


def test_years_months_and_days_of_the_cube_answer_as_the_line_list_does(
    installation: Installation, officer: Actor
) -> None:
    places = [("KH", ""), ("DE", "2025-12-31"), ("XZ", "2025-03-01"), ("KH", "2025-02-09")]
    places += [("TH", "2025-02-10"), ("KH", "2026-03-05"), ("DE", "2026-03-06"), ("XZ", "")]
    for country, day in places:
        submit(installation, officer, country_code=country, occurred_from=day, persons=[{}, {}])
    refresh_cube(installation)
    with reading(installation, None) as ctx:
        for unit in CUBES:
            for asked in QUESTIONS:
                wanted = replace(asked, unit=unit)
                cells = fetch_counts(ctx.session, wanted)
                facts = fetch_counts(ctx.session, replace(wanted, as_of=utc_now()))
                as_set = {tuple(value or None for value in row) for row in cells}
                assert as_set == {tuple(row) for row in facts}, wanted
                assert len(as_set) == len(cells)


def test_what_changes_while_everything_is_counted_anew_is_in_the_new_count(
    installation: Installation, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before and after its days were counted; refreshed meanwhile, and left to the change of generation."""
    submit(installation, officer, occurred_from="2025-05-05", persons=[{}])
    refresh_cube(installation)
    years = generations._years

    def disturbed(*asked: Any) -> Iterator[Any]:
        for number, stretch in enumerate(years(*asked)):
            if number in (0, 3, 7):
                submit(installation, officer, occurred_from="2025-05-05", persons=[{}, {}])
                submit(installation, officer, occurred_from=f"201{number}-01-01", persons=[{}])
                refresh_cube(installation)
            yield stretch
        change_first_case(installation, officer, severity="critical")

    monkeypatch.setattr(generations, "_years", disturbed)
    with reading(installation, None) as ctx:
        before = fetch_living(ctx.session)
    build_cubes(installation)
    monkeypatch.undo()
    with reading(installation, None) as ctx:
        assert fetch_living(ctx.session) != before
        assert ctx.session.exec(select(RebuildDay)).all() == []
    assert read_cube(installation) == count_facts(installation)
    assert rebuild_cube(installation).wrong_cells == 0


def test_a_rebuild_that_broke_off_does_no_harm(
    installation: Installation, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(installation, officer, persons=[{}])
    refresh_cube(installation)
    with monkeypatch.context() as broken:
        broken.setattr(generations, "_redo_and_swap", None)
        with pytest.raises(TypeError):
            build_cubes(installation)
    submit(installation, officer, persons=[{}])
    refresh_cube(installation)
    assert read_cube(installation) == count_facts(installation)
    build_cubes(installation)
    assert read_cube(installation) == count_facts(installation)
    assert rebuild_cube(installation).wrong_cells == 0


def test_a_rebuild_gives_way_to_one_begun_later(
    installation: Installation, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(installation, officer, persons=[{}])
    years = generations._years

    def overtaken(*asked: Any) -> Iterator[Any]:
        monkeypatch.setattr(generations, "_years", years)
        build_cubes(installation)
        yield from years(*asked)

    monkeypatch.setattr(generations, "_years", overtaken)
    with pytest.raises(Overtaken):
        build_cubes(installation)
    assert read_cube(installation) == count_facts(installation)
    assert rebuild_cube(installation).wrong_cells == 0


def test_two_jobs_that_both_find_no_cube_get_one(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer, occurred_from="2026-01-02", persons=[{}])
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(refresh_cube, installation) for _ in range(2)]
        for job in jobs:
            job.result()
    assert read_cube(installation) == count_facts(installation)
    assert rebuild_cube(installation).wrong_cells == 0


def test_writers_go_on_while_everything_is_counted_anew(
    installation: Installation, officer: Actor
) -> None:
    for day in range(1, 29):
        submit(installation, officer, occurred_from=f"2026-01-{day:02}", persons=[{}])
    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(build_cubes, installation)
        while not building.done():
            submit(installation, officer, persons=[{}])
        building.result()
    refresh_cube(installation)
    assert read_cube(installation) == count_facts(installation)


def test_wrong_months_are_found_and_mended(installation: Installation, officer: Actor) -> None:
    submit(installation, officer, occurred_from="2025-03-01", persons=[{}])
    refresh_cube(installation)
    for unit in CUBES:
        with installation.database.writing() as session:
            table = living_periods(session, unit)[0]
            session.execute(update(table).where(table.c.grain == "M").values({unit: 5}))
        # Of three bases: other than their days, and other than two tables added up from them.
        assert rebuild_cube(installation).wrong_cells == 9
        assert rebuild_cube(installation).wrong_cells == 0
        for number in (1, 2):
            with installation.database.writing() as session:
                session.execute(delete(living_periods(session, unit)[number]))
            assert rebuild_cube(installation).wrong_cells == 6
            assert rebuild_cube(installation).wrong_cells == 0


def test_one_wrong_day_is_mended_by_itself(installation: Installation, officer: Actor) -> None:
    submit(installation, officer, occurred_from="2025-03-01", persons=[{}])
    refresh_cube(installation)
    right = every_cell(installation)
    with installation.database.writing() as session:
        table = living_days(session)
        session.execute(update(table).where(table.c.basis == "occurred").values(persons=7))
    assert rebuild_cube(installation, date(2025, 3, 1)).wrong_cells == 1
    assert every_cell(installation) == right


def test_the_refresh_waits_for_a_change_that_is_about_to_commit(
    installation: Installation, officer: Actor
) -> None:
    """Its days are marked stale already: taken now, the marks would be lost and the change with them."""
    submit(installation, officer, persons=[{}])
    with ThreadPoolExecutor(1) as pool:
        with installation.database.writing() as session:
            ctx = Context(session, installation, officer, utc_now())
            submit_report(ctx, make_report(persons=[{}]))
            settle(ctx)
            refreshing = pool.submit(refresh_cube, installation)
            time.sleep(0.5)
            assert not refreshing.done()
        refreshing.result()
    assert read_cube(installation) == count_facts(installation)


def test_the_refresh_finds_its_facts_by_an_index(sqlite_database_url: str, tmp_path: Path) -> None:
    installation = make_installation(sqlite_database_url, tmp_path)
    statement = (
        "EXPLAIN QUERY PLAN SELECT sum(persons) FROM person_fact WHERE person_fact.recorded_to"
        " IS NULL AND person_fact.counted AND reported_on IN ('2026-01-01', '2026-01-02')"
    )
    with reading(installation, None) as ctx:
        plan = " ".join(str(row) for row in ctx.session.execute(text(statement)))
    installation.database.close()
    assert "ix_person_fact_reported_on" in plan

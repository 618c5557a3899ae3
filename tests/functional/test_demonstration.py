"""The demonstration in the database: calibrated, lived-in, the same again, and only where it may be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from safety_center.domain.access import Role
from safety_center.domain.briefing import BriefingState
from safety_center.domain.errors import Conflict, Forbidden
from safety_center.domain.statistics import StatisticsQuery
from safety_center.services.accounts import list_demonstration_accounts
from safety_center.services.briefing import records
from safety_center.services.context import reading, writing
from safety_center.services.demonstration import (
    DemonstrationSummary,
    demonstration_accounts,
    is_of_this_version,
    make_demonstration,
    maker,
)
from safety_center.services.demonstration.acts import do_acts
from safety_center.services.demonstration.targets import read_targets
from safety_center.services.demonstration.words import chance_from, read_words
from safety_center.services.installation import Installation
from safety_center.services.jobs.runner import due_jobs
from safety_center.services.operation import read_fact, save_fact
from safety_center.services.statistics import diff
from safety_center.store.indexes import LARGE
from safety_center.store.revisions import newest_revision
from safety_center.store.trail_chain import find_faults
from tests.databases import copy_sqlite_database
from tests.factories import make_actor, make_installation
from tests.store.cubes import living_days, living_periods

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SCALE = 0.004


def rows(installation: Installation, question: str) -> list[tuple[Any, ...]]:
    with reading(installation, None) as ctx:
        return [tuple(row) for row in ctx.session.execute(text(question))]


def make(url: str, folder: Path, **options: Any) -> tuple[Installation, DemonstrationSummary]:
    installation = make_installation(url, folder, demonstration=True)
    return installation, make_demonstration(installation, TODAY, now=NOW, **options)


@pytest.fixture
def small(database_url: str, tmp_path: Path) -> Iterator[tuple[Installation, DemonstrationSummary]]:
    years = [2018, 2024, 2025, 2026]
    installation, summary = make(database_url, tmp_path, scale=SCALE, years=years)
    yield installation, summary
    installation.database.close()


def test_a_small_demonstration_is_lived_in_and_counted(
    small: tuple[Installation, DemonstrationSummary],
) -> None:
    installation, summary = small
    _numbers_equal_the_summary(installation, summary)
    _desks_are_full(installation)
    _the_year_has_a_history(installation)
    _old_persons_have_no_names(installation)
    _accounts_are_those_to_play(installation)
    _a_briefing_waits_for_the_first_start(installation)
    with reading(installation, None) as ctx:
        assert list(find_faults(ctx.session)) == []
        assert read_fact(ctx, "mode") == "demonstration"
        assert read_fact(ctx, "demo_seed") == str(summary.seed)
    if installation.database.is_sqlite:  # as careful again as before the haste
        assert rows(installation, "PRAGMA synchronous") == [(2,)]


def _numbers_equal_the_summary(installation: Installation, summary: DemonstrationSummary) -> None:
    counted = "SELECT sum(persons) FROM person_fact WHERE recorded_to IS NULL AND counted"
    assert rows(installation, counted) == [(summary.persons,)]
    with reading(installation, None) as ctx:
        for table in (living_days(ctx.session), *living_periods(ctx.session)):
            cube = f"SELECT basis, sum(persons) FROM {table.name} GROUP BY basis"
            sums = [persons for _, persons in rows(installation, cube)]
            assert set(sums) <= {summary.persons, 2 * summary.persons}  # months and years
            assert len(sums) == 3
    cases = "SELECT count(*) FROM case_fact WHERE recorded_to IS NULL AND counted"
    assert rows(installation, cases) == [(summary.cases,)]
    for fact, of in (("person_fact", "person_id"), ("case_fact", "case_id")):
        apart = (
            f"SELECT count(*) FROM {fact} one JOIN {fact} other ON other.{of} = one.{of}"
            " AND other.id <> one.id AND other.recorded_from >= one.recorded_from"
            " AND (one.recorded_to IS NULL OR other.recorded_from < one.recorded_to)"
        )
        assert rows(installation, apart) == [(0,)], "one version at a time"
    assert rows(installation, "SELECT count(*) FROM report") == [(summary.reports,)]
    standing = "SELECT count(*) FROM incident_case WHERE merged_into_id IS NULL"
    assert rows(installation, standing) == [(summary.cases,)]
    assert ("victim", "2026") in summary.drawn
    assert ("victim", "2024") not in summary.drawn


def _the_year_has_a_history(installation: Installation) -> None:
    """Every reason for which a figure differs, between two dates of the year."""
    with reading(installation, None) as ctx:
        ctx.now = NOW
        start = datetime(2025, 12, 31, 15, tzinfo=UTC)
        found = diff(ctx, StatisticsQuery(by=("year",)), start, NOW)
    assert [reason for reason, number in found.changes.items() if not number] == []
    assert "severity" in found.moves


def _desks_are_full(installation: Installation) -> None:
    waiting = "SELECT DISTINCT to_unit FROM handover WHERE state = 'pending'"
    units = {unit for (unit,) in rows(installation, waiting)}
    assert {"KHM-PHNOMPENH", "THA-BANGKOK", "JPN-TOKYO"} <= units
    overdue = (
        "SELECT count(*) FROM incident_case WHERE owner_unit = 'KHM-PHNOMPENH'"
        " AND next_action_due_at < '2026-11-22 09:00:00'"
    )
    assert rows(installation, overdue)[0][0] > 0
    dispositions = {d for (d,) in rows(installation, "SELECT DISTINCT disposition FROM report")}
    assert {"opened_case", "advice_only"} <= dispositions


def _old_persons_have_no_names(installation: Installation) -> None:
    named = (
        "SELECT count(*) FROM person p JOIN incident_case c ON c.id = p.case_id"
        " WHERE c.closed_at < '2024-11-20 00:00:00' AND (p.name_hangul IS NOT NULL"
        " OR p.name_roman IS NOT NULL OR p.birth_date IS NOT NULL OR p.telephone IS NOT NULL)"
    )
    assert rows(installation, named) == [(0,)]
    kept = (
        "SELECT count(*) FROM data_key k JOIN incident_case c ON c.data_key_id = k.id"
        " WHERE c.closed_at < '2024-11-20 00:00:00' AND k.wrapped IS NOT NULL"
    )
    assert rows(installation, kept) == [(0,)]
    recent = "SELECT count(*) FROM person WHERE name_hangul IS NOT NULL"
    assert rows(installation, recent)[0][0] > 0


def _accounts_are_those_to_play(installation: Installation) -> None:
    with reading(installation, None) as ctx:
        first = [Role(account.role) for account in demonstration_accounts(ctx)][: len(Role)]
        assert set(first) == set(Role)
        played = {account.username for account in demonstration_accounts(ctx)}
        assert {actor.username for actor in list_demonstration_accounts(ctx)} == played


def _a_briefing_waits_for_the_first_start(installation: Installation) -> None:
    """What never ran is due at once."""
    [asked] = records.read_records(installation)
    assert (asked.state, asked.wanted.year) == (BriefingState.WAITING, TODAY.year)
    assert "briefing" in set(due_jobs(installation))


def test_a_year_comes_out_of_the_line_list_exactly_as_published(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    """2019: three groups, two type lists, group counts and types mended afterwards."""
    installation, summary = make(sqlite_database_url, tmp_path, years=[2019])
    counted = (
        "SELECT involvement, incident_type, sum(persons) FROM person_fact WHERE recorded_to IS NULL"
        " AND counted AND reported_on BETWEEN '2019-01-01' AND '2019-12-31' GROUP BY 1, 2"
    )
    found = {(group, slug): persons for group, slug, persons in rows(installation, counted)}
    targets = _targets_of_2019(installation)
    assert found == {key: persons for key, persons in targets.items() if persons}
    mended = "SELECT count(*) FROM person_fact WHERE reason = 'reclassified'"
    assert rows(installation, mended)[0][0] > 0
    assert summary.drawn == ()
    installation.database.close()


def _targets_of_2019(installation: Installation) -> dict[tuple[str, str], int]:
    folder = installation.settings.data_folder
    found = read_targets(folder, read_words(folder), TODAY, chance_from(1))
    return {
        (target.involvement.value, slug): persons
        for target in found
        if target.year == 2019
        for slug, persons in target.types.items()
    }


def test_the_same_seed_day_and_instant_make_the_same_content(
    tmp_path: Path, sqlite_template: Path
) -> None:
    told = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        url = copy_sqlite_database(sqlite_template, folder / "demo.sqlite3")
        installation, _ = make(url, folder, scale=SCALE / 4, years=[2024, 2026])
        told.append(
            rows(
                installation,
                "SELECT c.number, c.incident_type, c.received_at, c.status, c.summary, r.narrative,"
                " r.entered_at FROM incident_case c JOIN report r ON r.case_id = c.id ORDER BY r.id",
            )
        )
        installation.database.close()
    assert told[0] == told[1]


def test_no_act_reads_a_large_table_through(sqlite_database_url: str, tmp_path: Path) -> None:
    """Some indexes are built only afterwards; an act that needs one of them would take ever longer."""
    installation = make_installation(sqlite_database_url, tmp_path, demonstration=True)
    plans: set[tuple[str, str]] = set()

    def explain(_: Any, cursor: Any, statement: str, values: Any, __: Any, many: bool) -> None:
        if " WHERE " in statement and not many:
            asked = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.update((step[3], statement) for step in asked.fetchall())

    def do_watched(*args: Any) -> None:
        event.listen(installation.database.engine, "before_cursor_execute", explain)
        do_acts(*args)
        event.remove(installation.database.engine, "before_cursor_execute", explain)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(maker, "do_acts", do_watched)
        make_demonstration(installation, TODAY, now=NOW, scale=SCALE, years=[2025, 2026])
    installation.database.close()
    assert any("DELETE FROM lookup_key" in statement for _, statement in plans)
    large = tuple(f"SCAN {name}" for name in ("case_fact", "data_key", "handover", *LARGE))
    assert [(step, statement) for step, statement in plans if step.startswith(large)] == []


@pytest.mark.parametrize(("revision", "same"), [(str(newest_revision()), True), ("0003", False)])
def test_a_demonstration_knows_whether_this_version_made_it(
    sqlite_installation: Installation, revision: str, same: bool
) -> None:
    with writing(sqlite_installation, None) as ctx:
        save_fact(ctx, "demo_made_by", revision)
        assert is_of_this_version(ctx) is same


def test_it_is_made_in_demonstration_mode_only(sqlite_database_url: str, tmp_path: Path) -> None:
    installation = make_installation(sqlite_database_url, tmp_path)
    with pytest.raises(Forbidden):
        make_demonstration(installation, TODAY, now=NOW)


def test_it_is_not_made_where_somebody_works_already(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    installation = make_installation(sqlite_database_url, tmp_path, demonstration=True)
    make_actor(installation, Role.OFFICER)
    with pytest.raises(Conflict):
        make_demonstration(installation, TODAY, now=NOW)

"""What is kept no longer than it must be; the chain stays verifiable, the floors hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from safety_center.domain.access import Actor, Role
from safety_center.domain.accounts import AccountInput
from safety_center.domain.errors import Forbidden
from safety_center.domain.jobs import RunState, RunTrigger
from safety_center.domain.periods import utc_now
from safety_center.services.accounts import create_account, find_actor
from safety_center.services.context import reading, writing
from safety_center.services.drafts import save_draft
from safety_center.services.installation import Installation
from safety_center.services.jobs import run_job
from safety_center.services.retention import purge_leftovers, purge_trail
from safety_center.services.trail import verify_trail
from safety_center.settings import SettingsError, load_settings
from tests.factories import PHNOM_PENH, make_actor
from tests.functional.desk import acts
from tests.tampering import tamper

NOW = utc_now()


def act(installation: Installation, actor: Actor, action: str, years: float) -> None:
    """One act so many years ago."""
    with writing(installation, actor, now=NOW - timedelta(days=365.25 * years)) as ctx:
        ctx.note(action, "2020-KHM-000001")


@pytest.fixture
def old_acts(installation: Installation) -> Installation:
    """A trail of seven years: views, changes and rights, old and young."""
    values = {"username": "officer.old", "display_name": "시험 영사", "role": Role.OFFICER}
    with writing(installation, None, now=datetime(2019, 1, 1, tzinfo=UTC)) as ctx:
        create_account(ctx, AccountInput(**values, unit_code=PHNOM_PENH), None)
    with reading(installation, None) as ctx:
        officer = find_actor(ctx, "officer.old")
    assert officer is not None
    for years, action in (
        (6.5, "account.create"),
        (6, "case.view"),
        (5.9, "case.change"),
        (4, "account.unlock"),
        (3.9, "case.list"),
        (2.5, "case.view"),
        (0.1, "case.view"),
    ):
        act(installation, officer, action, years)
    return installation


def faults(installation: Installation) -> list[str]:
    """Kinds of faults along the chain."""
    with reading(installation, None) as ctx:
        return [fault.kind for fault in verify_trail(ctx)]


def actions(installation: Installation) -> list[str]:
    """What is left."""
    with reading(installation, None) as ctx:
        rows = ctx.session.execute(text("SELECT action FROM trail_entry ORDER BY seq"))
        return [row[0] for row in rows]


def test_old_access_goes_changes_and_younger_rights_stay_and_the_chain_is_whole(
    old_acts: Installation,
) -> None:
    result = purge_trail(old_acts)
    assert result.removed == 4
    left = actions(old_acts)
    assert left.count("case.view") == 2  # two and a half years, and a month
    assert "case.list" not in left
    assert "case.change" in left
    assert "account.unlock" in left  # four years; rights are kept five
    assert faults(old_acts) == []
    (told,) = acts(old_acts, "trail.purge")
    assert told.rows == 4
    assert purge_trail(old_acts).removed == 0


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM trail_entry WHERE action = 'case.change'",
        "UPDATE trail_entry SET detail = '{\"x\": 1}' WHERE action = 'case.change'",
        "UPDATE trail_anchor SET kept = kept - 1",
        "DELETE FROM trail_anchor",
    ],
)
def test_what_is_left_of_an_old_stretch_cannot_be_changed_unseen(
    old_acts: Installation, damage: str
) -> None:
    purge_trail(old_acts)
    tamper(old_acts, damage)
    assert faults(old_acts) != []


def test_a_stretch_cut_off_without_a_purge_is_found(old_acts: Installation) -> None:
    tamper(
        old_acts,
        "INSERT INTO trail_anchor (last_seq, first_seq, hash, kept, digest, removed, purged_at)"
        " SELECT seq, 1, hash, 0, "
        "'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', seq, at"
        " FROM trail_entry WHERE seq = 4",
        "DELETE FROM trail_entry WHERE seq <= 4",
    )
    assert faults(old_acts) == ["anchor"]


@pytest.mark.parametrize("years", [(1, 5), (3, 2)])
def test_a_purge_below_the_floors_is_refused(
    old_acts: Installation, years: tuple[int, int]
) -> None:
    before = actions(old_acts)
    with pytest.raises(Forbidden):
        purge_trail(old_acts, *years)
    assert actions(old_acts) == before


def test_the_database_refuses_what_the_floors_forbid(old_acts: Installation) -> None:
    young = "DELETE FROM trail_entry WHERE action = 'case.view'"
    with pytest.raises(DBAPIError), old_acts.database.writing() as session:
        session.execute(text(young))


@pytest.mark.parametrize(("name", "value"), [("ACCESS_LOG_YEARS", "1"), ("RIGHTS_LOG_YEARS", "2")])
def test_a_setting_below_the_floor_stops_the_start(name: str, value: str) -> None:
    with pytest.raises((SettingsError, ValidationError), match=name):
        load_settings({f"SAFETY_CENTER_{name}": value})


def test_the_job_removes_old_drafts_and_keeps_young_ones(sqlite_installation: Installation) -> None:
    officer = make_actor(sqlite_installation, Role.OFFICER)
    for days in (40, 1):
        with writing(sqlite_installation, officer, now=NOW - timedelta(days=days)) as ctx:
            save_draft(ctx, "report", {"narrative": ["…"]})
    assert run_job(sqlite_installation, "purge", RunTrigger.COMMAND).state is RunState.DONE
    with reading(sqlite_installation, None) as ctx:
        assert ctx.session.execute(text("SELECT count(*) FROM draft")).scalar_one() == 1


@pytest.mark.parametrize(("days", "left"), [(14, 1), (16, 2)])
def test_how_long_drafts_are_kept_is_a_setting(
    sqlite_installation: Installation, days: int, left: int
) -> None:
    settings = sqlite_installation.settings.model_copy(update={"draft_days": days})
    officer = make_actor(sqlite_installation, Role.OFFICER)
    for age in (15, 1):
        with writing(sqlite_installation, officer, now=NOW - timedelta(days=age)) as ctx:
            save_draft(ctx, "report", {"narrative": ["…"]})
    removed = purge_leftovers(replace(sqlite_installation, settings=settings))
    assert removed["drafts"] == 2 - left
    with reading(sqlite_installation, None) as ctx:
        assert ctx.session.execute(text("SELECT count(*) FROM draft")).scalar_one() == left

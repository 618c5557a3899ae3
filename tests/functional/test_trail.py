"""The trail: append-only, chained; a changed, removed or reordered row is named."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from safety_center.domain.access import Role
from safety_center.domain.errors import Forbidden
from safety_center.services.context import reading, viewing, writing
from safety_center.services.installation import Installation
from safety_center.services.trail import TrailFilter, list_trail, verify_trail
from safety_center.store.trail_chain import TrailFault
from tests.factories import make_actor, submit
from tests.tampering import tamper


def faults(installation: Installation) -> list[TrailFault]:
    """What verification finds."""
    with reading(installation, None) as ctx:
        return verify_trail(ctx)


@pytest.fixture
def ten_acts(installation: Installation) -> Installation:
    """An installation whose trail has ten rows."""
    officer = make_actor(installation, Role.OFFICER)
    for _ in range(9):
        submit(installation, officer)
    return installation


def test_an_untouched_trail_is_whole(ten_acts: Installation) -> None:
    assert faults(ten_acts) == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (
            "UPDATE trail_entry SET username = 'someone.else' WHERE seq = 4",
            TrailFault(4, "changed"),
        ),
        ("UPDATE trail_entry SET detail = '{}' WHERE seq = 5", TrailFault(5, "changed")),
        ("DELETE FROM trail_entry WHERE seq = 6", TrailFault(6, "removed")),
        ("DELETE FROM trail_entry WHERE seq = 10", TrailFault(10, "cut")),
    ],
)
def test_damage_is_named_with_its_row(
    ten_acts: Installation, damage: str, fault: TrailFault
) -> None:
    tamper(ten_acts, damage)
    assert fault in faults(ten_acts)


@pytest.mark.parametrize(
    "damage",
    ["UPDATE trail_entry SET detail = '{}' WHERE seq = 4", "DELETE FROM trail_entry WHERE seq = 4"],
)
def test_the_database_itself_refuses_to_change_or_remove_a_row(
    ten_acts: Installation, damage: str
) -> None:
    with pytest.raises(DBAPIError, match="trail_entry"), ten_acts.database.writing() as session:
        session.execute(text(damage))
    assert faults(ten_acts) == []


def test_two_rows_that_changed_places_are_named(ten_acts: Installation) -> None:
    swap = ((4, -1), (5, 4), (-1, 5))
    tamper(
        ten_acts, *(f"UPDATE trail_entry SET seq = {new} WHERE seq = {old}" for old, new in swap)
    )
    assert {fault.seq for fault in faults(ten_acts)} >= {4, 5}


def test_sixteen_writers_leave_one_chain(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: submit(installation, officer), range(48)))
    assert faults(installation) == []


def test_reading_the_trail_is_in_the_trail(ten_acts: Installation) -> None:
    auditor = make_actor(ten_acts, Role.AUDITOR)
    with writing(ten_acts, auditor) as ctx:
        assert len(list_trail(ctx, TrailFilter(actions=("report.submit",))).entries) == 9
    with writing(ten_acts, auditor) as ctx:
        (entry,) = list_trail(ctx, TrailFilter(actions=("trail.view",))).entries
    assert (entry.username, entry.rows) == (auditor.username, 9)


def test_a_page_is_shown_only_with_its_row_in_the_trail(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    number = submit(installation, officer).case_number
    with viewing(installation, officer) as ctx:
        ctx.note("case.view", number)
    auditor = make_actor(installation, Role.AUDITOR)
    with writing(installation, auditor) as ctx:
        (entry,) = list_trail(ctx, TrailFilter(actions=("case.view",))).entries
    assert (entry.subject, entry.username) == (number, officer.username)
    assert faults(installation) == []


def test_nobody_but_the_auditor_reads_it(ten_acts: Installation) -> None:
    officer = make_actor(ten_acts, Role.CENTER_MANAGER)
    with pytest.raises(Forbidden), writing(ten_acts, officer) as ctx:
        list_trail(ctx, TrailFilter())

"""Who may do what, and whose cases they reach."""

import pytest

from safety_center.domain.access import (
    CALL_CENTER,
    ROLE_PERMISSIONS,
    SAFETY_CENTER,
    Actor,
    Permission,
    Role,
    case_scope,
    may_change_case,
    require,
)
from safety_center.domain.errors import Forbidden

MISSION = "KHM-PHNOMPENH"


def actor(role: Role, unit_code: str | None = MISSION) -> Actor:
    """An actor of a role."""
    return Actor(1, "someone", "시험", role, unit_code)


def test_every_role_is_declared() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_the_administrator_has_accounts_and_reference_data_but_no_case() -> None:
    held = ROLE_PERMISSIONS[Role.ADMINISTRATOR]
    assert Permission.ACCOUNT_MANAGE in held
    assert not {Permission.CASE_VIEW, Permission.REPORT_VIEW, Permission.PERSON_REVEAL} & held


def test_the_auditor_reads_and_reviews_the_trail_and_nothing_else() -> None:
    assert ROLE_PERMISSIONS[Role.AUDITOR] == {Permission.TRAIL_VIEW, Permission.TRAIL_REVIEW}


def test_the_analyst_sees_cases_but_never_names() -> None:
    held = ROLE_PERMISSIONS[Role.ANALYST]
    assert Permission.CASE_VIEW in held
    assert Permission.PERSON_REVEAL not in held


def test_a_missing_permission_is_refused() -> None:
    with pytest.raises(Forbidden):
        require(actor(Role.AUDITOR), Permission.CASE_VIEW)


@pytest.mark.parametrize(
    ("role", "unit", "reaches"),
    [
        (Role.OFFICER, MISSION, True),
        (Role.OFFICER, "THA-BANGKOK", False),
        (Role.COUNSELLOR, CALL_CENTER, True),
        (Role.CENTER_MANAGER, SAFETY_CENTER, True),
        (Role.ANALYST, SAFETY_CENTER, True),
        (Role.ADMINISTRATOR, None, False),
        (Role.AUDITOR, None, False),
    ],
)
def test_scope_is_ones_own_unit_or_every_case(role: Role, unit: str | None, reaches: bool) -> None:
    units = (MISSION, MISSION, CALL_CENTER, None)
    assert case_scope(actor(role, unit)).reaches(units) is reaches


def test_no_unit_is_not_the_same_as_a_case_without_receiver() -> None:
    assert not case_scope(actor(Role.OFFICER, None)).reaches((MISSION, None, MISSION, None))


def test_only_the_owner_and_the_center_manager_change_a_case() -> None:
    assert may_change_case(actor(Role.OFFICER), MISSION)
    assert not may_change_case(actor(Role.OFFICER, "THA-BANGKOK"), MISSION)
    assert may_change_case(actor(Role.CENTER_MANAGER, SAFETY_CENTER), MISSION)
    assert not may_change_case(actor(Role.ANALYST, SAFETY_CENTER), SAFETY_CENTER)

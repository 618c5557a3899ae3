"""Rules of the review of access, each with a table that can be checked in the head."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from safety_center.domain.access import CALL_CENTER, Role
from safety_center.domain.review import Act, FindingKind, Habits, review_acts

# Noon in Phnom Penh (UTC+7), two in the afternoon in Seoul.
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
PHNOM_PENH = Habits(zone="Asia/Phnom_Penh")


def view(n: int = 1, **changes: object) -> Act:
    """The n-th view of a day by an officer at Phnom Penh; each of a case far from the others."""
    act = Act(
        seq=n,
        at=NOON + timedelta(seconds=n),
        account_id=7,
        role=Role.OFFICER.value,
        unit_code="KHM-PHNOMPENH",
        action="case.view",
        result="ok",
        subject=f"2026-KHM-{n * 10:06d}",
        mission="KHM-PHNOMPENH",
    )
    return replace(act, **changes)  # type: ignore[arg-type]


def kinds(acts: list[Act], habits: Habits = PHNOM_PENH) -> list[FindingKind]:
    """What the rules find."""
    return [found.kind for found in review_acts(acts, {7: habits})]


@pytest.mark.parametrize(
    ("views", "usual", "found"),
    [(29, 0, False), (30, 0, True), (30, 10, False), (31, 10, True), (90, 40, False)],
)
def test_volume_is_above_the_floor_and_above_three_times_the_usual(
    views: int, usual: float, found: bool
) -> None:
    acts = [view(n) for n in range(views)]
    habits = replace(PHNOM_PENH, views=usual)
    assert (kinds(acts, habits) == [FindingKind.VOLUME]) is found


@pytest.mark.parametrize(
    ("utc_hour", "share", "unit", "found"),
    [
        (15, 0.0, "KHM-PHNOMPENH", True),  # 22 o'clock there, midnight in Seoul
        (14, 0.0, "KHM-PHNOMPENH", False),  # 21 there
        (22, 0.0, "KHM-PHNOMPENH", True),  # 5 there, 7 in Seoul
        (23, 0.0, "KHM-PHNOMPENH", False),  # 6 there
        (15, 0.4, "KHM-PHNOMPENH", False),  # works nights
        (15, 0.0, CALL_CENTER, False),  # works around the clock
    ],
)
def test_night_is_by_the_clock_of_the_unit_and_the_habits_of_the_account(
    utc_hour: int, share: float, unit: str, found: bool
) -> None:
    at = NOON.replace(hour=utc_hour)
    acts = [view(n, at=at, unit_code=unit) for n in range(5)]
    habits = replace(PHNOM_PENH, night_share=share)
    assert (kinds(acts, habits) == [FindingKind.NIGHT]) is found


def test_a_person_of_ones_own_name_is_one_finding_per_case() -> None:
    acts = [view(1, own_name=True), view(2, subject="2026-KHM-000010", own_name=True), view(3)]
    (found,) = review_acts(acts, {7: PHNOM_PENH})
    assert (found.kind, found.subject, found.acts) == (FindingKind.OWN_NAME, "2026-KHM-000010", 2)


@pytest.mark.parametrize(("tries", "found"), [(4, False), (5, True)])
def test_attempts_out_of_reach_count_from_five(tries: int, found: bool) -> None:
    refused = {"action": "request.refused", "result": "refused", "subject": None}
    acts = [view(n, **refused) for n in range(tries)]
    assert (kinds(acts) == [FindingKind.REFUSED]) is found


def test_input_to_be_corrected_is_no_attempt() -> None:
    refused = {"action": "input.refused", "result": "not_taken", "subject": None}
    assert kinds([view(n, **refused) for n in range(20)]) == []


@pytest.mark.parametrize(
    ("role", "missions", "usual", "found"),
    [
        (Role.ANALYST, 20, 0, True),
        (Role.ANALYST, 19, 0, False),
        (Role.ANALYST, 20, 8, False),
        (Role.OFFICER, 20, 0, False),
    ],
)
def test_cases_of_many_missions_are_asked_about_at_the_centers(
    role: Role, missions: int, usual: float, found: bool
) -> None:
    acts = [view(n, role=role.value, mission=f"M-{n}") for n in range(missions)]
    habits = replace(PHNOM_PENH, missions=usual)
    assert (FindingKind.MISSIONS in kinds(acts, habits)) is found


@pytest.mark.parametrize(
    ("serials", "found"),
    [
        ([1, 2, 3, 4, 5], True),
        ([9, 8, 7, 6, 5], True),
        ([1, 2, 2, 3, 4, 5], True),  # the same one again breaks nothing
        ([1, 2, 3, 4], False),
        ([1, 3, 5, 7, 9], False),
    ],
)
def test_numbers_one_after_the_other_are_found_opened_or_refused(
    serials: list[int], found: bool
) -> None:
    acts = [view(n, subject=f"2026-KHM-{serial:06d}") for n, serial in enumerate(serials)]
    acts[1] = replace(acts[1], action="request.refused", result="refused")
    assert (FindingKind.SEQUENCE in kinds(acts)) is found


def test_every_file_with_personal_data_is_looked_at() -> None:
    files = [view(n, action="case.export", subject=None, rows=40) for n in (1, 2)]
    (found,) = review_acts(files, {7: PHNOM_PENH})
    assert (found.kind, found.acts, found.detail["rows"]) == (FindingKind.EXPORT, 2, 80)

"""Likely duplicates: found by place and days, by numbers anywhere, by similar names; within scope only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from safety_center.domain.access import Actor, Role
from safety_center.domain.periods import utc_now
from safety_center.services.context import viewing
from safety_center.services.duplicates import Likeness, find_likely_duplicates
from safety_center.services.installation import Installation
from tests.factories import BANGKOK, make_actor, make_report, submit
from tests.functional.desk import acts

DAY = utc_now().date() - timedelta(days=10)


def _look(installation: Installation, actor: Actor, **changes: Any) -> tuple[Likeness, ...]:
    with viewing(installation, actor) as ctx:
        return find_likely_duplicates(ctx, [make_report(**changes)])[0]


def _codes(found: tuple[Likeness, ...]) -> set[str]:
    return {reason.code for likeness in found for reason in likeness.reasons}


@pytest.fixture
def officer(installation: Installation) -> Actor:
    return make_actor(installation, Role.OFFICER)


@pytest.fixture
def manager(installation: Installation) -> Actor:
    return make_actor(installation, Role.CENTER_MANAGER)


def test_the_same_city_type_and_days_are_found(installation: Installation, officer: Actor) -> None:
    known = submit(installation, officer, city="프놈펜", occurred_from=DAY.isoformat())
    near = (DAY + timedelta(days=3)).isoformat()
    found = _look(installation, officer, city="프놈펜시", occurred_from=near)
    assert [likeness.case_number for likeness in found] == [known.case_number]
    assert dict(found[0].reasons[0].params) == {"days": 3}
    assert not _look(installation, officer, city="시엠레아프", occurred_from=near)
    far = (DAY - timedelta(days=15)).isoformat()
    assert not _look(installation, officer, city="프놈펜", occurred_from=far)


def test_a_telephone_or_passport_is_found_in_any_country_and_year(
    installation: Installation, manager: Actor
) -> None:
    person = {"name_hangul": "홍길동", "telephone": "010-1234-5678", "passport_number": "M12345678"}
    long_ago = (utc_now() - timedelta(days=900)).isoformat()
    known = submit(installation, manager, received_at=long_ago, persons=[person])
    elsewhere = {"country_code": "TH", "situation": "fraud"}
    by_caller = _look(
        installation, manager, **elsewhere, caller_none="", caller_telephone="+82 10 1234 5678"
    )
    by_passport = _look(
        installation, manager, **elsewhere, persons=[{"passport_number": "m1234-5678"}]
    )
    assert [found[0].case_number for found in (by_caller, by_passport)] == [known.case_number] * 2
    assert _codes(by_caller) == {"same_telephone"}
    assert _codes(by_passport) == {"same_identity"}


def test_a_similar_name_is_found_nearby_and_said_to_be_a_name_only(
    installation: Installation, officer: Actor
) -> None:
    submit(installation, officer, persons=[{"name_hangul": "홍길동"}])
    heard = _look(installation, officer, situation="detention", persons=[{"name_hangul": "홍길둥"}])
    assert _codes(heard) == {"similar_name"}
    assert not _look(
        installation, officer, situation="detention", persons=[{"name_hangul": "김철수"}]
    )
    other = [{"name_hangul": "홍길동", "sex": "female", "birth_date": "1990-01-01"}]
    submit(installation, officer, country_code="LA", persons=other)
    man = [{"name_hangul": "홍길동", "sex": "male"}]
    assert not _look(installation, officer, country_code="LA", situation="fraud", persons=man)


def test_the_unconscious_stranger_is_found_when_somebody_is_missed(
    installation: Installation, officer: Actor
) -> None:
    """Pattaya, February 2015: the two reports were never compared (field.md (c) 2)."""
    stranger = {"sex": "male", "age_band": "40-49", "outcome": "injured"}
    place = {"country_code": "TH", "city": "파타야"}
    first = submit(
        installation,
        officer,
        **place,
        situation="accident",
        occurred_from=(DAY - timedelta(days=7)).isoformat(),
        persons=[stranger],
    )
    missed = {"name_hangul": "박민준", "sex": "male", "birth_date": "1980-03-02"}
    found = _look(
        installation,
        officer,
        **place,
        situation="missing",
        occurred_from=DAY.isoformat(),
        persons=[missed],
    )
    assert [likeness.case_number for likeness in found] == [first.case_number]
    assert _codes(found) == {"unidentified_and_missing"}
    compared = {row.field: (row.here, row.there, row.agrees) for row in found[0].compared}
    assert compared["age_band"] == ("40-49", "40-49", True)
    assert compared["name"] == ("박○준", None, None)
    woman = {**missed, "sex": "female"}
    assert not _look(installation, officer, **place, situation="missing", persons=[woman])


def test_outside_ones_scope_only_number_mission_type_and_day_show(
    installation: Installation, officer: Actor
) -> None:
    there = make_actor(installation, Role.OFFICER, BANGKOK)
    person = [{"name_hangul": "홍길동", "passport_number": "M12345678"}]
    known = submit(installation, there, country_code="TH", city="방콕", persons=person)
    found = _look(installation, officer, persons=person)
    likeness = found[0]
    assert (likeness.case_number, likeness.mission_code) == (known.case_number, BANGKOK)
    assert not likeness.in_reach
    nothing = (likeness.reasons, likeness.compared, likeness.city, likeness.status)
    assert nothing == ((), (), None, None)


def test_the_look_up_is_in_the_trail_by_numbers_alone(
    installation: Installation, officer: Actor
) -> None:
    known = submit(installation, officer, persons=[{"name_hangul": "홍길동"}])
    _look(installation, officer, persons=[{"name_hangul": "홍길동"}])
    _look(installation, officer, country_code="LA", persons=[{"name_hangul": "홍길동"}])
    entries = acts(installation, "duplicate.look")
    assert [entry.rows for entry in entries] == [1]
    assert known.case_number in entries[0].detail
    assert "홍길동" not in entries[0].detail


def test_a_batch_takes_as_many_statements_as_one(
    installation: Installation, officer: Actor
) -> None:
    person = {"name_hangul": "홍길동", "telephone": "010-1234-5678"}
    submit(installation, officer, city="프놈펜", persons=[person])
    counts = []
    for size in (1, 40):
        reports = [make_report(city="프놈펜", persons=[person]) for _ in range(size)]
        statements: list[str] = []
        with viewing(installation, officer) as ctx:
            ctx.places  # noqa: B018 - read beforehand, not part of what is counted
            event.listen(
                ctx.session.get_bind(),
                "before_cursor_execute",
                lambda *args, kept=statements: kept.append(args[2]),
            )
            found = find_likely_duplicates(ctx, reports)
            counts.append(len(statements))
        assert all(found)
    assert counts[0] == counts[1]

"""Likeness is symmetric, never rests on a name alone, and finds the pair that nobody compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.domain.likeness import (
    SHOWN_FROM,
    CaseTraits,
    PersonTraits,
    find_reasons,
    is_near,
    is_surely_the_same,
    may_be_the_same,
    total,
)
from safety_center.domain.likeness_names import NameLikeness, compare_names
from safety_center.domain.vocabulary import AgeBand, PersonOutcome, Sex

DAY = date(2015, 2, 3)


def case(*persons: PersonTraits, **changes: Any) -> CaseTraits:
    values: dict[str, Any] = {
        "country_code": "TH",
        "city": "파타야",
        "incident_type": "theft",
        "situation": "theft",
        "first_on": DAY,
        "last_on": DAY,
    }
    return CaseTraits(**{**values, **changes}, persons=persons)


NAMES = st.sampled_from(
    [
        (None, None),
        ("홍길동", None),
        ("홍길둥", None),
        ("김철수", None),
        (None, "HONG GILDONG"),
        (None, "Gil-dong Hong"),
        ("이수진", "LEE SUJIN"),
    ]
)
KEYS = st.frozensets(st.integers(0, 2), max_size=2)
PERSONS = st.builds(
    PersonTraits,
    name=NAMES,
    birth_date=st.sampled_from([None, date(1980, 1, 1), date(1990, 1, 1)]),
    age_band=st.sampled_from(AgeBand),
    sex=st.sampled_from(Sex),
    outcome=st.sampled_from(PersonOutcome),
    headcount=st.sampled_from([1, 1, 3]),
    telephones=KEYS,
    identities=KEYS,
)
DAYS = st.integers(0, 40).map(lambda days: DAY + timedelta(days=days))
CASES = st.builds(
    CaseTraits,
    country_code=st.sampled_from(["TH", "KH"]),
    city=st.sampled_from([None, "파타야", "방콕"]),
    incident_type=st.sampled_from(["theft", "missing", "other"]),
    situation=st.sampled_from(["theft", "missing", "accident"]),
    first_on=DAYS,
    last_on=st.just(DAY + timedelta(days=40)),
    persons=st.lists(PERSONS, max_size=3).map(tuple),
    caller_telephones=KEYS,
    caller_names=KEYS,
)


@given(CASES, CASES)
def test_what_one_case_finds_in_another_the_other_finds_in_it(
    one: CaseTraits, other: CaseTraits
) -> None:
    assert find_reasons(one, other) == find_reasons(other, one)


@given(CASES, CASES)
def test_far_away_only_a_number_or_a_birth_date_counts(one: CaseTraits, other: CaseTraits) -> None:
    far = replace(other, country_code="FR")
    codes = {reason.code for reason in find_reasons(one, far)}
    assert codes <= {"same_identity", "same_telephone", "same_caller", "same_name_and_birth"}


@given(PERSONS, PERSONS)
def test_no_two_persons_are_proposed_as_one_by_their_names_alone(
    one: PersonTraits, other: PersonTraits
) -> None:
    if is_surely_the_same(one, other):
        same_birth = one.birth_date is not None and one.birth_date == other.birth_date
        assert same_birth or one.identities & other.identities or one.telephones & other.telephones
    named = replace(one, birth_date=None, identities=frozenset(), telephones=frozenset())
    assert not is_surely_the_same(named, replace(other, name=one.name))


@given(CASES, CASES)
def test_what_is_shown_weighs_enough(one: CaseTraits, other: CaseTraits) -> None:
    reasons = find_reasons(one, other)
    assert not reasons or total(reasons) >= SHOWN_FROM
    weights = [reason.weight for reason in reasons]
    assert weights == sorted(weights, reverse=True)


@given(NAMES, NAMES)
def test_names_are_compared_alike_from_both_sides(one: Any, other: Any) -> None:
    assert compare_names(one, other) is compare_names(other, one)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("홍길동", None), ("홍 길동", None), NameLikeness.SAME),
        (("홍길동", None), ("홍길둥", None), NameLikeness.SIMILAR),
        (("홍길동", None), ("길동", None), NameLikeness.SIMILAR),
        (("홍길동", None), ("김철수", None), NameLikeness.DIFFERENT),
        ((None, "HONG GILDONG"), (None, "Gil-dong Hong"), NameLikeness.SAME),
        ((None, "HONG GILDONG"), (None, "HONG KIL DONG"), NameLikeness.SIMILAR),
        ((None, "JEONG YOUNGHO"), (None, "CHUNG YUNG HO"), NameLikeness.SIMILAR),
        ((None, "KIM MINSU"), (None, "LEE MINSU"), NameLikeness.DIFFERENT),
        (("홍길동", None), (None, "HONG KIL DONG"), NameLikeness.SIMILAR),
        ((None, "Gildong Hong"), ("홍길동", None), NameLikeness.SIMILAR),
        (("이수진", None), (None, "YI SOOJIN"), NameLikeness.SIMILAR),
        (("이수진", None), (None, "LEE MINSU"), NameLikeness.UNKNOWN),
        (("김철수", None), (None, "HONG GILDONG"), NameLikeness.DIFFERENT),
        (("홍길동", None), (None, None), NameLikeness.UNKNOWN),
    ],
)
def test_names_are_compared_by_letters_and_usual_romanisations(
    one: Any, other: Any, expected: NameLikeness
) -> None:
    assert compare_names(one, other) is expected


def test_the_unconscious_stranger_and_the_missing_man_are_compared_across_types() -> None:
    """Pattaya, February 2015 (audit of 2016)."""
    stranger = PersonTraits(sex=Sex.MALE, age_band=AgeBand.FORTIES, outcome=PersonOutcome.INJURED)
    missed = PersonTraits(
        name=("박민준", None),
        sex=Sex.MALE,
        age_band=AgeBand.FORTIES,
        outcome=PersonOutcome.MISSING,
    )
    hospital = case(stranger, incident_type="other", situation="accident")
    week = DAY + timedelta(days=7)
    family = case(missed, incident_type="missing", situation="missing", first_on=week, last_on=week)
    assert [reason.code for reason in find_reasons(hospital, family)] == [
        "unidentified_and_missing"
    ]
    woman = case(replace(missed, sex=Sex.FEMALE), incident_type="missing", situation="missing")
    assert find_reasons(hospital, woman) == ()


@pytest.mark.parametrize("days", [0, 1, 2])
def test_without_a_city_country_and_type_alone_are_not_enough(days: int) -> None:
    later = DAY + timedelta(days=days)
    one = case(PersonTraits(sex=Sex.MALE), city=None, first_on=later, last_on=later)
    other = case(PersonTraits(sex=Sex.MALE))
    assert find_reasons(one, other) == ()
    called = replace(one, caller_names=frozenset({"같은 신고인"}))
    again = replace(other, caller_names=frozenset({"같은 신고인"}))
    assert total(find_reasons(called, again)) >= SHOWN_FROM


def test_without_a_city_persons_who_agree_are_shown() -> None:
    man = PersonTraits(sex=Sex.MALE, age_band=AgeBand.of("20-29"))
    assert find_reasons(case(man, city=None), case(man, city=None))


def test_the_same_name_in_two_towns_stays_two_people() -> None:
    """A name score once fused people of different ages from two towns (encontradosco #150)."""
    one = PersonTraits(name=("김민수", None), age_band=AgeBand.TWENTIES, sex=Sex.MALE)
    other = replace(one, age_band=AgeBand.FIFTIES)
    assert not may_be_the_same(one, other)
    assert find_reasons(case(one), case(other, city="방콕")) == ()


def test_a_town_full_of_thefts_is_not_shown_after_some_days() -> None:
    later = [
        case(first_on=DAY + timedelta(days=n), last_on=DAY + timedelta(days=n)) for n in range(20)
    ]
    shown = [bool(find_reasons(case(), other)) for other in later]
    assert shown == [n <= 12 for n in range(20)]
    assert is_near(case(), later[14])
    assert not is_near(case(), later[15])

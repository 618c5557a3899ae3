"""Sentences from numbers: particles, changes, and honesty about small numbers."""

from __future__ import annotations

import pytest

from safety_center.charts.sentences import (
    CASES,
    Sentence,
    bare_share,
    change,
    difference,
    no_records,
    particle,
    share,
    tell_course,
    unit_of,
)

BEFORE = Sentence("전년 같은 기간", "the same period of the year before")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("유럽", "유럽은"),
        ("미주", "미주는"),
        ("아시아·태평양", "아시아·태평양은"),
        ("2016", "2016은"),
    ],
)
def test_a_particle_follows_the_last_sound(word: str, expected: str) -> None:
    assert particle(word, "은", "는") == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("서울", "서울로"), ("미국", "미국으로"), ("미주", "미주로")]
)
def test_after_rieul_the_direction_is_ro(word: str, expected: str) -> None:
    assert particle(word, "으로", "로") == expected


def test_a_change_is_told_in_per_cent() -> None:
    assert change(110, 100, BEFORE).ko == "전년 같은 기간보다 10% 늘었다"
    assert change(97, 100, BEFORE).en == "3.0% fewer than in the same period of the year before"


def test_small_numbers_are_told_in_persons() -> None:
    assert change(5, 3, BEFORE).ko == "전년 같은 기간보다 2명 많다"
    assert change(19, 200, BEFORE).en == "181 fewer than in the same period of the year before"


def test_nothing_before_gives_no_rate() -> None:
    assert change(7, 0, BEFORE).ko == "전년 같은 기간에는 없었다"


def test_equal_numbers_are_called_the_same() -> None:
    assert change(40, 40, BEFORE).ko == "전년 같은 기간과 같다"
    assert change(10_049, 10_000, BEFORE).ko == "전년 같은 기간과 거의 같다"


def test_a_share_of_few_persons_is_not_given() -> None:
    assert share(3, 19).ko == ""
    assert share(10, 40).en == " (25%)"


def test_a_difference_always_has_its_sign() -> None:
    assert [difference(5, 3), difference(3, 1003), difference(3, 3)] == ["+2", "−1,000", "0"]


def test_brackets_at_the_end_are_not_read_for_a_particle() -> None:
    assert particle("03시(야간)", "으로", "로") == "03시(야간)로"
    assert particle("분실(피해자)", "이", "가") == "분실(피해자)이"


def test_a_part_is_neither_nothing_nor_all() -> None:
    assert bare_share(1403, 1404) == "99.9%"
    assert bare_share(4, 24_319) == "0.02%"
    assert bare_share(0, 100) == "0.0%"


def test_none_then_and_none_now_is_said_once() -> None:
    assert change(0, 0, BEFORE).ko == "전년 같은 기간에도 없었다"


def test_one_case_is_no_cases() -> None:
    assert unit_of(1, CASES).en == "case"
    assert unit_of(2, CASES).en == "cases"
    assert unit_of(1, CASES).ko == "건"


def test_a_course_of_years_is_told_in_times_per_cent_or_persons() -> None:
    assert tell_course(9_290, 20_657).ko == "2.2배가 되었다"
    assert tell_course(260, 290).ko == "12% 늘었다"
    assert tell_course(3, 9).en == "6 more"
    assert tell_course(100, 101).en == "about the same"


def test_a_period_before_the_first_record_is_compared_with_nothing() -> None:
    told = no_records(Sentence("전년 같은 날", "on the same day of last year"))
    assert told.ko == "전년 같은 날은 이 시스템의 기록이 시작되기 전이다"
    assert told.en == "this system has no records of the same day of last year"

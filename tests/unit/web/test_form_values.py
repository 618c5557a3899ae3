"""Flat forms and nested dicts."""

from werkzeug.datastructures import MultiDict

from safety_center.web.form_values import close_gaps, count_blocks, flat_values, nest, zoned


def test_a_form_becomes_nested_without_our_own_fields() -> None:
    form = MultiDict([("csrf_token", "x"), ("city", "a"), ("city", "b"), ("persons.0.sex", "male")])
    assert nest(flat_values(form)) == {"city": "b", "persons": [{"sex": "male"}]}


def test_empty_blocks_are_dropped_and_the_others_numbered_anew() -> None:
    values = {"persons.0.sex": " ", "persons.2.sex": "male", "city": "x"}
    closed = close_gaps(values, "persons")
    assert closed == {"city": "x", "persons.0.sex": "male"}
    assert count_blocks(closed, "persons") == 1


def test_names_that_only_look_like_blocks_are_left_alone() -> None:
    assert nest({"persons.x.sex": "male", "persons": "y"}) == {"persons": "y"}


def test_a_local_time_gets_the_offset_of_its_zone_and_nonsense_stays_as_typed() -> None:
    assert zoned("2026-01-05T23:30", "Asia/Phnom_Penh") == "2026-01-05T23:30:00+07:00"
    assert zoned("2026-01-05T23:30+09:00", "Asia/Phnom_Penh") == "2026-01-05T23:30+09:00"
    assert zoned("어제", "Asia/Seoul") == "어제"

"""Two changes of one form: what follows, what stays, what is asked."""

from safety_center.web.cases.three_ways import merge_three_ways, pick

BASE = {
    "version": "3",
    "city": "프놈펜",
    "summary": "",
    "persons.0.id": "17",
    "persons.0.sex": "male",
    "persons.0.telephone": "010-1",
    "persons.1.id": "18",
    "persons.1.sex": "female",
}
FIRST_GONE = {
    "version": "4",
    "city": "프놈펜",
    "summary": "",
    "persons.0.id": "18",
    "persons.0.sex": "female",
}


def overlaps(theirs: dict[str, str], mine: dict[str, str]) -> list[str]:
    """Names of the fields that are asked about."""
    return [o.field for o in merge_three_ways(BASE, theirs, mine).overlaps]


def test_an_untouched_field_follows_the_others_change() -> None:
    merged = merge_three_ways(BASE, {**BASE, "city": "시엠립"}, {**BASE, "summary": "도난"})
    assert (merged.values["city"], merged.values["summary"]) == ("시엠립", "도난")
    assert merged.overlaps == []


def test_a_field_that_both_changed_is_asked_about_and_holds_what_was_typed() -> None:
    merged = merge_three_ways(BASE, {**BASE, "city": "시엠립"}, {**BASE, "city": "바탐방"})
    assert [(o.field, o.theirs, o.mine) for o in merged.overlaps] == [("city", "시엠립", "바탐방")]
    assert merged.values["city"] == "바탐방"
    assert pick(merged.values, {"city": "시엠립"})["city"] == "시엠립"


def test_the_same_change_twice_is_no_question() -> None:
    assert overlaps({**BASE, "city": "시엠립"}, {**BASE, "city": " 시엠립 "}) == []


def test_a_cleared_field_counts_as_a_change() -> None:
    assert overlaps({**BASE, "city": ""}, {**BASE, "city": "바탐방"}) == ["city"]


def test_persons_are_matched_by_their_id() -> None:
    merged = merge_three_ways(BASE, FIRST_GONE, {**BASE, "persons.1.sex": "unknown"})
    by_id = {
        merged.values[f"persons.{place}.id"]: merged.values[f"persons.{place}.sex"]
        for place in (0, 1)
    }
    assert by_id == {"18": "unknown", "17": "male"}
    assert merged.values["persons.1.removed"] == "true"
    assert merged.overlaps == []


def test_taking_off_a_person_whom_the_other_changed_is_asked_about() -> None:
    mine = {**BASE, "persons.0.removed": "true"}
    assert overlaps({**BASE, "persons.0.telephone": "010-2"}, mine) == ["persons.0.removed"]
    changed = {**BASE, "persons.0.telephone": "010-2"}
    assert [f.rpartition(".")[2] for f in overlaps(FIRST_GONE, changed)] == ["removed"]


def test_new_persons_of_both_stay() -> None:
    theirs = {**BASE, "persons.2.id": "19", "persons.2.sex": "female"}
    mine = {**BASE, "persons.2.sex": "male", "persons.2.name_hangul": "새사람"}
    merged = merge_three_ways(BASE, theirs, mine)
    assert merged.values["persons.2.id"] == "19"
    assert merged.values["persons.3.name_hangul"] == "새사람"
    assert "persons.3.id" not in merged.values
    assert merged.overlaps == []


def test_without_knowing_what_was_shown_every_difference_is_asked_about() -> None:
    merged = merge_three_ways({}, {**BASE, "city": "시엠립"}, {**BASE, "city": "프놈펜"})
    assert [o.field for o in merged.overlaps] == ["city"]

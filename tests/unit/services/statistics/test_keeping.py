"""Answers are kept for one state of a database, and no more than so many."""

from safety_center.services.statistics.keeping import Kept


def test_an_answer_is_found_while_its_state_lasts() -> None:
    kept: Kept[int] = Kept()
    kept.keep("one", "before", "how many?", 3)
    assert kept.find("one", "before", "how many?") == 3
    assert kept.find("one", "before", "how few?") is None
    assert kept.find("one", "after", "how many?") is None
    assert kept.find("two", "before", "how many?") is None


def test_a_new_state_drops_what_was_kept_of_another() -> None:
    kept: Kept[int] = Kept()
    kept.keep("one", "before", "how many?", 3)
    kept.keep("one", "after", "how few?", 1)
    assert kept.find("one", "before", "how many?") is None
    assert kept.find("one", "after", "how few?") == 1


def test_the_oldest_answer_makes_room() -> None:
    kept: Kept[int] = Kept(most=2)
    for number, question in enumerate("abc"):
        kept.keep("one", None, question, number)
    assert [kept.find("one", None, question) for question in "abc"] == [None, 1, 2]

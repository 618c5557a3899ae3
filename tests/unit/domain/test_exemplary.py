"""Cards: which state follows which, what must stand on one, and how heads' reviews make ranks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.domain.errors import InputRefused
from safety_center.domain.exemplary import (
    FEWEST_REVIEWS,
    MOST_STEPS,
    Criterion,
    ExemplaryState,
    card_texts,
    check_complete,
    may_become,
    parse_adoption,
    parse_card,
    parse_review,
    rank_cards,
)

_S = ExemplaryState
CARD = {
    "title": "제목",
    "situation": "상황",
    "steps": [{"what": "한 일", "after": "접수 40분 뒤"}],
    "result": "결과",
    "lessons": "참고",
    "act_article": "12",
}


def even(score: int) -> dict[Criterion, int]:
    return dict.fromkeys(Criterion, score)


@pytest.mark.parametrize("state", ExemplaryState)
def test_nothing_is_published_but_what_was_endorsed(state: ExemplaryState) -> None:
    assert may_become(state, _S.PUBLISHED) == (state is _S.ENDORSED)


def test_what_was_withdrawn_stays_so() -> None:
    assert not any(may_become(_S.WITHDRAWN, state) for state in ExemplaryState)


def test_a_card_may_be_half_written_but_not_handed_in() -> None:
    assert check_complete(parse_card(CARD)) == []
    missing = {error.field for error in check_complete(parse_card({"title": "제목"}))}
    assert missing == {"situation", "steps", "result", "lessons", "act_article"}


def test_empty_steps_are_dropped_and_too_many_are_refused() -> None:
    card = parse_card({**CARD, "steps": [{}, {"what": " "}, {"what": "한 일"}]})
    assert [step.what for step in card.steps] == ["한 일"]
    with pytest.raises(InputRefused) as refused:
        parse_card({**CARD, "steps": [{"what": "한 일"}] * (MOST_STEPS + 1)})
    assert refused.value.errors[0].field == "steps"


def test_texts_of_a_card_have_their_paths() -> None:
    assert list(card_texts(parse_card(CARD))) == [
        "title",
        "situation",
        "steps.0.what",
        "steps.0.after",
        "result",
        "lessons",
    ]


@pytest.mark.parametrize("score", [0, 6, "", "a"])
def test_scores_go_from_one_to_five(score: object) -> None:
    scores = {"effect": score, "speed": 3, "transfer": 3, "care": 3}
    with pytest.raises(InputRefused) as refused:
        parse_review(scores)
    assert [error.field for error in refused.value.errors] == ["effect"]


def test_taking_over_needs_a_note_and_a_day() -> None:
    with pytest.raises(InputRefused) as refused:
        parse_adoption({"note": " "})
    assert {error.field for error in refused.value.errors} == {"note", "adopted_on"}


def test_equal_means_share_a_rank_and_few_reviews_have_none() -> None:
    scores = {
        1: [even(4)] * 3,
        2: [even(5)] * 3,
        3: [even(4)] * 5,
        4: [even(3)] * 3,
        5: [even(5)] * 2,
        6: [],
    }
    found = [(stand.card_id, stand.rank, stand.tied) for stand in rank_cards(scores)]
    assert found == [
        (2, 1, False),
        (1, 2, True),
        (3, 2, True),
        (4, 4, False),
        (5, None, False),
        (6, None, False),
    ]


def test_means_are_rounded_half_up_and_told_by_criterion() -> None:
    (stand,) = rank_cards({1: [even(5), even(4), even(4) | {Criterion.CARE: 5}]})
    assert stand.mean == 4.42  # 53 / 12
    assert stand.by_criterion[Criterion.CARE] == 4.67
    assert stand.by_criterion[Criterion.SPEED] == 4.33


_review = st.fixed_dictionaries({criterion: st.integers(1, 5) for criterion in Criterion})


@given(st.dictionaries(st.integers(1, 50), st.lists(_review, max_size=6), max_size=12))
def test_ranks_follow_the_means(scores: dict[int, list[dict[Criterion, int]]]) -> None:
    stands = rank_cards(scores)
    ranked = [stand for stand in stands if stand.rank is not None]
    assert {stand.card_id for stand in stands} == set(scores)
    assert all((stand.rank is None) == (stand.reviews < FEWEST_REVIEWS) for stand in stands)
    for better, worse in pairwise(ranked):
        assert (better.mean or 0) >= (worse.mean or 0)
        assert (better.rank == worse.rank) == (better.mean == worse.mean)
    for stand in ranked:
        above = sum((other.mean or 0) > (stand.mean or 0) for other in ranked)
        assert stand.rank == above + 1

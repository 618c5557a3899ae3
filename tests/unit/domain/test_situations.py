"""What the first question of the form offers, and what an answer proposes."""

from datetime import date

from safety_center.domain.situations import OFFERED, Situation, proposal_for

TODAY = date(2026, 11, 22)


def test_theft_and_loss_propose_types_of_their_own() -> None:
    kinds = [proposal_for(each, TODAY).incident_type for each in (Situation.THEFT, Situation.LOSS)]
    assert kinds == ["theft", "lost_property"]


def test_a_loss_from_before_it_was_counted_apart_is_other() -> None:
    assert proposal_for(Situation.LOSS, date(2018, 12, 31)).incident_type == "etc"


def test_the_two_in_one_are_not_offered() -> None:
    assert Situation.THEFT_LOSS not in OFFERED
    assert set(OFFERED) == set(Situation) - {Situation.THEFT_LOSS}

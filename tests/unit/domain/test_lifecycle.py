"""Status, closing, ages."""

from datetime import date

import pytest

from safety_center.domain.lifecycle import age_band_on, check_closing, may_follow
from safety_center.domain.vocabulary import AgeBand, CaseStatus, PersonOutcome


@pytest.mark.parametrize("outcome", ["missing", "detained", "unknown"])
def test_closing_is_refused_while_a_person_is_unsettled(outcome: str) -> None:
    errors = check_closing([PersonOutcome.FOUND, PersonOutcome.of(outcome)])
    assert [(e.field, e.params["number"]) for e in errors] == [("persons.1.outcome", 2)]


def test_closing_is_free_when_everybody_is_settled() -> None:
    assert check_closing([PersonOutcome.NONE, PersonOutcome.DEAD, PersonOutcome.FOUND]) == []


def test_a_closed_case_can_only_be_reopened() -> None:
    assert [s for s in CaseStatus if may_follow(CaseStatus.CLOSED, s)] == [CaseStatus.REOPENED]


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2016, 11, 23), AgeBand.UNDER_10),
        (date(2016, 11, 22), AgeBand.TEENS),
        (date(1996, 11, 22), AgeBand.THIRTIES),
        (date(1920, 1, 1), AgeBand.SEVENTY_UP),
    ],
)
def test_age_counts_full_years(born: date, band: AgeBand) -> None:
    assert age_band_on(born, date(2026, 11, 22)) is band

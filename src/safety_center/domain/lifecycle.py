"""Which status follows which, and what closing needs."""

from collections.abc import Iterable, Mapping
from datetime import date

from safety_center.domain.errors import N_, FieldError
from safety_center.domain.vocabulary import AgeBand, CaseStatus, PersonOutcome

_NEXT: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.RECEIVED: frozenset(
        {CaseStatus.IN_PROGRESS, CaseStatus.HANDOVER_PENDING, CaseStatus.CLOSED}
    ),
    CaseStatus.IN_PROGRESS: frozenset({CaseStatus.HANDOVER_PENDING, CaseStatus.CLOSED}),
    CaseStatus.HANDOVER_PENDING: frozenset(
        {CaseStatus.IN_PROGRESS, CaseStatus.RECEIVED, CaseStatus.REOPENED}
    ),
    CaseStatus.CLOSED: frozenset({CaseStatus.REOPENED}),
    CaseStatus.REOPENED: frozenset(
        {CaseStatus.IN_PROGRESS, CaseStatus.HANDOVER_PENDING, CaseStatus.CLOSED}
    ),
}

OPEN_STATUSES = tuple(s for s in CaseStatus if s is not CaseStatus.CLOSED)

#: A person so recorded still needs somebody: the case may not be closed (audit findings of 2016).
UNSETTLED_OUTCOMES = frozenset(
    {PersonOutcome.MISSING, PersonOutcome.DETAINED, PersonOutcome.UNKNOWN}
)


def may_follow(now: CaseStatus, then: CaseStatus) -> bool:
    """True when a case may go from `now` to `then`."""
    return then in _NEXT[now]


def check_closing(outcomes: Iterable[PersonOutcome]) -> list[FieldError]:
    """One error per person whose outcome forbids closing; `outcomes` in the order shown."""
    return [
        FieldError(
            f"persons.{index}.outcome",
            "outcome_unsettled",
            N_(
                "당사자 %(number)s의 상태가 '%(outcome)s'이므로 종결할 수 없습니다. 상태를 확인해 수정해 주십시오."
            ),
            {"number": index + 1, "outcome": outcome},
        )
        for index, outcome in enumerate(outcomes)
        if outcome in UNSETTLED_OUTCOMES
    ]


def age_band_on(birth_date: date, day: date) -> AgeBand:
    """Age band of someone born on `birth_date` on `day` (full years)."""
    years = day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
    bands = [band for band in AgeBand if band is not AgeBand.UNKNOWN]
    return bands[min(max(years, 0) // 10, len(bands) - 1)]

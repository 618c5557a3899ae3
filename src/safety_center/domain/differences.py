"""A question for what changed: two instants, and which figure (period, filters, breakdown).

`from` and `to` are the instants between which something was recorded; the days of the figure are
`first_day` and `last_day`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.statistics import StatisticsQuery, parse_instant, parse_query
from safety_center.domain.vocabulary import ChangeReason

#: Why a figure may differ, in the order in which the parts stand. Progress changes no figure.
REASONS = tuple(reason for reason in ChangeReason if reason is not ChangeReason.PROGRESS)
#: A part that no case causes: the division into regions was another one.
REDIVIDED = "redivided"
_FROM, _TO = "from", "to"
#: Days of the figure, by their name in `parse_query`.
_DAYS = {"from": "first_day", "to": "last_day"}


@dataclass(frozen=True)
class Question:
    """A figure, and the two instants as which it is compared. A date begins, or ends, at Seoul's midnight."""

    query: StatisticsQuery
    from_at: datetime
    to_at: datetime


def parse_question(values: Mapping[str, str | Sequence[str] | None]) -> Question:
    """A question from an address or a command line; raises `InputRefused` with every error."""
    rest = {name: value for name, value in values.items() if name not in (_FROM, _TO, "as_of")}
    rest |= {name: rest.pop(ours, None) for name, ours in _DAYS.items()}
    errors: list[FieldError] = []
    query = StatisticsQuery()
    try:
        query = parse_query(rest)
    except InputRefused as refused:
        errors = [
            FieldError(_DAYS.get(error.field, error.field), error.code, error.message, error.params)
            for error in refused.errors
        ]
    ends = {name: _instant(name, values.get(name), errors) for name in (_FROM, _TO)}
    errors.sort(key=lambda error: error.field not in (_FROM, _TO))
    from_at, to_at = ends[_FROM], ends[_TO]
    if from_at and to_at and from_at > to_at:
        message = N_("끝 시각이 시작 시각보다 앞섭니다.")
        errors.insert(0, FieldError(_TO, "before_from", message))
    if errors or from_at is None or to_at is None:
        raise InputRefused(errors)
    return Question(query, from_at, to_at)


def _instant(
    name: str, value: str | Sequence[str] | None, errors: list[FieldError]
) -> datetime | None:
    """A Seoul day begins for `from` and ends for `to`, so that both belong to the span."""
    text = ((value if isinstance(value, str) else (value or ("",))[0]) or "").strip()
    if not text:
        message = N_("비교할 두 시각을 모두 정해 주십시오.")
        errors.append(FieldError(name, "missing", message))
        return None
    return parse_instant(name, text, time.min if name == _FROM else time.max, errors)

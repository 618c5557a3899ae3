"""As known at an instant: which instants can be asked for, and what was valid then.

The line list keeps every version with the span in which it was known. An instant is settled when
no change can still be recorded before it: writers take theirs under the lock of the trail's head,
each after the last, so whatever is not after the head's own instant stays as it is.
"""

from datetime import date, datetime

from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.periods import seoul_date
from safety_center.domain.statistics import StatisticsQuery
from safety_center.services.context import Context
from safety_center.store.line_list import fetch_settled_at


def settled_instant(ctx: Context, wanted: datetime) -> datetime:
    """The instant that a figure as of `wanted` stands for: itself, or the last settled one before it.

    Every change made by then is in either; only the label differs. Raises `InputRefused` for a
    Seoul day that has not begun.
    """
    if errors := check_instant(ctx, wanted):
        raise InputRefused(errors)
    settled = fetch_settled_at(ctx.session)
    return min(wanted, settled or wanted, ctx.now)


def check_instant(ctx: Context, wanted: datetime | None) -> list[FieldError]:
    """One error for a Seoul day that has not begun."""
    if wanted is None or seoul_date(wanted) <= ctx.today:
        return []
    message = N_("기준 시각이 아직 오지 않았습니다. 오늘까지의 날짜나 시각을 지정해 주십시오.")
    return [FieldError("as_of", "in_future", message)]


def day_of_reading(ctx: Context, query: StatisticsQuery) -> date:
    """The Seoul day whose division into regions a figure uses."""
    return seoul_date(query.as_of) if query.as_of else ctx.today

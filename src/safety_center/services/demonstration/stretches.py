"""Time in pieces: months while they are long past, shorter and shorter towards the end."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from safety_center.domain.periods import SEOUL, seoul_date
from safety_center.services.demonstration.plan import Month

_DAY = timedelta(days=1)
#: Days before the end at which the last pieces end; a whole month is one before that.
_LAST_STRETCHES = (28, 21, 14, 10, 7, 5, 3, 2, 1, 0.4, 0.1, 0)


def stretches(first: Month, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """`(start, end)` instants: whole Seoul months, and shorter and shorter pieces near the end."""
    last = [end - days * _DAY for days in _LAST_STRETCHES]
    bounds = [datetime(*first, 1, tzinfo=SEOUL)]
    year, month = first
    while True:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        border = datetime(year, month, 1, tzinfo=SEOUL) - timedelta(seconds=1)
        if border >= last[0]:
            break
        bounds.append(border)
    bounds += last
    for start, stop in pairwise(bounds):
        yield start.astimezone(UTC), stop.astimezone(UTC)


def months_between(start: datetime, end: datetime) -> Iterator[Month]:
    """Seoul months touched from `start` to `end`."""
    day, last = seoul_date(start + timedelta(seconds=1)), seoul_date(end)
    month = (day.year, day.month)
    while month <= (last.year, last.month):
        yield month
        month = (month[0], month[1] + 1) if month[1] < 12 else (month[0] + 1, 1)


def days_lived(month: Month, today: date) -> int:
    """Days of the month up to `today`."""
    return today.day if month == (today.year, today.month) else monthrange(*month)[1]

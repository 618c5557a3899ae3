"""When things happen: hours of the day there, delays until the report, the entry and the closing."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any

from safety_center.domain.periods import SEOUL, is_skipped, zone_named
from safety_center.services.demonstration.words import Weighted

_SEOUL_HOURS = 9
_DAY = timedelta(days=1)
#: An incident told with its time happened at least this long before its receipt.
_LEAST_GAP = timedelta(minutes=90)


class Steps:
    """Numbers between bounds, the bounds drawn by weight."""

    def __init__(self, rows: Sequence[Sequence[float]]) -> None:
        self._choice = Weighted(((low, high), weight) for low, high, weight in rows)

    def draw(self, chance: random.Random) -> float:
        """A number, evenly between the bounds drawn."""
        low, high = self._choice.draw(chance)
        return low + (high - low) * chance.random()


class Clock:
    """Draws instants; the tables are of `data/demonstration/seasons.toml`."""

    def __init__(self, seasons: Mapping[str, Any], closing: Mapping[str, Any]) -> None:
        self._hours = seasons["hours"]
        self._delay = Weighted(
            ((int(low), int(high)), weight) for low, high, weight in seasons["delays"]["steps"]
        )
        self._delays = seasons["delays"]
        self._entry = Steps(seasons["entries"]["steps"])
        self._closing = {severity: Steps(rows) for severity, rows in closing.items()}
        self._by_hour = lru_cache(maxsize=None)(self._weigh_hours)

    def received(
        self, month: tuple[int, int], last_day: int, zone: str, source: str, chance: random.Random
    ) -> datetime:
        """An instant on a Seoul day 1 to `last_day` of the month, at a likely hour there."""
        shift = _offset_hours(zone, *month) - _SEOUL_HOURS
        hour = self._by_hour(source, shift).draw(chance)
        day = int(chance.random() * last_day)
        minutes = day * 1440 + hour * 60 + int(chance.random() * 60)
        return _month_start(*month) + timedelta(minutes=minutes)

    def _weigh_hours(self, source: str, shift: int) -> Weighted[int]:
        there = self._hours["call_center" if source == "call_center" else "mission"]
        return Weighted((hour, there[(hour + shift) % 24]) for hour in range(24))

    def occurred(
        self, received: datetime, zone: str, must_be_known: bool, chance: random.Random
    ) -> dict[str, Any]:
        """`occurred_from`, `occurred_to`, `occurred_time` as far as known, in local days."""
        delays = self._delays
        if not must_be_known and chance.random() < delays["unknown"]:
            return {}
        there = received.astimezone(zone_named(zone)).replace(tzinfo=None)
        low, high = self._delay.draw(chance)
        lag = chance.randint(low, high)
        day = there.date() - lag * _DAY
        found: dict[str, Any] = {"occurred_from": day}
        if lag > 1 and chance.random() < delays["span"]:
            found["occurred_to"] = day + chance.randint(1, lag - 1) * _DAY
        elif chance.random() < delays["with_time"]:
            told = _with_time(there, day, lag, chance)
            skipped = any(is_skipped(datetime.combine(day, clock), zone) for clock in told.values())
            found |= {} if skipped else told
        return found

    def entered(self, received: datetime, chance: random.Random) -> datetime:
        """When it was typed: mostly at once, sometimes weeks later."""
        return received + timedelta(minutes=int(self._entry.draw(chance) * 60))

    def closed(self, received: datetime, severity: str, chance: random.Random) -> datetime:
        """When it was closed, the graver the later."""
        return received + timedelta(minutes=int(self._closing[severity].draw(chance) * 60))


def _with_time(there: datetime, day: date, lag: int, chance: random.Random) -> dict[str, time]:
    if lag > 0:
        return {"occurred_time": time(chance.randrange(24), 5 * chance.randrange(12))}
    before = there - _LEAST_GAP - timedelta(minutes=chance.randrange(240))
    return {"occurred_time": time(before.hour, before.minute)} if before.date() == day else {}


@cache
def _month_start(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=SEOUL).astimezone(UTC)


@cache
def _offset_hours(zone: str, year: int, month: int) -> int:
    offset = datetime(year, month, 15, tzinfo=zone_named(zone)).utcoffset() or timedelta()
    return round(offset / timedelta(hours=1))

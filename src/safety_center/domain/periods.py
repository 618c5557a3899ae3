"""All time-zone and calendar code.

Instants are timezone-aware UTC. Two calendars matter: Seoul's (reported, entered, case numbers) and
the local one of the place (occurred). Writing follows the ministry's document habits:
`2018. 12. 10.`, 24-hour times, English `10 December 2018`.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

#: Stands for "day unknown" in cubes and stale marks, where a key may not be null.
UNKNOWN_DAY = date(9999, 12, 31)

_ENGLISH_MONTHS = (
    "January February March April May June July August September October November December"
).split()


@cache
def zone_named(name: str) -> ZoneInfo:
    """An IANA zone, read once: the library itself keeps only the eight used last."""
    return ZoneInfo(name)


def utc_now() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)


@lru_cache(maxsize=1 << 12)
def seoul_date(instant: datetime) -> date:
    """Calendar day in Seoul at that instant."""
    return instant.astimezone(SEOUL).date()


def local_date(instant: datetime, zone: str) -> date:
    """Calendar day at that instant in an IANA zone."""
    return instant.astimezone(zone_named(zone)).date()


def local_instant(day: date, clock: time, zone: str) -> datetime:
    """UTC instant of a local wall-clock time; in a repeated hour the first one."""
    return datetime.combine(day, clock, tzinfo=zone_named(zone)).astimezone(UTC)


def is_skipped(local: datetime, zone: str) -> bool:
    """True for a wall-clock time (no zone of its own) that a change of the clocks leaves out there."""
    there = local.replace(tzinfo=zone_named(zone))
    return there.astimezone(UTC).astimezone(there.tzinfo).replace(tzinfo=None) != local


def is_repeated(local: datetime, zone: str) -> bool:
    """True for a wall-clock time that comes twice there, as when summer time ends."""
    there = local.replace(tzinfo=zone_named(zone))
    return not is_skipped(local, zone) and there.utcoffset() != there.replace(fold=1).utcoffset()


def format_date(day: date | None, language: str = "ko") -> str:
    """`2018. 12. 10.` or `10 December 2018`; empty for None."""
    if day is None:
        return ""
    if language == "en":
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}. {day.month}. {day.day}."


def format_instant(instant: datetime | None, zone: str = "Asia/Seoul", language: str = "ko") -> str:
    """Date and 24-hour time in a zone with the zone's short name; empty for None.

    The last microsecond of a day, as which a day's end is asked for, is its 24:00.
    """
    if instant is None:
        return ""
    local = instant.astimezone(zone_named(zone))
    clock = "24:00" if local.time() == time.max else f"{local:%H:%M}"
    return f"{format_date(local.date(), language)} {clock} {zone_name(instant, zone)}"


def zone_name(instant: datetime, zone: str) -> str:
    """`KST` for Seoul, else the offset at that instant: other short names mean several zones (PST, IST)."""
    if zone == SEOUL.key:
        return "KST"
    offset = instant.astimezone(zone_named(zone)).strftime("%z")
    hours, minutes = offset[:3], offset[3:].removesuffix("00")
    if offset == "+0000":
        return "UTC"
    return f"UTC{hours[0]}{int(hours[1:])}" + (f":{minutes}" if minutes else "")


def format_number(value: int | float | None) -> str:
    """Thousands separated by commas; an en dash for None, since unknown is not zero."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def seoul_midnight(day: date) -> datetime:
    """The instant at which a Seoul day begins."""
    return datetime.combine(day, time(), tzinfo=SEOUL).astimezone(UTC)


def seoul_bounds(
    from_day: date | None, to_day: date | None
) -> tuple[datetime | None, datetime | None]:
    """Instants `[from, to)` that span Seoul days, both ends included; None where open."""
    start = seoul_midnight(from_day) if from_day else None
    end = seoul_midnight(to_day + timedelta(days=1)) if to_day else None
    return start, end

"""The clocks beside a form or a case: the place, the mission, Seoul. Scripts keep them running."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext

from safety_center.domain.periods import SEOUL, format_date, utc_now
from safety_center.domain.places import Country, Mission
from safety_center.web.request import current_language, current_places


@dataclass(frozen=True)
class Clock:
    """One clock as first shown; `zone` is an IANA name."""

    label: str
    zone: str
    time: str
    day: str


def build_clocks(country: Country | None, mission: Mission | None) -> list[Clock]:
    """Seoul last; a mission whose clock shows what the place's shows is left out."""
    language, now = current_language(), utc_now()
    wanted: list[tuple[str, str]] = []
    if country is not None:
        wanted.append((country.label(language), country.main_zone))
    if mission is not None and not _same_time(now, mission.zone, [zone for _, zone in wanted]):
        wanted.append((mission.label(language), mission.zone))
    wanted.append((gettext("서울"), SEOUL.key))
    return [_clock(label, zone, now) for label, zone in wanted]


def short_day(instant: datetime, zone: str, now: datetime | None = None) -> str:
    """`11. 22.`, with the year when it is not this one; `22 November` in English."""
    local, today = instant.astimezone(ZoneInfo(zone)), (now or utc_now()).astimezone(ZoneInfo(zone))
    text = format_date(local.date(), current_language())
    if local.year != today.year:
        return text
    year = f"{local.year}"
    return (
        text.removesuffix(year).strip()
        if current_language() == "en"
        else text.removeprefix(f"{year}. ")
    )


def short_time(instant: datetime, zone: str) -> str:
    """`14:30` there."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def unit_hour(unit_code: str | None) -> str:
    """What a mission's clock shows now; empty for a center, which keeps Seoul's."""
    mission = current_places().missions.get(unit_code or "")
    return short_time(utc_now(), mission.zone) if mission else ""


def local_time(instant: datetime, zone: str) -> str:
    """`11. 22. 14:30` there."""
    return f"{short_day(instant, zone)} {short_time(instant, zone)}"


def seoul_time(instant: datetime, zone: str) -> str:
    """`16:30`, with the day when Seoul has another one; empty where the clocks agree."""
    if short_time(instant, zone) == short_time(instant, "Asia/Seoul"):
        return ""
    same_day = short_day(instant, zone) == short_day(instant, "Asia/Seoul")
    time = short_time(instant, "Asia/Seoul")
    return time if same_day else f"{short_day(instant, 'Asia/Seoul')} {time}"


def _clock(label: str, zone: str, now: datetime) -> Clock:
    return Clock(label, zone, short_time(now, zone), short_day(now, zone, now))


def _same_time(now: datetime, zone: str, others: list[str]) -> bool:
    offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    return any(now.astimezone(ZoneInfo(other)).utcoffset() == offset for other in others)

"""Two quiet figures of a start page: persons reported of late, and in the same days a year ago."""

from dataclasses import dataclass
from datetime import date, datetime

from safety_center.domain.access import Permission
from safety_center.domain.errors import Conflict
from safety_center.domain.statistics import Dimension, StatisticsQuery
from safety_center.services.context import Context
from safety_center.services.statistics import count


@dataclass(frozen=True)
class Persons:
    """Persons by date of report (Seoul) up to today, and the same days last year; of every mission
    where `mission_code` is None."""

    mission_code: str | None
    from_day: date
    to_day: date
    persons: int
    last_from_day: date
    last_to_day: date
    last_persons: int
    as_of: datetime


def month_of_mission(ctx: Context) -> Persons | None:
    """Since the first of the month, of the actor's mission; None at a center, or as `year_so_far`."""
    actor = ctx.require_actor()
    if actor.unit_code not in ctx.places.missions or not actor.may(Permission.STATISTICS_VIEW):
        return None
    return _beside_last_year(ctx, ctx.today.replace(day=1), actor.unit_code)


def year_so_far(ctx: Context) -> Persons | None:
    """Since New Year, of all missions; None without the permission or before any cube."""
    if not ctx.require_actor().may(Permission.STATISTICS_VIEW):
        return None
    return _beside_last_year(ctx, ctx.today.replace(month=1, day=1), None)


def _beside_last_year(ctx: Context, first: date, mission_code: str | None) -> Persons | None:
    last_first, last_today = first.replace(year=first.year - 1), a_year_before(ctx.today)
    try:
        this = count(ctx, _query(mission_code, first, ctx.today))
        last = count(ctx, _query(mission_code, last_first, last_today))
    except Conflict:
        return None
    return Persons(
        mission_code=mission_code,
        from_day=first,
        to_day=ctx.today,
        persons=this.total,
        last_from_day=last_first,
        last_to_day=last_today,
        last_persons=last.total,
        as_of=this.as_of,
    )


def a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _query(mission_code: str | None, first: date, last: date) -> StatisticsQuery:
    filters = {Dimension.MISSION.value: (mission_code,)} if mission_code else {}
    return StatisticsQuery(from_day=first, to_day=last, filters=filters)

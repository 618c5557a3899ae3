"""Two quiet figures of a mission: persons reported this month, and in the same days a year ago."""

from dataclasses import dataclass
from datetime import date, datetime

from safety_center.domain.access import Permission
from safety_center.domain.errors import Conflict
from safety_center.domain.statistics import Dimension, StatisticsQuery
from safety_center.services.context import Context
from safety_center.services.statistics import count


@dataclass(frozen=True)
class MissionMonth:
    """Persons by date of report (Seoul), first of the month up to today, and the same days last year."""

    mission_code: str
    from_day: date
    to_day: date
    persons: int
    last_from_day: date
    last_to_day: date
    last_persons: int
    as_of: datetime


def month_of_mission(ctx: Context) -> MissionMonth | None:
    """Figures of the actor's mission; None at a center, without the permission, or before any cube."""
    actor = ctx.require_actor()
    if actor.unit_code not in ctx.places.missions or not actor.may(Permission.STATISTICS_VIEW):
        return None
    first, today = ctx.today.replace(day=1), ctx.today
    last_first, last_today = first.replace(year=first.year - 1), a_year_before(today)
    try:
        this = count(ctx, _query(actor.unit_code or "", first, today))
        last = count(ctx, _query(actor.unit_code or "", last_first, last_today))
    except Conflict:
        return None
    return MissionMonth(
        mission_code=actor.unit_code or "",
        from_day=first,
        to_day=today,
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


def _query(mission_code: str, first: date, last: date) -> StatisticsQuery:
    filters = {Dimension.MISSION.value: (mission_code,)}
    return StatisticsQuery(from_day=first, to_day=last, filters=filters)

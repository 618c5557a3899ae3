"""What all panels of a page share: who asks, what was chosen, how it is counted, said and linked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safety_center.charts import Wording
from safety_center.charts.trend import Years
from safety_center.services.context import Context
from safety_center.services.dashboards.counter import Counter, Need
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.period import until_text
from safety_center.services.dashboards.view import ListAddress

_YEARS_SHOWN = 10


@dataclass(frozen=True)
class PageScope:
    """One attempt at a page, as its panels see it."""

    ctx: Context
    chosen: Parameters
    counter: Counter
    wording: Wording
    address: ListAddress

    def year_span(self) -> Years:
        """Ten years that are over and, when it is the one chosen, the running one."""
        year, today = self.chosen.period.year, self.ctx.today
        if year == today.year:
            return Years(year - _YEARS_SHOWN, year, year, until_text(today))
        return Years(year - _YEARS_SHOWN + 1, year)

    def until_today(self, first: date, year: int) -> tuple[date, date]:
        """Days from `first` to the end of a year, or to today."""
        return first, min(date(year, 12, 31), self.ctx.today)

    def link(self, need: Need, row: Mapping[str, Any]) -> str | None:
        """The list behind a cell of what was needed."""
        if "none" in (row.get("mission"), row.get("region")):
            return None  # the list has no filter for "without"
        filters = self.counter.filters_of(need, row)
        return self.address(filters) if filters else None

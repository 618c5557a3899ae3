"""What all panels of a page share: who asks, what was chosen, how it is counted, said and linked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from safety_center.charts import Sentence, Wording
from safety_center.charts.year_series import Years
from safety_center.domain.statistics import TIMES
from safety_center.services.context import Context
from safety_center.services.dashboards.counter import Counter, Need
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.period import until_text
from safety_center.services.dashboards.recorded import NO_RECORDS, Records
from safety_center.services.dashboards.view import ListAddress
from safety_center.services.statistics import Figures
from safety_center.services.statistics.coverage import describe_coverage, is_stated
from safety_center.stats.frames import COUNT

_YEARS_SHOWN = 10


@dataclass(frozen=True)
class PageScope:
    """One attempt at a page, as its panels see it."""

    ctx: Context
    chosen: Parameters
    counter: Counter
    wording: Wording
    address: ListAddress
    records: Records = NO_RECORDS

    def year_span(self) -> Years:
        """Ten years that are over and, when it is the one chosen, the running one."""
        year, today = self.chosen.period.year, self.ctx.today
        if year == today.year:
            return Years(year - _YEARS_SHOWN, year, year, until_text(today))
        return Years(year - _YEARS_SHOWN + 1, year)

    def until_today(self, first: date, year: int) -> tuple[date, date]:
        """Days from `first` to the end of a year, or to today."""
        return first, min(date(year, 12, 31), self.ctx.today)

    def is_stated(self, need: Need, cell: Mapping[str, Any]) -> bool:
        """False where a cell's types lie, for its whole time, in gaps of `data/coverage.csv`."""
        return is_stated(self.ctx, self.counter.question(need), cell)

    def silent_years(self, need: Need, **cell: str) -> frozenset[int]:
        """Years of the span in a gap, of a cell with these codes."""
        years = self.year_span().all()
        return frozenset(year for year in years if not self.is_stated(need, {"year": year, **cell}))

    def coverage_notes(self, *needs: Need) -> tuple[Sentence, ...]:
        """The gaps that these numbers touch, told once for the days of all (which differ in their days only)."""
        if not needs:
            return ()
        first, *_ = needs
        days = min(need.days[0] for need in needs), max(need.days[1] for need in needs)
        note = self._coverage_note(replace(first, days=days))
        return (note,) if note.ko else ()

    def _coverage_note(self, need: Need) -> Sentence:
        query = self.counter.question(need)
        by = tuple(name for name in query.by if name not in TIMES)
        nothing = pd.DataFrame(columns=[*by, COUNT]).astype({COUNT: "int64"})
        figures = Figures(replace(query, by=by), nothing, self.ctx.now, 0)
        return Sentence(*(describe_coverage(self.ctx, figures, name) for name in ("ko", "en")))

    def link(self, need: Need, row: Mapping[str, Any]) -> str | None:
        """The list behind a cell of what was needed."""
        if "none" in (row.get("mission"), row.get("region")):
            return None  # the list has no filter for "without"
        filters = self.counter.filters_of(need, row)
        return self.address(filters) if filters else None

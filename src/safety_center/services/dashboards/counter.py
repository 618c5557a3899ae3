"""Counts for a page: every panel from the same state of the cube, few questions to the database."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from safety_center.domain.statistics import Dimension, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit
from safety_center.services.context import Context
from safety_center.services.dashboards.case_questions import flat_filters
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.reference import country_region_map
from safety_center.services.statistics import Figures, count, list_filters
from safety_center.services.statistics.counting import cell_query, instant_of_cube
from safety_center.services.statistics.keeping import Kept
from safety_center.stats.frames import COUNT
from safety_center.stats.rollup import attach, in_order, roll_up
from safety_center.store.cube import fetch_changed_at

_MOST_MERGED = 4
Days = tuple[date, date]
Filters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Need:
    """What a panel wants counted: the days, the dimensions, its own filters."""

    days: Days
    by: tuple[str, ...]
    filters: Filters = field(default_factory=dict)

    def key(self) -> tuple[Any, ...]:
        """Equal where one question can answer two panels."""
        return self.days, tuple(sorted((name, codes) for name, codes in self.filters.items()))


class Counter:
    """Answers needs under a page's choice. Answers are kept while no cell changes.

    A unit that reads sees one state of the cube, so that all panels do.
    """

    def __init__(self, ctx: Context, chosen: Parameters) -> None:
        self._ctx, self._chosen = ctx, chosen
        self._regions = country_region_map(ctx.session, chosen.scheme, ctx.today)
        self._plan: dict[tuple[Any, ...], list[set[str]]] = {}
        self.as_of = chosen.as_of or instant_of_cube(ctx)
        # When cells were last written; before any were, the instant that the cube stands for.
        self._state = fetch_changed_at(ctx.session) or self.as_of
        self.undated = 0

    def of_the_world(self) -> "Counter":
        """The same choice without its place."""
        wide = copy(self)
        wide._chosen = replace(self._chosen, region=None, country=None, mission=None)
        wide._plan = {}
        return wide

    def plan(self, needs: list[Need]) -> None:
        """Tell what will be asked, so that needs over the same days are counted together."""
        for need in sorted(needs, key=lambda need: -len(self._columns(need))):
            groups = self._plan.setdefault(need.key(), [])
            columns = self._columns(need)
            fitting = next((g for g in groups if self._fit(need, g, columns)), None)
            if fitting is None:
                groups.append(set(columns))
            else:
                fitting |= columns

    def _fit(self, need: Need, one: set[str], other: set[str]) -> bool:
        """Whether counting both at once reads no more cells than counting each."""
        if len(one | other) > _MOST_MERGED:
            return False
        cells = {self._cells_for(need, by) for by in (one, other, one | other)}
        return len(cells) == 1

    def _cells_for(self, need: Need, by: set[str]) -> tuple[str, ...] | None:
        """The dimensions of the cells that answer; None where those of days do."""
        query = self._query(need, tuple(sorted(by)))
        periods = cell_query(query, {}).periods()
        return periods.dimensions if periods else None

    def frame(self, need: Need) -> pd.DataFrame:
        """Columns `need.by` and `count`; regions are attached under the page's scheme."""
        columns = self._columns(need)
        groups = self._plan.get(need.key(), [])
        wide = next((group for group in groups if columns <= group), columns)
        answer = self._answer(need, tuple(sorted(wide)))
        names = tuple(str(name) for name in need.by)
        key = (self._chosen.scheme, self._ctx.today, names)
        if key not in answer.frames:
            answer.frames[key] = self._divided(answer.figures, names)
        return answer.frames[key].copy(deep=False)

    def _divided(self, figures: Figures, names: tuple[str, ...]) -> pd.DataFrame:
        """Figures by fewer dimensions, or by the region of their country."""
        frame = figures.frame
        if set(names) == set(figures.query.by):
            return in_order(frame, names)
        if Dimension.REGION in names:
            frame = attach(frame, Dimension.COUNTRY, Dimension.REGION, self._regions)
        return roll_up(frame, names)

    def question(self, need: Need) -> StatisticsQuery:
        """The need as it is asked."""
        return self._query(need, tuple(str(name) for name in need.by))

    def total(self, need: Need) -> int:
        """Persons or cases of a need."""
        return int(self.frame(need)[COUNT].sum())

    def filters_of(self, need: Need, row: Mapping[str, Any]) -> dict[str, str] | None:
        """Parameters of the list behind a cell; several codes of one filter between commas."""
        query = self._query(need, tuple(str(name) for name in row), listed=True)
        found = list_filters(query, row)
        if self._chosen.unit is CountUnit.CASES:
            return flat_filters(found)
        return {
            name: ",".join(value) if isinstance(value, list) else str(value)
            for name, value in found.items()
        }

    def _columns(self, need: Need) -> set[str]:
        """Dimensions to count by: a region is its countries."""
        return {
            Dimension.COUNTRY.value if name == Dimension.REGION else str(name) for name in need.by
        }

    def _answer(self, need: Need, by: tuple[str, ...]) -> "_Answer":
        query = self._query(need, by)
        database = self._ctx.installation.database.url
        answer = _KEPT.find(database, self._state, repr(query))
        if answer is None:
            answer = _Answer(count(self._ctx, query))
            _KEPT.keep(database, self._state, repr(query), answer)
        if need.days == (self._chosen.period.first, self._chosen.period.last):
            self.undated = max(self.undated, answer.figures.undated)
        return answer

    def _query(self, need: Need, by: tuple[str, ...], listed: bool = False) -> StatisticsQuery:
        """A region is asked for by its countries, so that the answer needs no table of regions."""
        chosen = self._chosen
        filters: dict[str, tuple[str, ...]] = {str(k): v for k, v in need.filters.items()}
        if chosen.involvement and Dimension.INVOLVEMENT not in filters:
            filters[Dimension.INVOLVEMENT.value] = (chosen.involvement.value,)
        if chosen.region and listed and Dimension.COUNTRY not in by:
            filters[Dimension.REGION.value] = (chosen.region,)
        elif chosen.region and not listed:
            filters[Dimension.COUNTRY.value] = self.countries()
        for name, code in (("country", chosen.country), ("mission", chosen.mission)):
            if code and name not in (by if listed else ()):
                filters[name] = (code,)
        return StatisticsQuery(
            by=by,
            unit=chosen.unit,
            basis=chosen.basis,
            scheme=chosen.scheme,
            from_day=need.days[0],
            to_day=need.days[1],
            filters=filters,
            as_of=chosen.as_of,
        )

    def countries(self) -> tuple[str, ...]:
        """Countries of the chosen place (every region has some); none where the page has no place."""
        if self._chosen.country:
            return (self._chosen.country,)
        return tuple(
            sorted(c for c, region in self._regions.items() if region == self._chosen.region)
        )


@dataclass(frozen=True)
class _Answer:
    """Figures, and their frames for panels by scheme, day of the division and dimensions."""

    figures: Figures
    frames: dict[tuple[str, date, tuple[str, ...]], pd.DataFrame] = field(default_factory=dict)


_KEPT: Kept[_Answer] = Kept()

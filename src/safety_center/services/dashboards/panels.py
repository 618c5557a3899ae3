"""From a declared panel to its finished view: what it needs counted, and which chart it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from safety_center.charts import Chart, Sentence, Wording
from safety_center.charts.breakdown import build_breakdown
from safety_center.charts.chart import Address
from safety_center.charts.comparison import LAST, Compared, compare
from safety_center.charts.map import build_map
from safety_center.charts.months import Progress, build_months
from safety_center.charts.multiples import build_multiples
from safety_center.charts.palette import HUES
from safety_center.charts.trend import (
    Years,
    build_trend,
    disagreeing_years,
    first_year,
    make_series,
)
from safety_center.domain.statistics import Dimension
from safety_center.domain.vocabulary import CountUnit, DateBasis, Involvement
from safety_center.services.context import Context
from safety_center.services.dashboards.counter import Counter, Need
from safety_center.services.dashboards.declaration import Panel, PanelKind
from safety_center.services.dashboards.fair import (
    build_published_panel,
    build_published_rates,
    build_rate_panel,
    rate_need,
)
from safety_center.services.dashboards.handling import HANDLING
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.period import until_text, year_text
from safety_center.services.dashboards.published import published_persons
from safety_center.services.dashboards.reasons import why_not
from safety_center.services.dashboards.view import ListAddress, PanelView
from safety_center.services.dashboards.words import both, labels_of, split_type_code, type_code

OfCases = Callable[[Context, Parameters, Panel, Wording, ListAddress], PanelView]
_YEARS_SHOWN = 10
_MULTIPLES = 12
_CASES = Sentence("사건·사고", "Cases")
_BY_CONSTRUCTION = Sentence(
    "시연 데이터는 공표값에 맞추어 만든 것이므로 일치는 당연합니다",
    "The demonstration's data were made to match the published figures, so agreement is by construction",
)
_DERIVED = Sentence(
    "‘기타’의 발표값은 전체에서 피해자와 가해자를 뺀 값(2017년은 발표된 값)",
    "Published figures of ‘Other’ are all persons minus victims and perpetrators (2017 as stated)",
)


@dataclass(frozen=True)
class Builder:
    """What all panels of a page share."""

    ctx: Context
    chosen: Parameters
    counter: Counter
    wording: Wording
    address: ListAddress

    def needs(self, panel: Panel) -> list[Need]:
        """What the panel will ask, so that panels are counted together."""
        if why_not(self.chosen, panel) is not None:
            return []
        if panel.kind in (PanelKind.BREAKDOWN, PanelKind.TABLE, PanelKind.MAP):
            return [self._this(panel), self._last(panel)]
        if panel.kind is PanelKind.TREND:
            return [self._years(panel, self._trend_by())]
        if panel.kind is PanelKind.MULTIPLES:
            return [self._years(panel, Dimension.COUNTRY)]
        if panel.kind is PanelKind.MONTHS:
            return [self._months(panel)]
        if panel.kind is PanelKind.RATE and not panel.series:
            return [rate_need(self.chosen, panel, self.ctx.today)]
        return []

    def build(self, panel: Panel) -> PanelView:
        """The finished panel; tiles and lists are made elsewhere (`work`)."""
        builders: Mapping[PanelKind, Callable[[Panel], PanelView]] = {
            PanelKind.BREAKDOWN: self._breakdown,
            PanelKind.TABLE: self._table,
            PanelKind.MAP: self._map,
            PanelKind.TREND: self._trend,
            PanelKind.MONTHS: self._monthly,
            PanelKind.MULTIPLES: self._multiples,
            PanelKind.PUBLISHED: self._published_series,
            PanelKind.RATE: self._rates,
            **{kind: self._of_cases(build) for kind, build in HANDLING.items()},
        }
        view = builders[panel.kind](panel)
        if view.chart is None or panel.series or panel.kind in (PanelKind.RATE, *HANDLING):
            return view  # of a unit of its own
        return replace(view, chart=replace(view.chart, unit=self.wording.unit))

    def _breakdown(self, panel: Panel) -> PanelView:
        compared = self._compared(panel)
        hues = None
        by_list = panel.breakdown is Dimension.TYPE and self.chosen.unit is CountUnit.PERSONS
        if by_list and self.chosen.involvement is None:
            codes = compared.frame["code"]
            hues = {code: HUES[split_type_code(code)[0]] for code in codes}
        elif panel.breakdown is Dimension.INVOLVEMENT:
            hues = dict(HUES)
        chart = build_breakdown(compared, panel.title.sentence, panel.top, hues)
        return PanelView(panel, chart)

    def _table(self, panel: Panel) -> PanelView:
        compared = self._compared(panel)
        finding = compared.leading()
        table = compared.table(panel.title.sentence, shares=False)
        return PanelView(panel, Chart(None, table, finding, finding))

    def _map(self, panel: Panel) -> PanelView:
        alpha3 = {code: country.alpha3 for code, country in self.ctx.places.countries.items()}
        return PanelView(panel, build_map(self._compared(panel), panel.title.sentence, alpha3))

    def _compared(self, panel: Panel) -> Compared:
        dimension = panel.breakdown or Dimension.COUNTRY
        needs = {"this": self._this(panel), LAST: self._last(panel)}
        frames = [_coded(self.counter.frame(need), dimension) for need in needs.values()]
        return Compared(
            frame=compare(frames[0], frames[1], "code"),
            labels=labels_of(self.ctx, dimension, self.chosen.scheme),
            heading=both(dimension),
            wording=self.wording,
            address=self._addresses(needs, dimension),
        )

    def _addresses(self, needs: Mapping[str, Need], dimension: Dimension) -> Address:
        def address(code: str, column: str) -> str | None:
            row: dict[str, Any] = {dimension.value: code}
            if dimension is Dimension.TYPE and ":" in code:
                row = dict(zip(("involvement", "type"), split_type_code(code), strict=True))
            return self._link(needs[column], row)

        return address

    def _trend(self, panel: Panel) -> PanelView:
        need, span = self._years(panel, self._trend_by()), self._year_span()
        own, published = self.counter.frame(need), self._published(panel)
        years = span.since(first_year(own, published))
        groups = [self.chosen.involvement] if self.chosen.involvement else list(Involvement)
        of_cases = self.chosen.unit is CountUnit.CASES
        series = (
            [make_series("all", _CASES, years, own, published)]
            if of_cases
            else [
                make_series(
                    group.value,
                    both(group),
                    years,
                    own[own["involvement"] == group.value],
                    published[published["involvement"] == group.value],
                )
                for group in groups
            ]
        )
        chart = build_trend(
            series,
            years,
            self.wording,
            lambda year, code: self._link(need, self._trend_cell(year, code)),
            panel.title.sentence,
        )
        if any(one.published for one in series):
            gaps = disagreeing_years(series, years)
            derived = Involvement.OTHER in groups
            chart = chart.noting(*self._published_notes(gaps, derived))
        return PanelView(panel, chart)

    def _trend_by(self) -> Dimension | None:
        return None if self.chosen.unit is CountUnit.CASES else Dimension.INVOLVEMENT

    def _trend_cell(self, year: str, code: str) -> dict[str, Any]:
        by = self._trend_by()
        return {"year": int(year)} | ({by.value: code} if by else {})

    def _published_series(self, panel: Panel) -> PanelView:
        return build_published_panel(self.ctx, panel, self.wording)

    def _rates(self, panel: Panel) -> PanelView:
        if panel.series:
            return build_published_rates(self.ctx, panel, self.wording)
        return build_rate_panel(self.ctx, self.chosen, self.counter, panel, self.wording)

    def _of_cases(self, build: OfCases) -> Callable[[Panel], PanelView]:
        """Panels that ask for cases themselves; they count other things, so the page's words do not fit."""
        return lambda panel: build(self.ctx, self.chosen, panel, self.wording, self.address)

    def _published(self, panel: Panel) -> pd.DataFrame:
        """Only beside a series of the same scope: the whole world, by date of report, unfiltered."""
        chosen = self.chosen
        same_scope = (
            not chosen.of_one_place
            and not panel.filters
            and chosen.basis is DateBasis.REPORTED
            and chosen.unit is CountUnit.PERSONS
        )
        frame = published_persons(self.ctx, panel.published or "")
        return frame if same_scope else frame.head(0)

    def _published_notes(self, gaps: list[tuple[str, int]], derived: bool) -> list[Sentence]:
        notes = [_DERIVED] if derived else []
        if gaps:
            years = ", ".join(str(year) for year in sorted({year for _, year in gaps}))
            notes.append(
                Sentence(
                    f"발표값과 다른 해: {years}", f"Years that differ from the published: {years}"
                )
            )
        if self.wording.demonstration:
            notes.append(_BY_CONSTRUCTION)
        return notes

    def _monthly(self, panel: Panel) -> PanelView:
        need = self._months(panel)
        frame = self.counter.frame(need)
        year = self.chosen.period.year
        stamps = frame["month"].str.split("-", n=1, expand=True).reindex(columns=[0, 1])
        frame = frame.assign(year=stamps[0].astype("int64"), month=stamps[1].astype("int64"))

        def address(month: str, column: str) -> str | None:
            of = year - 1 if column == LAST else year
            return self._link(need, {"month": f"{of}-{int(month):02}"})

        chart = build_months(
            frame[frame["year"] == year],
            frame[frame["year"] == year - 1],
            self._progress(),
            replace(self.wording, this_short=year_text(year), last_short=year_text(year - 1)),
            address,
            panel.title.sentence,
        )
        return PanelView(panel, chart)

    def _multiples(self, panel: Panel) -> PanelView:
        need, span = self._years(panel, Dimension.COUNTRY), self._year_span()
        frame = self.counter.frame(need).rename(columns={"country": "code"})
        years = span.since(first_year(frame))
        multiples = build_multiples(
            frame,
            years,
            labels_of(self.ctx, Dimension.COUNTRY, self.chosen.scheme),
            self.wording,
            lambda code, year: self._link(need, {"year": int(year), "country": code}),
            panel.title.sentence,
            panel.top or _MULTIPLES,
        )
        return PanelView(panel, multiples.chart, multiples.items)

    def _this(self, panel: Panel) -> Need:
        period = self.chosen.period
        return Need((period.first, period.last), self._by(panel), panel.filters)

    def _last(self, panel: Panel) -> Need:
        return Need(self.chosen.period.before, self._by(panel), panel.filters)

    def _by(self, panel: Panel) -> tuple[str, ...]:
        if panel.breakdown is Dimension.TYPE and self.chosen.unit is CountUnit.PERSONS:
            return (Dimension.INVOLVEMENT.value, Dimension.TYPE.value)
        return ((panel.breakdown or Dimension.COUNTRY).value,)

    def _years(self, panel: Panel, dimension: Dimension | None) -> Need:
        span = self._year_span()
        end = min(date(span.last, 12, 31), self.ctx.today)
        by = ("year", dimension.value) if dimension else ("year",)
        return Need((date(span.first, 1, 1), end), by, panel.filters)

    def _months(self, panel: Panel) -> Need:
        year = self.chosen.period.year
        end = min(date(year, 12, 31), self.ctx.today)
        return Need((date(year - 1, 1, 1), end), ("month",), panel.filters)

    def _year_span(self) -> Years:
        """Ten years that are over and, when it is the one chosen, the running one."""
        year, today = self.chosen.period.year, self.ctx.today
        if year == today.year:
            return Years(year - _YEARS_SHOWN, year, year, until_text(today))
        return Years(year - _YEARS_SHOWN + 1, year)

    def _progress(self) -> Progress:
        today = self.ctx.today
        return (
            Progress()
            if self.chosen.period.year < today.year
            else Progress(today.month - 1, today.day)
        )

    def _link(self, need: Need, row: Mapping[str, Any]) -> str | None:
        if "none" in (row.get("mission"), row.get("region")):
            return None  # the list has no filter for "without"
        filters = self.counter.filters_of(need, row)
        return self.address(filters) if filters else None


def _coded(frame: pd.DataFrame, dimension: Dimension) -> pd.DataFrame:
    """`code, count`; a type together with the involvement whose list it is from."""
    if dimension is not Dimension.TYPE or "involvement" not in frame:
        return frame.rename(columns={dimension.value: "code"})
    codes = [
        type_code(str(group), str(slug))
        for group, slug in zip(frame["involvement"], frame["type"], strict=True)
    ]
    return frame.assign(code=codes)[["code", "count"]]

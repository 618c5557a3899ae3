"""The panel of ten years, a line per involvement, and the published series beside it."""

from typing import Any

import pandas as pd

from safety_center.charts import Sentence
from safety_center.charts.trend import build_trend, disagreeing_years
from safety_center.charts.year_series import Series, Years, first_year, make_series
from safety_center.domain.statistics import Dimension
from safety_center.domain.vocabulary import CountUnit, DateBasis, Involvement
from safety_center.services.dashboards.counter import Need
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.over_time import year_need
from safety_center.services.dashboards.published import published_persons
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.view import PanelView
from safety_center.services.dashboards.words import PERSONS_OF

_CASES = Sentence("사건·사고", "Cases")
_BY_CONSTRUCTION = Sentence(
    "시연 데이터는 발표값에 맞추어 만든 것이라 발표값과 일치함",
    "The demonstration's data were made to match the published figures, so they agree by construction",
)
_DERIVED = Sentence(
    "‘기타’의 발표값은 전체에서 피해자와 가해자를 뺀 값(2017년은 발표된 값)",
    "Published figures of ‘Other’ are all persons minus victims and perpetrators (2017 as stated)",
)


def trend_needs(scope: PageScope, panel: Panel) -> list[Need]:
    """Years by involvement; cases have none."""
    return [year_need(scope, panel, _by(scope))]


def build_trend_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Own lines, with published marks where the scope is the same."""
    [need] = trend_needs(scope, panel)
    own, published = scope.counter.frame(need), _published(scope, panel)
    years = scope.year_span().since(first_year(own, published))
    series = _series(scope, need, years, own, published)

    def address(year: str, code: str) -> str | None:
        row: dict[str, Any] = {"year": int(year)}
        by = _by(scope)
        return scope.link(need, row | ({by.value: code} if by else {}))

    chart = build_trend(series, years, scope.wording, address, panel.title.sentence)
    if any(one.published for one in series):
        chart = chart.noting(*_notes(series, years, scope.wording.demonstration))
    if any(one.silent & set(years.all()) for one in series):
        chart = chart.noting(*scope.coverage_notes(need))
    return PanelView(panel, chart)


def _by(scope: PageScope) -> Dimension | None:
    return None if scope.chosen.unit is CountUnit.CASES else Dimension.INVOLVEMENT


def _series(
    scope: PageScope, need: Need, years: Years, own: pd.DataFrame, published: pd.DataFrame
) -> list[Series]:
    since = scope.records.first.year if scope.records.first else None
    if _by(scope) is None:
        silent = scope.silent_years(need)
        return [make_series("all", _CASES, years, own, published, silent, since)]
    one = scope.chosen.involvement
    return [
        make_series(
            group.value,
            PERSONS_OF[group],
            years,
            own[own["involvement"] == group.value],
            published[published["involvement"] == group.value],
            scope.silent_years(need, involvement=group.value),
            since,
        )
        for group in ([one] if one else list(Involvement))
    ]


def _published(scope: PageScope, panel: Panel) -> pd.DataFrame:
    """Only beside a series of the same scope: the whole world, by date of report, unfiltered."""
    chosen = scope.chosen
    same_scope = (
        not chosen.of_one_place
        and not panel.filters
        and chosen.basis is DateBasis.REPORTED
        and chosen.unit is CountUnit.PERSONS
    )
    frame = published_persons(scope.ctx, panel.published or "")
    return frame if same_scope else frame.head(0)


def _notes(series: list[Series], years: Years, demonstration: bool) -> list[Sentence]:
    derived = any(one.code == Involvement.OTHER for one in series)
    notes = [_DERIVED] if derived else []
    gaps = disagreeing_years(series, years)
    if gaps:
        told = ", ".join(str(year) for year in sorted({year for _, year in gaps}))
        notes.append(
            Sentence(f"발표값과 다른 해: {told}", f"Years that differ from the published: {told}")
        )
    return [*notes, _BY_CONSTRUCTION] if demonstration and not gaps else notes

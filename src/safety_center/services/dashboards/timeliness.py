"""The panel of how long steps of handling took; each number opens its list."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from safety_center.charts import Sentence
from safety_center.charts.month_axis import name_month
from safety_center.charts.timeliness import (
    CASES_COLUMN,
    LEFT_OUT,
    build_timeliness,
)
from safety_center.charts.timeliness_words import Spell, Step, Threshold
from safety_center.domain.incident_types import INCIDENT_TYPES
from safety_center.domain.statistics import Dimension, Measure, StatisticsQuery
from safety_center.services.context import Context
from safety_center.services.dashboards.case_questions import case_basis, case_query, flat_filters
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.view import ListAddress, PanelView, Terms
from safety_center.services.dashboards.words import both, labels_of
from safety_center.services.statistics import measure_timeliness
from safety_center.services.statistics.links import list_filters
from safety_center.services.statistics.timeliness import CASES, UNKNOWN_CASES
from safety_center.settings import Settings
from safety_center.stats.durations import MEDIAN, over

_DRAWN = 12
_WHOLE = Sentence("전체", "All")
_HOUR, _DAY = 60, 24 * 60
#: Key of the case list by which cases over a threshold of a step are listed, and its minutes.
_OVER_KEYS: Mapping[Measure, tuple[str, int]] = {
    Measure.REPORT: ("report_hours_over", _HOUR),
    Measure.ACCEPT: ("accept_hours_over", _HOUR),
    Measure.CLOSE: ("close_days_over", _DAY),
}
_LEFT_OUT: Mapping[Measure, tuple[Sentence, Sentence]] = {
    Measure.REPORT: (
        Sentence("발생 시각 미상", "Time not known"),
        Sentence(
            "발생 시각을 모르는 {count}건 제외",
            "Cases whose time is not known are left out ({count})",
        ),
    ),
    Measure.ACCEPT: (
        Sentence("인수한 이관 없음", "No hand-over accepted"),
        Sentence(
            "이관하지 않았거나 아직 인수되지 않은 {count}건 제외",
            "Cases never handed over, or not accepted yet, are left out ({count})",
        ),
    ),
    Measure.CLOSE: (
        Sentence("처리 중", "Still open"),
        Sentence(
            "아직 처리 중인 {count}건 제외. 종결된 건만의 중앙값이라 실제보다 짧을 수 있음",
            "Cases still open are left out ({count}): a median of closed cases only may be too short",
        ),
    ),
}
_CLOCK: Mapping[Measure, Sentence] = {
    Measure.REPORT: Sentence(
        "발생 시각(현지)부터 접수 시각까지, 세계협정시로 환산한 분. 날짜만 알면 제외",
        "From the local time of the incident to receipt, in minutes of UTC; left out where only the day is known",
    ),
    Measure.ACCEPT: Sentence(
        "접수 시각부터 첫 이관을 인수한 시각까지의 분",
        "Minutes from receipt to the first hand-over accepted",
    ),
    Measure.CLOSE: Sentence(
        "접수 시각부터 종결 시각까지의 분. 재개한 건은 다시 종결할 때까지 처리 중",
        "Minutes from receipt to closing; a case reopened is open until it is closed again",
    ),
}


def build_timeliness_panel(scope: PageScope, panel: Panel) -> PanelView:
    """`panel.step` by `panel.breakdown`, from the line list of cases as it stands now."""
    ctx, chosen = scope.ctx, scope.chosen
    measure, by = panel.step or Measure.CLOSE, str(panel.breakdown)
    step = _step(ctx.installation.settings, measure)
    minutes = tuple(threshold.minutes for threshold in step.thresholds)
    query = case_query(chosen, panel, (by,))
    found = measure_timeliness(ctx, query, measure, minutes)
    whole = found.whole
    if by == Dimension.MONTH:  # of the page's period, though months reach back into the year before
        whole = measure_timeliness(ctx, case_query(chosen, panel, ()), measure, minutes).whole
    names = _labels(ctx, by, chosen.scheme, found.frame)
    spells = [_spell(row, str(row[by]), names, minutes) for row in _records(found.frame)]
    if by != Dimension.MONTH:
        spells.sort(key=lambda spell: -spell.cases)
    records = _records(whole)
    total = _spell(records[0], "", {"": _WHOLE}, minutes) if records else _nothing(minutes)

    def listed(code: str, column: str) -> str | None:
        return _list_behind(query, measure, {by: code} if code else {}, column, scope.address)

    heading = both(panel.breakdown or Dimension.MONTH)
    chart = build_timeliness(
        spells,
        total,
        step,
        heading,
        scope.wording,
        panel.title.sentence,
        listed,
        panel.top or _DRAWN,
        months=by == Dimension.MONTH,
    )
    return PanelView(panel, chart, basis=_timeliness_basis(ctx, chosen, measure, step, found.as_of))


def _timeliness_basis(
    ctx: Context, chosen: Parameters, measure: Measure, step: Step, as_of: Any
) -> Terms:
    ko, en = (
        ", ".join(one.label.text(language) for one in step.thresholds) for language in ("ko", "en")
    )
    return case_basis(
        ctx,
        chosen,
        as_of,
        (Sentence("재는 구간", "Measured"), _CLOCK[measure]),
        (Sentence("기준 시간(설정값)", "Thresholds (settings)"), Sentence(ko, en)),
        (
            Sentence("비율의 분모", "Shares of"),
            Sentence("잴 수 있는 건(제외한 건은 빼고)", "cases measured, without those left out"),
        ),
    )


def _step(settings: Settings, measure: Measure) -> Step:
    head, remark = _LEFT_OUT[measure]
    return Step(
        both(measure),
        _thresholds(settings, measure),
        head,
        remark,
        running=measure is Measure.CLOSE,
    )


def _thresholds(settings: Settings, measure: Measure) -> tuple[Threshold, ...]:
    """From the settings, shortest first."""
    if measure is Measure.CLOSE:
        return tuple(
            Threshold(over(day * _DAY), day * _DAY, Sentence(f"{day}일 초과", f"over {day} days"))
            for day in sorted(settings.close_days)
        )
    hours = settings.report_hours if measure is Measure.REPORT else settings.accept_hours
    return tuple(
        Threshold(over(hour * _HOUR), hour * _HOUR, Sentence(f"{hour}시간 초과", f"over {hour} h"))
        for hour in sorted(hours)
    )


def _labels(ctx: Context, by: str, scheme: str, frame: pd.DataFrame) -> Mapping[str, Sentence]:
    """A case has one type; where two lists have it under other names, the first list's."""
    if by == Dimension.MONTH:
        return {str(code): name_month(str(code)) for code in frame[by]}
    if by != Dimension.TYPE:
        return labels_of(ctx, by, scheme)
    return {
        kind.slug: Sentence(kind.label("ko"), kind.label("en")) for kind in reversed(INCIDENT_TYPES)
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _spell(
    row: Mapping[str, Any], code: str, names: Mapping[str, Sentence], minutes: Sequence[int]
) -> Spell:
    median = row[MEDIAN]
    return Spell(
        code=code,
        label=names.get(code, Sentence(code, code)),
        cases=int(row[CASES]),
        median=None if pd.isna(median) else float(median),
        over=tuple(int(row[over(most)]) for most in minutes),
        left_out=int(row[UNKNOWN_CASES]),
    )


def _nothing(minutes: Sequence[int]) -> Spell:
    return Spell("", _WHOLE, 0, None, tuple(0 for _ in minutes), 0)


def _list_behind(
    query: StatisticsQuery,
    measure: Measure,
    row: Mapping[str, str],
    column: str,
    address: ListAddress,
) -> str | None:
    if row.get("region") == "none" or row.get("bureau") == "none":
        return None  # the list has no filter for "without"
    filters = flat_filters(list_filters(query, row))
    if column == LEFT_OUT:
        filters["without"] = measure.value
    elif column != CASES_COLUMN:
        key, unit = _OVER_KEYS[measure]
        filters[key] = str(int(column.rpartition("_")[2]) // unit)
    return address(filters)

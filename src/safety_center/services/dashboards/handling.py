"""Panels of handling: how long steps took, and how many cases were open; each number opens its list."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from safety_center.charts import Sentence, Wording
from safety_center.charts.stock import CLOSED, OPEN, OPENED, Month, build_stock
from safety_center.charts.timeliness import (
    CASES_COLUMN,
    LEFT_OUT,
    Spell,
    Step,
    Threshold,
    build_timeliness,
)
from safety_center.domain.incident_types import INCIDENT_TYPES
from safety_center.domain.statistics import RULES, Dimension, Measure, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit, DateBasis
from safety_center.services.context import Context
from safety_center.services.dashboards.counter import ChangedMeanwhile
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.view import ListAddress, PanelView, Terms
from safety_center.services.dashboards.words import both, labels_of, make_basis
from safety_center.services.statistics import count, count_open_stock, measure_timeliness
from safety_center.services.statistics.links import list_filters
from safety_center.services.statistics.timeliness import CASES, MEDIAN, UNKNOWN_CASES, over
from safety_center.settings import Settings
from safety_center.stats.frames import COUNT

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
            "발생 시각 미상 {count}건 제외", "{count} cases whose time is not known are left out"
        ),
    ),
    Measure.ACCEPT: (
        Sentence("인수한 이관 없음", "No hand-over accepted"),
        Sentence(
            "이관하지 않았거나 아직 인수되지 않은 {count}건 제외",
            "{count} cases never handed over, or not accepted yet, are left out",
        ),
    ),
    Measure.CLOSE: (
        Sentence("처리 중", "Still open"),
        Sentence(
            "아직 처리 중 {count}건: 종결된 건만의 중앙값이라 실제보다 짧을 수 있음",
            "{count} cases are still open: a median of closed cases only may be too short",
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


def build_timeliness_panel(
    ctx: Context, chosen: Parameters, panel: Panel, wording: Wording, address: ListAddress
) -> PanelView:
    """`panel.step` by `panel.breakdown`, from the line list of cases as it stands now."""
    measure, by = Measure(panel.step or Measure.CLOSE), str(panel.breakdown)
    step = _step(ctx.installation.settings, measure)
    minutes = tuple(threshold.minutes for threshold in step.thresholds)
    query = case_query(chosen, panel, (by,))
    found = measure_timeliness(ctx, query, measure, minutes)
    whole = measure_timeliness(ctx, case_query(chosen, panel, ()), measure, minutes)
    names = {} if by == Dimension.MONTH else _labels(ctx, by, chosen.scheme)
    spells = [_spell(row, str(row[by]), names, minutes) for row in _records(found.frame)]
    if by != Dimension.MONTH:
        spells.sort(key=lambda spell: -spell.cases)
    records = _records(whole.frame)
    total = _spell(records[0], "", {"": _WHOLE}, minutes) if records else _nothing(minutes)

    def listed(code: str, column: str) -> str | None:
        return _list_behind(query, measure, {by: code} if code else {}, column, address)

    heading = both(Dimension(by))
    chart = build_timeliness(
        spells,
        total,
        step,
        heading,
        wording,
        panel.title.sentence,
        listed,
        panel.top or _DRAWN,
        months=by == Dimension.MONTH,
    )
    return PanelView(panel, chart, basis=_timeliness_basis(ctx, chosen, measure, step, found.as_of))


def build_stock_panel(
    ctx: Context,
    chosen: Parameters,
    panel: Panel,
    wording: Wording,
    address: ListAddress,
) -> PanelView:
    """Months of the chosen year and the one before: opened, closed, and open at each end."""
    ends = _month_ends(chosen.period.year, ctx.today)
    query = case_query(chosen, panel, (Dimension.MONTH.value,), ends)
    figures = count(ctx, query)
    opened = dict(zip(figures.frame["month"], figures.frame[COUNT], strict=True))
    before = ends[0].replace(day=1) - timedelta(days=1)
    stock = count_open_stock(ctx, case_query(chosen, panel, (), ends), [before, *ends])
    if stock.as_of != figures.as_of:
        raise ChangedMeanwhile
    months = _months(ends, opened, [int(number) for number in stock.frame[COUNT]], ctx.today)
    chart = build_stock(months, wording, panel.title.sentence, _stock_lists(query, ends, address))
    basis = case_basis(ctx, chosen, stock.as_of, _STOCK_RULE)
    return PanelView(panel, chart, basis=basis)


def case_query(
    chosen: Parameters, panel: Panel, by: tuple[str, ...], ends: Sequence[date] = ()
) -> StatisticsQuery:
    """The page's choice as far as cases have it; months reach back into the year before."""
    first, last = chosen.period.first, chosen.period.last
    basis = chosen.basis
    if Dimension.MONTH in by and not ends:
        first = date(chosen.period.year - 1, 1, 1)
    if ends:
        first, last, basis = ends[0].replace(day=1), ends[-1], DateBasis.REPORTED
    filters = {str(name): codes for name, codes in panel.filters.items()}
    if chosen.region:
        filters[Dimension.REGION.value] = (chosen.region,)
    for name, code in ((Dimension.COUNTRY, chosen.country), (Dimension.MISSION, chosen.mission)):
        if code:
            filters[name.value] = (code,)
    return StatisticsQuery(
        by=by,
        unit=CountUnit.CASES,
        basis=basis,
        scheme=chosen.scheme,
        from_day=first,
        to_day=last,
        filters=filters,
        as_of=chosen.as_of,
    )


def case_basis(ctx: Context, chosen: Parameters, as_of: Any, *further: Any) -> Terms:
    """산출 근거 of a panel of cases: unit and rule are those of cases, and nothing is compared."""
    rule, unit = RULES[CountUnit.CASES], both(CountUnit.CASES)
    ours = {
        "단위": unit,
        "집계 규칙": Sentence(f"{rule.ko} ({rule})", f"{rule.en} ({rule})"),
    }
    lines = [
        (term, ours.get(term.ko, text))
        for term, text in make_basis(ctx, chosen, as_of)
        if term.ko != "비교 기간"
    ]
    if chosen.involvement is not None:
        further = (*further, _NOT_DIVIDED)
    return (*lines, *further)


_NOT_DIVIDED = (
    Sentence("당사자 구분", "Involvement"),
    Sentence(
        "건을 당사자 구분으로 나눌 수 없어 모든 건을 셈",
        "Cases cannot be divided by involvement: all are counted",
    ),
)
_STOCK_RULE = (
    Sentence("처리 중", "Open"),
    Sentence(
        "그날(서울)까지 접수한 건에서 그날까지 종결한 건을 뺀 수. 재개한 건은 계속 처리 중이던 것으로 셈",
        "Received up to that Seoul day minus closed up to it; a case reopened counts as open throughout",
    ),
)


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


def _labels(ctx: Context, by: str, scheme: str) -> Mapping[str, Sentence]:
    """A case has one type; where two lists have it under other names, the first list's."""
    if by != Dimension.TYPE:
        return labels_of(ctx, by, scheme)
    return {
        kind.slug: Sentence(kind.label("ko"), kind.label("en")) for kind in reversed(INCIDENT_TYPES)
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(row) for row in frame.to_dict("records")]


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
    filters = _flat(list_filters(query, row))
    if column == LEFT_OUT:
        filters["without"] = measure.value
    elif column != CASES_COLUMN:
        key, unit = _OVER_KEYS[measure]
        filters[key] = str(int(column.rpartition("_")[2]) // unit)
    return address(filters)


def _flat(filters: Mapping[str, str | list[str]]) -> dict[str, str]:
    """For an address: several codes between commas; a case's own type, not that of its persons."""
    flat = {
        "case_type" if name == Dimension.TYPE else name: value
        if isinstance(value, str)
        else ",".join(value)
        for name, value in filters.items()
    }
    return {**flat, "unit": CountUnit.CASES.value}


def _month_ends(year: int, today: date) -> list[date]:
    months = [(of, month) for of in (year - 1, year) for month in range(1, 13)]
    ends = [date(of, month, monthrange(of, month)[1]) for of, month in months]
    return [min(end, today) for end in ends if end.replace(day=1) <= today]


def _months(
    ends: Sequence[date], opened: Mapping[str, int], stock: Sequence[int], today: date
) -> list[Month]:
    """Closed is what the stock did not keep of what was opened."""
    months = []
    for end, before, after in zip(ends, stock[:-1], stock[1:], strict=True):
        code = f"{end:%Y-%m}"
        new = int(opened.get(code, 0))
        running = end == today and end.day < monthrange(end.year, end.month)[1]
        months.append(Month(code, new, before + new - after, after, running))
    return months


def _stock_lists(query: StatisticsQuery, ends: Sequence[date], address: ListAddress) -> Any:
    last_days = {f"{end:%Y-%m}": end for end in ends}
    general = {
        name: value
        for name, value in _flat(list_filters(query, {})).items()
        if name not in ("basis", "from", "to")
    }

    def listed(month: str, column: str) -> str | None:
        last = last_days[month]
        first = last.replace(day=1)
        asked = {
            OPENED: {"basis": "reported", "from": first.isoformat(), "to": last.isoformat()},
            CLOSED: {"closed_from": first.isoformat(), "closed_to": last.isoformat()},
            OPEN: {"open_on": last.isoformat()},
        }
        return address({**general, **asked[column]})

    return listed

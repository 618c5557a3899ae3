"""Rates per 100,000: a mark with its exact interval, hatching where there is no rate, and why."""

from typing import Any

from safety_center.charts.chart import Chart, figure
from safety_center.charts.not_stated import not_stated_bands
from safety_center.charts.palette import BLUE
from safety_center.charts.rate_words import (
    AS_OF,
    DENOMINATOR,
    INTERVAL,
    NO_RATE,
    PER_100K,
    PERSONS,
    REMARK,
    SOURCE,
    UNSTABLE,
    Compared,
    RatedPoint,
    make_alternative,
    make_finding,
    spell_day,
    spell_interval,
    spell_rate,
    tell_denominators,
    tell_reading,
    tell_reasons,
)
from safety_center.charts.sentences import NOTHING, Sentence, number
from safety_center.charts.table import Cell, ChartTable, Column, Row
from safety_center.charts.wording import Wording
from safety_center.charts.year_names import name_years

_HEADS = (PERSONS, DENOMINATOR, PER_100K, INTERVAL, SOURCE, AS_OF, REMARK)
_ROOM_ABOVE = 1.12


def build_rates(
    points: list[RatedPoint],
    heading: Sentence,
    denominator: Sentence,
    wording: Wording,
    caption: Sentence,
    compared: Compared | None = None,
    notice: Sentence = NOTHING,
) -> Chart:
    """Points in the order given: rates are not ranked. `notice`: that the counts are made up."""
    rated = [point for point in points if point.rate is not None]
    notes = [*tell_denominators(points), *tell_reasons(points)]
    if rated:
        notes = [tell_reading(denominator), *notes, *([notice] if notice.ko else [])]
    return Chart(
        # One mark alone says no more than its sentence and its line of the table.
        figure=_picture(points, wording) if rated and len(points) > 1 else None,
        table=_table(points, heading, wording, caption),
        finding=make_finding(rated, denominator, wording, compared),
        alternative=make_alternative(points, denominator),
        key=Sentence(
            "선은 95% 구간, 빈 표식은 20명 미만(불안정), 빗금은 비율 없음",
            "Lines: 95% intervals; open marks: fewer than 20 (unstable); hatched: no rate",
        ),
        notes=tuple(notes),
        unit=Sentence(f"{denominator.ko} 10만 명당", f"per 100,000 {denominator.en}"),
    )


def build_no_rate(why: Sentence, wording: Wording, caption: Sentence) -> Chart:
    """A panel without any rate: the reason is its finding."""
    table = ChartTable(wording.say(caption), (Column(wording.say(NO_RATE), False),), ())
    return Chart(None, table, why, why)


def _picture(points: list[RatedPoint], wording: Wording) -> dict[str, Any]:
    rated = [(point, point.rate) for point in points if point.rate is not None]
    most = max(rate.high for _, rate in rated) * _ROOM_ABOVE
    silent = [wording.say(point.label) for point in points if point.rate is None]
    data: list[dict[str, Any]] = []
    if silent:
        data.append(not_stated_bands(silent, silent, most, wording, NO_RATE))
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": wording.say(PER_100K),
            "x": [wording.say(point.label) for point, _ in rated],
            "y": [round(rate.value, 4) for _, rate in rated],
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": [round(rate.high - rate.value, 4) for _, rate in rated],
                "arrayminus": [round(rate.value - rate.low, 4) for _, rate in rated],
                "color": BLUE,
                "thickness": 1.5,
                "width": 5,
            },
            "marker": {
                "color": BLUE,
                "size": 10,
                "symbol": ["circle-open" if rate.unstable else "circle" for _, rate in rated],
            },
            "text": [f"{spell_rate(rate.value)} ({spell_interval(rate)})" for _, rate in rated],
            "hovertemplate": "%{x}<br>%{text}<extra></extra>",
            "cliponaxis": False,
        }
    )
    layout = {
        "showlegend": False,
        "hovermode": "closest",
        "bargap": 0,
        "margin": {"r": 16, "b": 4},
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [wording.say(point.label) for point in points],
            "tickvals": [wording.say(point.label) for point in points],
            "ticktext": _tick_names(points, wording),
            "tickangle": 0,
        },
        "yaxis": {"range": [0, most], "nticks": 6},
    }
    return figure(wording, data, layout)


def _tick_names(points: list[RatedPoint], wording: Wording) -> list[str]:
    """Years as under other axes; names of places as they are."""
    if len(points) > 1 and all(point.label.en.isdigit() for point in points):
        return name_years([int(point.label.en) for point in points])
    return [wording.say(point.label) for point in points]


def _table(
    points: list[RatedPoint], heading: Sentence, wording: Wording, caption: Sentence
) -> ChartTable:
    columns = (
        Column(wording.say(heading), numeric=False),
        *(Column(wording.say(head), numeric=place < 4) for place, head in enumerate(_HEADS)),
    )
    rows = tuple(Row(_cells(point, wording)) for point in points)
    return ChartTable(wording.say(caption), columns, rows)


def _cells(point: RatedPoint, wording: Wording) -> tuple[Cell, ...]:
    rate = point.rate
    remark = wording.say(point.why)
    if rate is not None and rate.unstable:
        remark = wording.say(UNSTABLE)
    return (
        Cell(wording.say(point.label)),
        Cell(number(point.count), point.count),
        Cell(number(int(rate.exposure)), int(rate.exposure)) if rate else Cell("–"),
        Cell(spell_rate(rate.value) if rate else wording.say(NO_RATE)),
        Cell(spell_interval(rate) if rate else "–"),
        Cell(wording.say(point.source) if rate else ""),
        Cell(wording.say(spell_day(point)) if rate else ""),
        Cell(remark),
    )

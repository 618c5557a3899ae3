"""Rates per 100,000: a mark with its exact interval, hatching where there is no rate, and why."""

from dataclasses import dataclass
from typing import Any

from safety_center.charts.chart import Cell, Chart, ChartTable, Column, Row, figure
from safety_center.charts.palette import BLUE, CLEAR, SLATE
from safety_center.charts.sentences import NOTHING, Sentence, number, particle
from safety_center.charts.wording import Wording
from safety_center.stats.rates import PER, Rate, RateRatio

PER_100K = Sentence("10만 명당", "per 100,000")
_UNSTABLE = Sentence("불안정(20명 미만)", "unstable (fewer than 20)")
_NO_RATE = Sentence("비율 없음", "no rate")
_HEADS = (
    Sentence("인원(명)", "Persons"),
    Sentence("분모(명)", "Denominator"),
    Sentence("10만 명당", "Per 100,000"),
    Sentence("95% 구간", "95% interval"),
    Sentence("분모의 출처", "Source of the denominator"),
    Sentence("분모 기준일", "Denominator as of"),
    Sentence("비고", "Remark"),
)
_ROOM_ABOVE = 1.12


@dataclass(frozen=True)
class RatedPoint:
    """A year or a country with its rate, or why it has none.

    `as_of` and `age` say of which day the denominator is and how many years older than the count;
    `body` who counted it, `source` also where that was read.
    """

    label: Sentence
    count: int
    rate: Rate | None
    why: Sentence = NOTHING
    source: Sentence = NOTHING
    body: Sentence = NOTHING
    as_of: Sentence = NOTHING
    age: int = 0


@dataclass(frozen=True)
class Compared:
    """The first and the last point with a rate, and the ratio of the last by the first."""

    first: RatedPoint
    last: RatedPoint
    ratio: RateRatio


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
    notes = [_reading(denominator), *_denominators(points), *_whys(points)]
    return Chart(
        figure=_picture(points, wording) if rated else None,
        table=_table(points, heading, wording, caption),
        finding=_capital(_finding(rated, denominator, wording, compared)),
        alternative=_alternative(points, denominator),
        key=Sentence(
            "선은 95% 구간, 빈 표식은 20명 미만(불안정), 빗금은 비율 없음",
            "Lines: 95% intervals; open marks: fewer than 20 (unstable); hatched: no rate",
        ),
        notes=tuple([*notes, notice] if notice.ko else notes),
        unit=Sentence(f"{denominator.ko} 10만 명당", f"per 100,000 {denominator.en}"),
    )


def build_no_rate(why: Sentence, wording: Wording, caption: Sentence) -> Chart:
    """A panel without any rate: the reason is its finding."""
    table = ChartTable(wording.say(caption), (Column(wording.say(_NO_RATE), False),), ())
    return Chart(None, table, why, why)


def _picture(points: list[RatedPoint], wording: Wording) -> dict[str, Any]:
    rated = [(point, point.rate) for point in points if point.rate is not None]
    most = max(rate.high for _, rate in rated) * _ROOM_ABOVE
    silent = [wording.say(point.label) for point in points if point.rate is None]
    data: list[dict[str, Any]] = []
    if silent:
        data.append(
            {
                "type": "bar",
                "name": wording.say(_NO_RATE),
                "x": silent,
                "y": [most] * len(silent),
                "marker": {
                    "color": CLEAR,
                    "line": {"width": 0},
                    "pattern": {"shape": "/", "fgcolor": SLATE, "bgcolor": CLEAR, "size": 8},
                },
                "hovertemplate": f"%{{x}} {wording.say(_NO_RATE)}<extra></extra>",
            }
        )
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
            "text": [f"{_one(rate.value)} ({_interval(rate)})" for _, rate in rated],
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
    """Years in full at both ends and in two digits between; names of places as they are."""
    names = [wording.say(point.label) for point in points]
    if len(points) < 2 or not all(point.label.en.isdigit() for point in points):
        return names
    ends = (points[0].label.en, points[-1].label.en)
    years = [point.label.en for point in points]
    return [year if year in ends else year[2:] for year in years]


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
        remark = wording.say(_UNSTABLE)
    return (
        Cell(wording.say(point.label)),
        Cell(number(point.count), point.count),
        Cell(number(int(rate.exposure)), int(rate.exposure)) if rate else Cell("–"),
        Cell(_one(rate.value) if rate else wording.say(_NO_RATE)),
        Cell(_interval(rate) if rate else "–"),
        Cell(wording.say(point.source) if rate else ""),
        Cell(_dated(point, wording) if rate else ""),
        Cell(remark),
    )


def _dated(point: RatedPoint, wording: Wording) -> str:
    """The day of the denominator, and how old it was when the persons were counted."""
    as_of = wording.say(point.as_of)
    if point.age == 0:
        return as_of
    years = f"{point.age} year{'s' if point.age > 1 else ''} before"
    return f"{as_of} ({years if wording.language == 'en' else f'{point.age}년 전'})"


def _finding(
    rated: list[RatedPoint], denominator: Sentence, wording: Wording, compared: Compared | None
) -> Sentence:
    per = Sentence(f"{denominator.ko} 10만 명당", f"per 100,000 {denominator.en}")
    who = wording.who
    if compared is not None and compared.first.rate and compared.last.rate:
        first, last = compared.first, compared.last
        start, end = _one(compared.first.rate.value), _one(compared.last.rate.value)
        went = _went(compared.ratio)
        return Sentence(
            f"{per.ko} {particle(who.ko, '은', '는')} {first.label.ko} {start}명에서"
            f" {last.label.ko} {end}명으로 {went.ko}",
            f"{who.en} {per.en}: {start} in {first.label.en}, {end} in {last.label.en}, {went.en}",
        )
    if rated and rated[0].rate and len(rated) == 1:
        value, span = _one(rated[0].rate.value), _interval(rated[0].rate)
        return Sentence(
            f"{rated[0].label.ko} {per.ko} {who.ko} {value}명(95% 구간 {span})",
            f"{rated[0].label.en}: {value} {who.en} {per.en} (95% interval {span})",
        )
    if rated:
        return Sentence(
            f"{per.ko} {who.ko}: 재외국민 수가 발표된 {len(rated)}곳만 비율을 낸다",
            f"{who.en} {per.en}: rates for the {len(rated)} places whose nationals are published",
        )
    return Sentence("비율을 낼 수 있는 곳이 없다", "Nothing here has a rate")


def _capital(sentence: Sentence) -> Sentence:
    return Sentence(sentence.ko, sentence.en[:1].upper() + sentence.en[1:])


def _went(ratio: RateRatio) -> Sentence:
    """In per cent with its interval; a change that its interval does not bear out is not claimed."""
    value, low, high = ratio.change
    if ratio.unstable:
        return Sentence("견주기에는 너무 적다(20명 미만)", "too few to compare (fewer than 20)")
    if not ratio.is_clear:
        return Sentence("뚜렷한 차이가 없다", "no clear difference")
    span = f"{_signed(low)}~{_signed(high)}%"
    percent = f"{abs(value):,.0f}%"
    if value > 0:
        return Sentence(f"{percent} 높아졌다(95% 구간 {span})", f"{percent} higher (95%: {span})")
    return Sentence(f"{percent} 낮아졌다(95% 구간 {span})", f"{percent} lower (95%: {span})")


def _signed(percent: float) -> str:
    rounded = round(percent)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded):,}"


def _reading(denominator: Sentence) -> Sentence:
    return Sentence(
        f"인원을 {denominator.ko} 수로 나누어 {PER:,}을 곱한 값, 95% 구간은 정확(Garwood) 구간",
        f"Persons by {denominator.en}, times {PER:,}; 95% intervals are exact (Garwood)",
    )


def _denominators(points: list[RatedPoint]) -> list[Sentence]:
    """Who counted the denominators, of which days, and how old they were at most."""
    rated = [point for point in points if point.rate is not None]
    if not rated:
        return []
    oldest = max(rated, key=lambda point: point.age)
    bodies = dict.fromkeys(point.body for point in rated if point.body.ko)
    ko, en = (", ".join(body.text(language) for body in bodies) for language in ("ko", "en"))
    if oldest.age == 0:
        return [
            Sentence(f"분모: {ko}, 모두 그해의 수", f"Denominators: {en}, all of the same year")
        ]
    years = f"{oldest.age} year{'s' if oldest.age > 1 else ''}"
    return [
        Sentence(
            f"분모: {ko}, 가장 오래된 것은 {oldest.as_of.ko} 기준({oldest.age}년 전)",
            f"Denominators: {en}; the oldest is of {oldest.as_of.en} ({years} before)",
        )
    ]


def _whys(points: list[RatedPoint]) -> list[Sentence]:
    """Each reason once, with the years or places that it holds for."""
    found: dict[Sentence, list[Sentence]] = {}
    for point in points:
        if point.rate is None and point.why.ko:
            found.setdefault(point.why, []).append(point.label)

    def names(labels: list[Sentence], language: str) -> str:
        shown = ", ".join(label.text(language) for label in labels[:6])
        rest = len(labels) - 6
        if rest <= 0:
            return shown
        return f"{shown} 외 {rest}곳" if language == "ko" else f"{shown} and {rest} more"

    return [
        Sentence(f"{names(labels, 'ko')}: {why.ko}", f"{names(labels, 'en')}: {why.en}")
        for why, labels in found.items()
    ]


def _alternative(points: list[RatedPoint], denominator: Sentence) -> Sentence:
    def say(language: str) -> str:
        parts = []
        for point in points:
            told = (
                f"{_one(point.rate.value)} ({_interval(point.rate)})"
                if point.rate
                else _NO_RATE.text(language)
            )
            parts.append(f"{point.label.text(language)} {told}")
        return ", ".join(parts)

    return Sentence(
        f"{denominator.ko} 10만 명당 비율과 95% 구간. {say('ko')}.",
        f"Rates per 100,000 {denominator.en} with 95% intervals. {say('en')}.",
    )


def _one(value: float) -> str:
    """One decimal; two below one, so that a small rate is not 0."""
    return f"{value:,.2f}" if value < 1 else f"{value:,.1f}"


def _interval(rate: Rate) -> str:
    return f"{_one(rate.low)}–{_one(rate.high)}"

"""Lines over the years, and beside them the ministry's published series."""

from typing import Any

from safety_center.charts.chart import Address, Chart, figure, marks
from safety_center.charts.not_stated import HATCHED, not_stated_bands
from safety_center.charts.palette import HUES, SYMBOLS
from safety_center.charts.sentences import Sentence, number, particle, tell_course
from safety_center.charts.table import NOT_STATED, Cell, ChartTable, Column, Row, linked
from safety_center.charts.wording import Wording
from safety_center.charts.year_series import Series, Years, most_of, silent_years

_YEAR = Sentence("연도", "Year")
_OWN = Sentence("이 시스템", "this system")
_PUBLISHED = Sentence("외교부 발표", "published")
_PLOT_PX, _LABEL_PX = 250, 19


def build_trend(
    series: list[Series], years: Years, wording: Wording, address: Address, caption: Sentence
) -> Chart:
    """One line per series; `address(year, code of the series)`."""
    empty = not any(any(one.own.values()) or one.published for one in series)
    return Chart(
        figure=None if empty else _lines(series, years, wording, address),
        table=_table(series, years, wording, address, caption),
        finding=_finding(series[0], years, wording.unit),
        alternative=_alternative(series, years),
        key=_key(series, years),
    )


def _lines(
    series: list[Series], years: Years, wording: Wording, address: Address
) -> dict[str, Any]:
    data: list[dict[str, Any]] = []
    if silent := silent_years(series, years):
        top = most_of(series) or 1
        data.append(not_stated_bands(silent, list(map(str, silent)), top, wording))
    for one in series:
        data += _own_lines(one, years, wording, address)
        if one.published:
            data.append(_published_marks(one, wording))
    longest = max(len(wording.say(one.label)) for one in series)
    layout = {
        "showlegend": False,
        "hovermode": "closest",
        "bargap": 0,
        "margin": {"r": 18 + longest * (14 if wording.language == "ko" else 8), "b": 4},
        "xaxis": {**_year_ticks(years.all()), "range": [years.first - 0.3, years.last + 0.3]},
        "yaxis": {"rangemode": "tozero", "tickformat": ",d", "nticks": 6},
        "annotations": _labels(series, years, wording),
    }
    return figure(wording, data, layout)


def _year_ticks(years: list[int]) -> dict[str, Any]:
    """Every second year counted from the last, in full at the ends, so that a phone can hold them."""
    ends = (years[0], years[-1])
    shown = {year for year in years if (years[-1] - year) % 2 == 0}
    texts = [str(y) if y in ends else f"{y % 100:02}" if y in shown else "" for y in years]
    return {"tickvals": years, "ticktext": texts, "tickangle": 0}


def _own_lines(
    one: Series, years: Years, wording: Wording, address: Address
) -> list[dict[str, Any]]:
    """The years that are over as one line, the running one joined to it by a dotted line."""
    hue, symbol = HUES.get(one.code, HUES["all"]), SYMBOLS.get(one.code, "circle")
    label = wording.say(one.label)

    def line(span: list[int], dash: str, shown: list[int]) -> dict[str, Any]:
        return {
            "type": "scatter",
            "mode": "lines+markers",
            "name": label,
            "x": span,
            "y": [one.drawn(year) for year in span],
            "line": {"color": hue, "width": 2.5, "dash": dash},
            "marker": {
                "color": hue,
                "symbol": symbol,
                "size": [7 if year in shown else 0 for year in span],
            },
            "customdata": marks([address(str(year), one.code) for year in span]),
            "hovertemplate": f"{label} %{{x}}<br>%{{y:,}}<extra></extra>",
            "cliponaxis": False,
        }

    full = years.full()
    lines = [line(full, "solid", full)] if full else []
    if years.partial is not None:
        lines.append(line([*full[-1:], years.partial], "dot", [years.partial]))
    return lines


def _published_marks(one: Series, wording: Wording) -> dict[str, Any]:
    label = f"{wording.say(one.label)} ({wording.say(_PUBLISHED)})"
    stated = sorted(one.published)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": label,
        "x": stated,
        "y": [one.published[year] for year in stated],
        "marker": {
            "symbol": "diamond-open",
            "size": 14,
            "color": HUES.get(one.code, HUES["all"]),
            "line": {"width": 1.5},
        },
        "hovertemplate": f"{label} %{{x}}<br>%{{y:,}}<extra></extra>",
        "cliponaxis": False,
    }


def _labels(series: list[Series], years: Years, wording: Wording) -> list[dict[str, Any]]:
    """The series' names beside their last point, pushed apart where they would overlap."""
    scale = _PLOT_PX / (most_of(series) or 1)
    lowest = -_LABEL_PX
    labels = []
    for one in sorted(series, key=lambda one: one.own[years.last]):
        value = one.own[years.last]
        lowest = max(value * scale, lowest + _LABEL_PX)
        labels.append(
            {
                "x": years.last,
                "y": value,
                "xshift": 8,
                "yshift": round(lowest - value * scale),
                "text": wording.say(one.label),
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "middle",
            }
        )
    return labels


def _table(
    series: list[Series], years: Years, wording: Wording, address: Address, caption: Sentence
) -> ChartTable:
    columns = [Column(wording.say(_YEAR), numeric=False)]
    for one in series:
        columns.append(Column(f"{wording.say(one.label)} ({wording.say(_OWN)})"))
        if one.published:
            columns.append(Column(f"{wording.say(one.label)} ({wording.say(_PUBLISHED)})"))
    rows = [_row(year, series, years, wording, address) for year in reversed(years.all())]
    return ChartTable(wording.say(caption), tuple(columns), tuple(rows))


def _row(year: int, series: list[Series], years: Years, wording: Wording, address: Address) -> Row:
    partial = f" ({wording.say(years.until)})" if year == years.partial else ""
    cells = [Cell(f"{year}{partial}")]
    for one in series:
        if one.drawn(year) is None:
            cells.append(Cell(wording.say(one.missing(year))))
        else:
            cells.append(linked(one.own[year], address(str(year), one.code)))
        if one.published:
            stated = one.published.get(year)
            known = stated is not None
            cells.append(Cell(number(stated), stated) if known else Cell(wording.say(NOT_STATED)))
    return Row(tuple(cells))


def _finding(one: Series, years: Years, unit: Sentence) -> Sentence:
    full = [year for year in years.full() if one.own[year]]
    name = particle(one.label.ko, "은", "는")
    if len(full) < 2:
        return _too_short(one, years)
    first, last = full[0], full[-1]
    start, end = one.own[first], one.own[last]
    went = tell_course(start, end, unit)
    return Sentence(
        f"{name} {first}년 {number(start)}{unit.ko}에서 {last}년 {number(end)}{unit.ko}으로 {went.ko}",
        f"{one.label.en}: from {number(start)} in {first} to {number(end)} in {last}, {went.en}",
    )


def _too_short(one: Series, years: Years) -> Sentence:
    """Nobody, or fewer than two whole years with anybody."""
    if not any(one.own.values()):
        nobody = particle(one.label.ko, "이", "가")
        return Sentence(
            f"{years.first}–{years.last}년에 집계된 {nobody} 없다",
            f"{one.label.en}: none counted from {years.first} to {years.last}",
        )
    return Sentence(
        f"{one.label.ko}: 한 해 전체를 집계한 해가 둘이 되지 않아 추이를 비교하지 않는다",
        f"{one.label.en}: fewer than two whole years to compare",
    )


def _key(series: list[Series], years: Years) -> Sentence:
    ko, en = ["선은 이 시스템"], ["Lines: this system"]
    if any(one.published for one in series):
        ko.append("◇는 외교부 발표")
        en.append("◇: published by the ministry")
    if years.partial is not None:
        ko.append(f"점선은 {years.running.ko}")
        en.append(f"dotted: {years.running.en}")
    if silent_years(series, years):
        ko.append(HATCHED.ko)
        en.append(HATCHED.en)
    return Sentence(", ".join(ko), ", ".join(en))


def _alternative(series: list[Series], years: Years) -> Sentence:
    def words(language: str) -> str:
        return "; ".join(
            f"{one.label.text(language)} "
            + ", ".join(f"{year}: {_spell(one, year, language)}" for year in years.all())
            for one in series
        )

    return Sentence(f"연도별 꺾은선그래프. {words('ko')}.", f"Line chart by year. {words('en')}.")


def _spell(one: Series, year: int, language: str) -> str:
    count = one.drawn(year)
    return one.missing(year).text(language) if count is None else number(count)


def disagreeing_years(series: list[Series], years: Years) -> list[tuple[str, int]]:
    """(code of the series, year) of full years whose own count differs from the published one."""
    return [
        (one.code, year)
        for one in series
        for year in sorted(one.published)
        if year in years.full() and one.drawn(year) not in (None, one.published[year])
    ]

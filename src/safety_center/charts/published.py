"""One chart per published series: marks where something was stated, hatching where nothing was."""

from typing import Any

from safety_center.charts.chart import Chart, figure
from safety_center.charts.large_numbers import spell_large
from safety_center.charts.not_stated import not_stated_bands
from safety_center.charts.palette import AMBER, BLUE, ROSE, SLATE
from safety_center.charts.published_series import PLANNED, Line, Point, PublishedSeries
from safety_center.charts.published_words import (
    make_alternative,
    make_finding,
    make_key,
    make_notes,
)
from safety_center.charts.sentences import Sentence, number
from safety_center.charts.table import NOT_STATED, Cell, ChartTable, Column, Row
from safety_center.charts.wording import Wording
from safety_center.charts.year_names import name_years

_YEAR = Sentence("연도", "Year")
_SOURCE = Sentence("출처", "Source")
#: (hue, symbol, its sign) of the lines in their order.
_LOOKS = (
    (BLUE, "circle", "●"),
    (AMBER, "square", "■"),
    (ROSE, "triangle-up", "▲"),
    (SLATE, "diamond", "◆"),
    (BLUE, "star", "★"),
)
#: Values of days are joined when hardly more than a year lies between them.
_JOINED_YEARS = 1.1
_ROOM_ABOVE = 1.12


def build_published(series: PublishedSeries, wording: Wording) -> Chart:
    """The series as chart and table, with its sources and what they disagree about.

    `wording` gives the language; that the page shows synthetic data does not concern this figure.
    """
    signs = {line.code: Sentence(look[2], look[2]) for line, look in _with_looks(series)}
    return Chart(
        figure=_picture(series, wording),
        table=_table(series, wording),
        finding=make_finding(series),
        alternative=make_alternative(series),
        key=make_key(series, signs),
        notes=make_notes(series),
        unit=series.unit,
        is_published=True,
    )


def _with_looks(series: PublishedSeries) -> list[tuple[Line, tuple[str, str, str]]]:
    return [(line, _LOOKS[place % len(_LOOKS)]) for place, line in enumerate(series.lines)]


def _picture(series: PublishedSeries, wording: Wording) -> dict[str, Any]:
    years = series.years()
    most = max(point.value for line in series.lines for point in line.drawn())
    top = most * _ROOM_ABOVE
    data = [_silent_bars(series, wording, most)] if series.silent_years() else []
    for line, (hue, symbol, _) in _with_looks(series):
        data.append(_marks(line, series, wording, hue, symbol))
    middle = 0.5 if series.stock else 0
    layout = {
        "showlegend": False,
        "hovermode": "closest",
        "bargap": 0,
        "margin": {"r": 16, "b": 4},
        "xaxis": {
            "tickvals": [year + middle for year in years],
            "ticktext": name_years(years),
            "tickangle": 0,
            "range": [years[0] + middle - 0.6, years[-1] + middle + 0.6],
        },
        "yaxis": {"range": [0, top], **spell_large(int(top), wording.language)},
        "shapes": [_break_line(year + middle) for year in series.breaks()],
    }
    return figure(wording, data, layout, labelled=False)


def _silent_bars(series: PublishedSeries, wording: Wording, most: int) -> dict[str, Any]:
    """A hatched band for each year of which nothing is known: no value, not a value of 0."""
    middle = 0.5 if series.stock else 0
    silent = series.silent_years()
    places = [year + middle for year in silent]
    bands = not_stated_bands(places, list(map(str, silent)), most * _ROOM_ABOVE, wording)
    return {**bands, "width": [0.9] * len(silent)}


def _marks(
    line: Line, series: PublishedSeries, wording: Wording, hue: str, symbol: str
) -> dict[str, Any]:
    label = wording.say(line.label)
    x: list[float | None] = []
    y: list[int | None] = []
    texts: list[str] = []
    symbols: list[str] = []
    before: Point | None = None
    for point in line.drawn():
        if before is not None and _parted(before, point, series):
            x, y, texts = [*x, None], [*y, None], [*texts, ""]
            symbols.append(symbol)
        x, y = [*x, point.at], [*y, point.value]
        symbols.append(f"{symbol}-open" if point.remark.ko else symbol)
        texts.append(f"{wording.say(point.when)} {_value_text(point, wording)}")
        before = point
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": label,
        "x": x,
        "y": y,
        "text": texts,
        "connectgaps": False,
        "line": {"color": hue, "width": 2.5},
        "marker": {"color": hue, "symbol": symbols, "size": 9},
        "hovertemplate": f"{label}<br>%{{text}}<extra></extra>",
        "cliponaxis": False,
    }


def _parted(before: Point, point: Point, series: PublishedSeries) -> bool:
    """No line over a year that is missing, over a change of definition, or towards a plan."""
    if point.at - before.at > _JOINED_YEARS or point.remark.en == PLANNED:
        return True
    return any(before.year <= year <= point.year for year in series.breaks())


def _break_line(at: float) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": at,
        "x1": at,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": SLATE, "width": 1.5, "dash": "dot"},
    }


def _table(series: PublishedSeries, wording: Wording) -> ChartTable:
    """Years from the last one; a part of a year in a row of its own, what was not stated as 미기재."""
    heads = [series.title] if len(series.lines) == 1 else [line.label for line in series.lines]
    columns = [Column(wording.say(_YEAR), numeric=False)]
    columns += [Column(wording.say(head)) for head in heads]
    columns.append(Column(wording.say(_SOURCE), numeric=False))
    rows = [row for year in reversed(series.years()) for row in _rows(year, series, wording)]
    return ChartTable(wording.say(series.title), tuple(columns), tuple(rows))


def _rows(year: int, series: PublishedSeries, wording: Wording) -> list[Row]:
    points = [(line, p) for line in series.lines for p in line.points if p.year == year]
    names = list(dict.fromkeys(wording.say(p.when) for _, p in sorted(points, key=_order)))
    whole = str(year) if wording.language == "en" else f"{year}년"
    if not any(point.drawn for _, point in points):
        names.insert(0, whole)
    return [_row(name, points, series, wording) for name in names]


def _order(entry: tuple[Line, Point]) -> tuple[bool, float]:
    """Whole years first, then the latest day or part."""
    point = entry[1]
    return not point.drawn, -point.at


def _row(
    name: str, points: list[tuple[Line, Point]], series: PublishedSeries, wording: Wording
) -> Row:
    here = {line.code: point for line, point in points if wording.say(point.when) == name}
    cells = [Cell(name)]
    for line in series.lines:
        point = here.get(line.code)
        cells.append(Cell(wording.say(NOT_STATED)) if point is None else _cell(point, wording))
    sources: dict[str, list[str]] = {}
    for code, point in here.items():
        labels = sources.setdefault(wording.say(point.source), [])
        labels.append(wording.say(series.label_of(code)))
    text = "; ".join(
        f"{' · '.join(filter(None, labels))} {source}".strip() if len(sources) > 1 else source
        for source, labels in sources.items()
    )
    return Row((*cells, Cell(text)))


def _cell(point: Point, wording: Wording) -> Cell:
    """A plain value as a number; one with a remark as it is written, also in a file."""
    plain = not wording.say(point.remark)
    return Cell(_value_text(point, wording), point.value if plain else None)


def _value_text(point: Point, wording: Wording) -> str:
    remark = wording.say(point.remark)
    return f"{number(point.value)} ({remark})" if remark else number(point.value)

"""Small multiples: one small chart of years per country, all on one scale."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from safety_center.charts.chart import Address, Chart, figure, marks
from safety_center.charts.not_stated import HATCHED, not_stated_bands
from safety_center.charts.palette import BLUE, dotted_where
from safety_center.charts.sentences import Sentence, number, particle
from safety_center.charts.table import NOT_STATED, Cell, ChartTable, Column, Row, linked
from safety_center.charts.wording import Wording
from safety_center.charts.year_series import Years

_COUNTRY = Sentence("국가·지역", "Country or area")


@dataclass(frozen=True)
class Multiple:
    """One small chart with its title, and the number in it that opens a list."""

    code: str
    title: Sentence
    figure: dict[str, Any]
    alternative: Sentence
    href: str | None


@dataclass(frozen=True)
class Multiples:
    """The small charts, and the chart-like frame around them (its own figure is None).

    The frame says once for all of them that a demonstration's data are synthetic.
    """

    chart: Chart
    items: tuple[Multiple, ...]


def build_multiples(
    frame: pd.DataFrame,
    years: Years,
    labels: Mapping[str, Sentence],
    wording: Wording,
    address: Address,
    caption: Sentence,
    top: int = 12,
    silent: Collection[int] = (),
) -> Multiples:
    """`frame`: `year, code, count`. The `top` codes of the last year shown; `address(code, year)`.

    `silent`: years in a declared gap, in which 0 means not stated.
    """
    counts = _counts(frame, years)
    chosen = counts[:top]
    most = max((max(own.values()) for _, own in chosen), default=0)
    hidden = frozenset(silent)
    items = tuple(
        _multiple(code, own, years, labels, wording, address, most, hidden) for code, own in chosen
    )
    chart = Chart(
        figure=None,
        table=_table(counts, years, labels, wording, address, caption, silent),
        finding=_finding(counts, years, labels, wording, hidden),
        alternative=caption,
        key=_key(years, any(_silent_years(own, hidden) for _, own in chosen)),
        notes=_rest(len(counts) - len(chosen), len(chosen)),
    )
    return Multiples(chart, items)


def _key(years: Years, with_silent: bool) -> Sentence:
    ko = ["모든 그림의 세로축이 같아 크기를 비교할 수 있음"]
    en = ["All charts share one vertical scale"]
    if years.partial is not None:
        ko.append(f"점무늬 막대는 {years.running.ko}")
        en.append(f"dotted: {years.running.en}")
    if with_silent:
        ko.append(HATCHED.ko)
        en.append(HATCHED.en)
    return Sentence(", ".join(ko), "; ".join(en))


def _silent_years(own: dict[int, int], silent: Collection[int]) -> list[int]:
    """Years of a country in which nobody was counted and nobody could be."""
    return [year for year in own if year in silent and not own[year]]


def _counts(frame: pd.DataFrame, years: Years) -> list[tuple[str, dict[int, int]]]:
    """Largest of the last year first; years without a person are 0."""
    found: dict[str, dict[int, int]] = {}
    for year, code, persons in frame[["year", "code", "count"]].itertuples(index=False):
        if years.first <= year <= years.last:
            own = found.setdefault(str(code), dict.fromkeys(years.all(), 0))
            own[int(year)] += int(persons)
    return sorted(
        found.items(), key=lambda item: (-item[1][years.last], -sum(item[1].values()), item[0])
    )


def _multiple(
    code: str,
    own: dict[int, int],
    years: Years,
    labels: Mapping[str, Sentence],
    wording: Wording,
    address: Address,
    most: int,
    silent: frozenset[int],
) -> Multiple:
    name = labels.get(code, Sentence(code, code))
    hidden = _silent_years(own, silent)
    now = Sentence(f"{number(own[years.last])}{wording.unit.ko}", number(own[years.last]))
    now = NOT_STATED if years.last in hidden else now
    ko, en = (
        ", ".join(
            f"{year}: {NOT_STATED.text(language) if year in hidden else number(own[year])}"
            for year in years.all()
        )
        for language in ("ko", "en")
    )
    return Multiple(
        code,
        Sentence(f"{name.ko} {now.ko}", f"{name.en} {now.en}"),
        _bars(code, own, years, wording, address, most, hidden),
        Sentence(f"{name.ko} 연도별 막대그래프. {ko}.", f"{name.en}, bars by year. {en}."),
        address(code, str(years.last)) if own[years.last] else None,
    )


def _bars(
    code: str,
    own: dict[int, int],
    years: Years,
    wording: Wording,
    address: Address,
    most: int,
    hidden: list[int],
) -> dict[str, Any]:
    span, top = years.all(), most * 1.05 or 1
    bars = {
        "type": "bar",
        "x": span,
        "y": [None if year in hidden else own[year] for year in span],
        "marker": dotted_where(BLUE, [year == years.partial for year in span]),
        "customdata": marks([address(code, str(year)) for year in span]),
        "hovertemplate": "%{x}<br>%{y:,}<extra></extra>",
    }
    layout = {
        "bargap": 0.2,
        "barmode": "overlay",
        "showlegend": False,
        "margin": {"t": 10, "b": 4, "l": 4, "r": 20},
        # The years stand lower than the axis's 0, which would touch the first of them.
        "xaxis": {
            "tickvals": [span[0], span[-1]],
            "tickformat": "d",
            "ticks": "",
            "ticklabelstandoff": 8,
        },
        "yaxis": {"range": [0, top], "tickformat": ",d", "nticks": 3},
    }
    bands = [not_stated_bands(hidden, list(map(str, hidden)), top, wording)] if hidden else []
    return figure(wording, [*bands, bars], layout, labelled=False)


def _table(
    counts: list[tuple[str, dict[int, int]]],
    years: Years,
    labels: Mapping[str, Sentence],
    wording: Wording,
    address: Address,
    caption: Sentence,
    silent: Collection[int],
) -> ChartTable:
    heads = [Column(wording.say(_COUNTRY), numeric=False)]
    heads += [
        Column(f"{year} ({wording.say(years.until)})" if year == years.partial else str(year))
        for year in reversed(years.all())
    ]
    rows = []
    for code, own in counts:
        name = wording.say(labels.get(code, Sentence(code, code)))
        numbers = (
            Cell(wording.say(NOT_STATED))
            if year in silent and not own[year]
            else linked(own[year], address(code, str(year)))
            for year in reversed(years.all())
        )
        rows.append(Row((Cell(name), *numbers)))
    return ChartTable(wording.say(caption), tuple(heads), tuple(rows))


def _finding(
    counts: list[tuple[str, dict[int, int]]],
    years: Years,
    labels: Mapping[str, Sentence],
    wording: Wording,
    silent: frozenset[int],
) -> Sentence:
    total = sum(own[years.last] for _, own in counts)
    if not total and years.last in silent:
        return Sentence(f"{years.last}년은 미기재", f"Not stated for {years.last}")
    if not total:
        return Sentence(
            f"{years.last}년에 {particle(wording.who.ko, '이', '가')} 없다",
            f"No {wording.who.en} in {years.last}",
        )
    leading = [code for code, own in counts[:3] if own[years.last]]
    names = [labels.get(code, Sentence(code, code)) for code in leading]
    part = 100 * sum(own[years.last] for _, own in counts[:3]) / total
    ko, en = "·".join(name.ko for name in names), _listed([name.en for name in names])
    verb = "makes up" if len(names) == 1 else "make up"
    if total < 20 or len(counts) <= 3:
        return Sentence(f"{years.last}년에는 {ko} 순으로 많다", f"Most in {years.last}: {en}")
    return Sentence(
        f"{years.last}년에는 {particle(ko, '이', '가')} 이 지역의 {part:.0f}%를 차지한다",
        f"{en} {verb} {part:.0f}% of the region in {years.last}",
    )


def _rest(left_out: int, shown: int) -> tuple[Sentence, ...]:
    if left_out <= 0:
        return ()
    return (
        Sentence(
            f"그림은 상위 {shown}곳, 나머지 {left_out}곳은 표에 있음",
            f"The {shown} largest are drawn; the other {left_out} are in the table",
        ),
    )


def _listed(names: list[str]) -> str:
    """`Japan, Vietnam and China`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))

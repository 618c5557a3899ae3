"""Bars that lie: one pair per region, country, type …, this period above the year before."""

from collections.abc import Mapping
from typing import Any

from safety_center.charts.chart import Chart, figure, marks
from safety_center.charts.comparison import LAST, THIS, Compared
from safety_center.charts.palette import BLUE, hatched, solid
from safety_center.charts.sentences import Sentence

_SHORT, _TALL = 3, 6
_LONGEST_NAME = 22


def build_breakdown(
    compared: Compared,
    caption: Sentence,
    top: int | None = None,
    hues: Mapping[str, str] | None = None,
) -> Chart:
    """Bars for the `top` largest codes; the table holds all. `hues`: code → colour, one hue if None."""
    entries = compared.entries()[:top]
    wording = compared.wording
    rest = len(compared.entries()) - len(entries)
    notes = (
        Sentence(
            f"그림은 상위 {top}개, 표는 전부", f"The chart shows the top {top}, the table all"
        ),
    )
    drawn = [entry for entry in entries if entry[1] or entry[2]]
    return Chart(
        figure=_bars(compared, drawn, hues or {}) if drawn else None,
        table=compared.table(caption),
        finding=compared.leading(),
        alternative=_alternative(compared),
        key=Sentence(
            f"채운 막대 {wording.this_short.ko}, 빗금 막대 {wording.last_short.ko}",
            f"Solid bars: {wording.this_short.en}; hatched: {wording.last_short.en}",
        ),
        size=_size(len(drawn)),
        notes=notes if rest > 0 else (),
    )


def _bars(
    compared: Compared, entries: list[tuple[str, int, int]], hues: Mapping[str, str]
) -> dict[str, Any]:
    wording = compared.wording
    names = [in_two_lines(compared.name(code)) for code, _, _ in entries]
    colours = [hues.get(code, BLUE) for code, _, _ in entries]
    periods = (
        (THIS, 1, wording.this_short, solid(colours)),
        (LAST, 2, wording.last_short, hatched(colours)),
    )
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": wording.say(name),
            "y": names,
            "x": [entry[place] for entry in entries],
            "text": [compared.counted(entry[0], column, entry[place]) for entry in entries],
            "textposition": "outside",
            "cliponaxis": False,
            "marker": marker,
            "customdata": marks([compared.address(entry[0], column) for entry in entries]),
            "hovertemplate": f"%{{y}}<br>{wording.say(name)} %{{text}}<extra></extra>",
        }
        for column, place, name, marker in periods
    ]
    most = max(max(this, last) for _, this, last in entries)
    layout = {
        "barmode": "group",
        "bargap": 0.28,
        "bargroupgap": 0.12,
        "showlegend": False,
        "margin": {"r": 16, "b": 4},
        "xaxis": {
            "range": [0, most * 1.18],
            "showticklabels": False,
            "ticks": "",
            "zeroline": True,
        },
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticks": "", "type": "category"},
    }
    return figure(wording, data, layout)


def _size(bars: int) -> str:
    return "short" if bars <= _SHORT else "tall" if bars > _TALL else ""


def in_two_lines(name: str) -> str:
    """A long name in two lines, broken where it has a space near the middle."""
    if len(name) <= _LONGEST_NAME or " " not in name:
        return name
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    middle = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle]}<br>{name[middle + 1 :]}"


def _alternative(compared: Compared) -> Sentence:
    words = compared.described()
    return Sentence(
        f"막대그래프. {words}. 괄호 안은 {compared.wording.last.ko}의 수.",
        f"Bar chart. {words}. In brackets: {compared.wording.last.en}.",
    )

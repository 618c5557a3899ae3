"""Bubbles at countries on the own base map, with Dokdo and Ulleungdo always drawn.

No place is named on the map itself; a ranked list with the same links stands beside it.
"""

import math
from collections.abc import Mapping
from typing import Any

from safety_center.charts.chart import Chart, figure, marks
from safety_center.charts.comparison import THIS, Compared
from safety_center.charts.coordinates import islands, point_of
from safety_center.charts.palette import BLUE
from safety_center.charts.sentences import PERSONS, Sentence, number

_NEAR = 10  # degrees
_LARGEST_PX, _SMALLEST_PX = 38, 5
_NUMBERED = 5
BORDERS = Sentence(
    "지도상 경계는 편의를 위한 것이며 정부 입장을 나타내지 않음",
    "Boundaries on the map are for convenience and do not express a position of the government",
)
_NOT_DRAWN = Sentence(
    "원이 없는 국가·지역은 이 기간에 집계된 수가 0",
    "A country without a circle counted none (0)",
)


def build_map(compared: Compared, caption: Sentence, alpha3: Mapping[str, str]) -> Chart:
    """`alpha3`: country code of the frame → alpha-3 of the base map. Area of a bubble = persons."""
    placed = []
    off_map = 0
    for code, this, last in compared.entries():
        point = point_of(alpha3.get(code, ""))
        if this and point:
            placed.append((code, this, last, point))
        elif this:
            off_map += this
    finding = compared.leading()
    return Chart(
        figure=_bubbles(compared, placed) if placed else None,
        table=compared.table(caption),
        finding=finding,
        alternative=Sentence(
            f"세계지도 위 거품그래프. {compared.described()}. 괄호 안은 {compared.wording.last.ko}.",
            f"Bubble map of the world. {compared.described()}. In brackets: "
            f"{compared.wording.last.en}.",
        ),
        key=_key(compared.wording.unit),
        size="map",
        notes=(BORDERS, _NOT_DRAWN, *_off_map(off_map, compared.wording.unit)),
    )


def _key(unit: Sentence) -> Sentence:
    ko = "사람 수" if unit == PERSONS else "건수"
    return Sentence(f"원의 넓이가 {ko}", f"The area of a circle is the number of {unit.en}")


def _off_map(counted: int, unit: Sentence) -> tuple[Sentence, ...]:
    if not counted:
        return ()
    return (
        Sentence(
            f"지도에 자리가 없는 곳(미상·공해상 등) {number(counted)}{unit.ko}은 표에만 있음",
            f"{number(counted)} at places not on the map (unknown, high seas …) are in the table only",
        ),
    )


def _bubbles(compared: Compared, placed: list[tuple[str, int, int, Any]]) -> dict[str, Any]:
    wording = compared.wording
    most = placed[0][1]
    sizes = [max(_SMALLEST_PX, _LARGEST_PX * math.sqrt(entry[1] / most)) for entry in placed]
    large = [size >= _LARGEST_PX * 0.4 for size in sizes]
    bubbles = {
        "type": "scattergeo",
        "mode": "markers+text",
        "lon": [entry[3][0] for entry in placed],
        "lat": [entry[3][1] for entry in placed],
        "marker": {
            "size": [round(size, 1) for size in sizes],
            "color": BLUE,
            "opacity": 0.6,
            "line": {"color": BLUE, "width": 1.2},
        },
        "text": [
            str(rank + 1) if rank < _NUMBERED and large[rank] else "" for rank in range(len(placed))
        ],
        "textposition": [_beside_islands(entry[3]) for entry in placed],
        "hovertext": [_hover(compared, entry) for entry in placed],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": marks([compared.address(entry[0], THIS) for entry in placed]),
        "showlegend": False,
    }
    layout = {
        "margin": {"l": 0, "r": 0, "b": 0},
        "geo": {
            "projection": {"type": "natural earth", "rotation": {"lon": 150}},
            "lataxis": {"range": [-54, 78]},
        },
    }
    return figure(wording, [bubbles, _islands(wording.language)], layout)


def _beside_islands(point: tuple[float, float]) -> str:
    """Outside a bubble with islands before its middle: their dots would be read as a sign of its number."""
    lon, lat = point
    near = any(0 < lon - one["lon"] < _NEAR and abs(lat - one["lat"]) < _NEAR for one in islands())
    return "middle right" if near else "middle center"


def _hover(compared: Compared, entry: tuple[str, int, int, Any]) -> str:
    code, this, last, _ = entry
    wording = compared.wording
    moved = wording.say(wording.moved(this, last))
    return f"<b>{compared.name(code)}</b> {wording.counted(number(this))}<br>{moved}"


def _islands(language: str) -> dict[str, Any]:
    """Drawn last, so that no bubble hides them. `meta` tells the page that they are there."""
    found = islands()
    return {
        "type": "scattergeo",
        "meta": "islands",
        "mode": "markers",
        "lon": [island["lon"] for island in found],
        "lat": [island["lat"] for island in found],
        "text": [island[language] for island in found],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 4, "color": "#1e2124", "line": {"color": "#ffffff", "width": 1}},
        "showlegend": False,
    }

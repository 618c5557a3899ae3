"""The browser's files: nothing from outside, small enough, every sign drawn, the map as Korea sees it."""

from __future__ import annotations

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.guards.tree import PACKAGE, TOP

STATIC = PACKAGE / "web" / "static"
_KB = 1000
_Ring = list[tuple[float, float]]


def _list(*suffixes: str) -> list[Path]:
    return [path for path in sorted(STATIC.rglob("*")) if path.suffix in suffixes]


def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


# --- nothing from outside ---


@pytest.mark.parametrize("path", _list(".css", ".svg"), ids=lambda path: path.name)
def test_styles_and_icons_load_nothing_from_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"url\(\s*[\"']?(https?:|//|data:)", text)
    assert not re.search(r"@import|krds\.go\.kr", text)


@pytest.mark.parametrize("path", _list(".css"), ids=lambda path: path.name)
def test_every_file_a_style_names_is_there(path: Path) -> None:
    named = re.findall(r"url\(\"?([^)\"]+)\"?\)", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (path.parent / name).is_file()] == []


def test_scripts_do_not_fetch_maps_or_icons_from_their_makers() -> None:
    hosts = re.compile(r"https?://(cdn\.|unpkg|www\.krds|krds\.)|krds\.go\.kr")
    assert [path.name for path in _list(".js") if hosts.search(path.read_text("utf-8"))] == []


def test_no_bundle_meant_for_other_hosts_and_no_leftover_was_taken() -> None:
    names = [path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*")]
    assert [name for name in names if "cdn" in name or "_bak" in name or "logo_krds" in name] == []


def test_the_npm_lock_names_no_address() -> None:
    lock = (TOP / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert "http" not in lock


# --- sizes ---


def test_the_krds_subset_is_small() -> None:
    path = STATIC / "vendor" / "krds" / "krds.css"
    assert path.stat().st_size < 80 * _KB
    assert _packed(path) < 12 * _KB


def test_what_every_page_loads_leaves_room_for_the_page() -> None:
    names = ("vendor/krds/krds.css", "app/app.css", "app/app.js", "vendor/htmx/htmx.min.js")
    assert sum(_packed(STATIC / name) for name in names) < 50 * _KB


def test_fonts_map_and_figures_stay_within_their_sizes() -> None:
    assert sum(path.stat().st_size for path in STATIC.rglob("*.woff2")) < 4500 * _KB
    assert (STATIC / "map" / "topology.js").stat().st_size < 400 * _KB
    assert _packed(STATIC / "vendor" / "plotly" / "plotly-custom.min.js") < 650 * _KB


# --- fonts ---


def _list_faces() -> list[tuple[str, str, str, list[tuple[int, int]]]]:
    """(family, weight, file, ranges) of each face."""
    css = (STATIC / "fonts" / "fonts.css").read_text(encoding="utf-8")
    faces = re.findall(
        r'font-family:"([^"]+)".*?font-weight:(\d+);font-display:swap;src:url\(([^)]+)\).*?unicode-range:([^}]+)}',
        css,
    )
    return [
        (family, weight, name, [_parse_range(part) for part in ranges.split(",")])
        for family, weight, name, ranges in faces
    ]


def _parse_range(part: str) -> tuple[int, int]:
    first, _, last = part.strip().removeprefix("U+").partition("-")
    return int(first, 16), int(last or first, 16)


@pytest.mark.parametrize("sign", "가갂쀄힣李漢▶▷◎☎㉮①※□○→·₩Aé7")
def test_a_shipped_font_draws(sign: str) -> None:
    code = ord(sign)
    assert [
        name
        for _, _, name, ranges in _list_faces()
        if any(first <= code <= last for first, last in ranges)
        and (STATIC / "fonts" / name).is_file()
    ]


def test_two_weights_are_shipped_and_the_families_are_the_ones_the_styles_ask_for() -> None:
    faces = _list_faces()
    assert {weight for family, weight, *_ in faces if family == "Safety Center Sans"} == {
        "400",
        "700",
    }
    styles = (STATIC / "app" / "app.css").read_text(encoding="utf-8")
    assert {family for family, *_ in faces if family not in styles} == set()


# --- map ---


@pytest.fixture(scope="module")
def topology() -> dict[str, Any]:
    text = (STATIC / "map" / "topology.js").read_text(encoding="utf-8")
    found = re.search(r"JSON\.parse\('(.*?)'\)", text)
    assert found
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


@pytest.fixture(scope="module")
def countries(topology: dict[str, Any]) -> dict[str, list[list[_Ring]]]:
    """Alpha-3 code -> polygons, each a list of rings of (longitude, latitude)."""
    arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    return {
        shape["id"]: [
            [_join(ring, arcs) for ring in polygon]
            for polygon in (shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]])
        ]
        for shape in topology["objects"]["countries"]["geometries"]
    }


def _decode(arc: list[list[int]], transform: dict[str, list[float]]) -> _Ring:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points


def _join(ring: list[int], arcs: list[_Ring]) -> _Ring:
    return [point for arc in ring for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]


def _holds(polygons: list[list[_Ring]], x: float, y: float) -> bool:
    return any(
        _inside(rings[0], x, y) and not any(_inside(r, x, y) for r in rings[1:])
        for rings in polygons
    )


def _inside(ring: _Ring, x: float, y: float) -> bool:
    crossings = (
        (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a
        for (a, b), (c, d) in pairwise([*ring, ring[0]])
    )
    return sum(crossings) % 2 == 1


@pytest.mark.parametrize(("x", "y"), [(131.87, 37.24), (130.87, 37.50)], ids=["Dokdo", "Ulleungdo"])
def test_the_eastern_islands_are_part_of_korea(
    countries: dict[str, list[list[_Ring]]], x: float, y: float
) -> None:
    near = [
        polygon
        for polygon in countries["KOR"]
        if any(abs(u - x) < 0.05 and abs(v - y) < 0.05 for u, v in polygon[0])
    ]
    assert len(near) == 1


@pytest.mark.parametrize(
    ("code", "x", "y"),
    [("UKR", 34.1, 45.0), ("XKX", 21.0, 42.6), ("ESH", -13.5, 24.5), ("TWN", 121.0, 24.0)],
    ids=["Crimea", "Kosovo", "Western Sahara", "Taiwan"],
)
def test_a_place_lies_in_one_feature_only(
    countries: dict[str, list[list[_Ring]]], code: str, x: float, y: float
) -> None:
    assert [name for name, polygons in countries.items() if _holds(polygons, x, y)] == [code]


def test_the_map_carries_no_names_and_the_objects_plotly_asks_for(topology: dict[str, Any]) -> None:
    wanted = {"countries", "land", "ocean", "coastlines", "lakes", "rivers", "subunits"}
    assert set(topology["objects"]) == wanted
    assert "properties" not in json.dumps(topology)


def test_the_islands_have_coordinates_for_figures_drawn_elsewhere() -> None:
    islands = json.loads((STATIC / "map" / "islands.json").read_text(encoding="utf-8"))
    assert [(i["ko"], i["lon"], i["lat"]) for i in islands] == [
        ("독도", 131.87, 37.24),
        ("울릉도", 130.87, 37.5),
    ]


# --- what is owed to others ---


@pytest.mark.parametrize(
    "name",
    [
        "KRDS",
        "공공누리",
        "Pretendard",
        "Noto Sans KR",
        "htmx",
        "plotly.js",
        "Natural Earth",
        "world-atlas",
        "axe-core",
    ],
)
def test_the_notice_names(name: str) -> None:
    assert name in (TOP / "NOTICE").read_text(encoding="utf-8")

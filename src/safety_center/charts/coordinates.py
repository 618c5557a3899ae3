"""Where bubbles stand: points of the base map that the browser draws (built from its geometry)."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _read(name: str) -> Any:
    folder = files("safety_center").joinpath("web", "static", "map")
    return json.loads(folder.joinpath(name).read_text(encoding="utf-8"))


def point_of(alpha3: str) -> tuple[float, float] | None:
    """(longitude, latitude) inside a country, None for a place that the base map does not draw."""
    point = _read("centroids.json").get(alpha3)
    return (point[0], point[1]) if point else None


def islands() -> list[dict[str, Any]]:
    """Dokdo and Ulleungdo: `code, ko, en, lon, lat`; drawn on every map at any scale."""
    return list(_read("islands.json"))

"""Colours that hold on white and on black."""

from __future__ import annotations

import pytest

from safety_center.charts.palette import AMBER, BLUE, ROSE, SLATE


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [BLUE, AMBER, ROSE, SLATE])
@pytest.mark.parametrize("ground", ["#ffffff", "#eef0f2", "#33363d", "#000000"])
def test_marks_reach_three_to_one_on_every_ground(colour: str, ground: str) -> None:
    light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    ratio = (light + 0.05) / (dark + 0.05)
    assert ratio >= 3

"""Axes of large numbers in the words in which they are read: 만 in Korean, millions in English."""

from typing import Any

#: Below this the digits themselves are short enough.
_LARGE = 1_000_000
_MOST_TICKS = 5


def spell_large(most: int, language: str) -> dict[str, Any]:
    """Ticks of an axis from 0 to `most`: `1,000만`, `10 M`; plain digits where they are few."""
    if most < _LARGE:
        return {"tickformat": ",d", "nticks": 6}
    ticks = list(range(0, most + 1, _step(most)))
    if language == "en":
        texts = [f"{tick / 1_000_000:g} M" if tick else "0" for tick in ticks]
    else:
        texts = [f"{tick // 10_000:,}만" if tick else "0" for tick in ticks]
    return {"tickvals": ticks, "ticktext": texts}


def _step(most: int) -> int:
    """The smallest round step with few ticks."""
    size = 100_000
    while True:
        for factor in (1, 2, 5):
            if most // (factor * size) <= _MOST_TICKS:
                return factor * size
        size *= 10

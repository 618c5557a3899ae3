"""The files of `data/demonstration`, read once, and drawing from weighted lists."""

import random
import tomllib
from bisect import bisect
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
_FILES = "totals types countries seasons cities people words narratives present exemplary promises".split()
_HANGUL_FIRST, _HANGUL_LAST, _FINALS = 0xAC00, 0xD7A3, 28


class Weighted(Generic[Item]):
    """Items with weights; `draw` takes one, the heavier the likelier."""

    def __init__(self, pairs: Iterable[tuple[Item, float]]) -> None:
        kept = [(item, weight) for item, weight in pairs if weight > 0]
        self.items = [item for item, _ in kept]
        self._sums = list(accumulate(weight for _, weight in kept))
        self._last, self._whole = len(kept) - 1, self._sums[-1] if kept else 0.0

    def draw(self, chance: random.Random) -> Item:
        """One item."""
        index = bisect(self._sums, chance.random() * self._whole)
        return self.items[index if index < self._last else self._last]


def weighted(table: Mapping[Item, float]) -> Weighted[Item]:
    """`Weighted` of a mapping."""
    return Weighted(table.items())


@cache
def read_words(data_folder: Path) -> dict[str, Any]:
    """Every file of `data/demonstration` by its name."""
    folder = data_folder / "demonstration"
    return {
        name: tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        for name in _FILES
    }


def with_particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """A Korean word with the particle its last syllable asks for: 지갑을, 여권과 신용카드를."""
    last = ord(word[-1])
    closed = _HANGUL_FIRST <= last <= _HANGUL_LAST and (last - _HANGUL_FIRST) % _FINALS != 0
    return word + (after_consonant if closed else after_vowel)


def chance_from(seed: object) -> random.Random:
    """A source of chance that gives the same for the same seed."""
    return random.Random(str(seed))  # noqa: S311 - synthetic data, no secret

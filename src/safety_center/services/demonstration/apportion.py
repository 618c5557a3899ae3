"""Whole persons out of shares: sums that hold exactly."""

import random
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def apportion(total: int, weights: Mapping[Key, float]) -> dict[Key, int]:
    """`total` divided in proportion by largest remainder; parts are whole and add up to it.

    Equal remainders go to the earlier key. Raises `ValueError` when there is something to divide
    and no weight above zero.
    """
    whole = sum(weights.values())
    if total == 0:
        return dict.fromkeys(weights, 0)
    if whole <= 0:
        raise ValueError(f"nothing to divide {total} by")
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def deal(
    counts: Mapping[Key, int],
    capacity: Mapping[int, int],
    preferences: Mapping[Key, Mapping[int, float]],
    chance: random.Random,
) -> dict[int, Counter[Key]]:
    """Deal persons by type to months so that both the types' and the months' totals hold.

    `capacity` is persons per month and adds up to the sum of `counts`. Types with a preference
    (relative weight per month) choose first, as far as there is room; the others are shuffled.
    """
    room = dict(capacity)
    dealt: dict[int, Counter[Key]] = {month: Counter() for month in capacity}
    pool: list[Key] = []
    for key, count in counts.items():
        placed = _place(key, count, room, preferences.get(key), dealt)
        pool += [key] * (count - placed)
    chance.shuffle(pool)
    start = 0
    for month, free in room.items():
        dealt[month].update(pool[start : start + free])
        start += free
    return dealt


def _place(
    key: Key,
    count: int,
    room: dict[int, int],
    preference: Mapping[int, float] | None,
    dealt: dict[int, Counter[Key]],
) -> int:
    if preference is None:
        return 0
    wanted = apportion(count, {month: room[month] * preference[month] for month in room})
    taken = {month: min(number, room[month]) for month, number in wanted.items()}
    for month, number in taken.items():
        dealt[month][key] += number
        room[month] -= number
    return sum(taken.values())


def month_weights(table: Mapping[str, Sequence[float]], year: int) -> dict[int, float]:
    """Weights of the months 1-12 of a year: its own row, else `default`."""
    row = table.get(str(year), table["default"])
    return dict(enumerate(row, start=1))

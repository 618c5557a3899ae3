"""The plan: persons per month and type, and from them parties that become cases."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safety_center.domain.vocabulary import Involvement
from safety_center.services.demonstration.apportion import apportion, deal, month_weights
from safety_center.services.demonstration.targets import Target
from safety_center.services.demonstration.words import Weighted

Kind = tuple[Involvement, str]
Month = tuple[int, int]


@dataclass(frozen=True)
class Party:
    """Who becomes one case: `listed` persons one by one, or one group of `group`; `scene` tells it."""

    involvement: Involvement
    incident_type: str
    listed: int
    group: int
    scene: str

    @property
    def persons(self) -> int:
        """Headcount."""
        return self.listed + self.group


def plan_months(
    targets: Sequence[Target], seasons: Mapping[str, Any], chance: random.Random, scale: float
) -> dict[Month, Counter[Kind]]:
    """Persons by kind for every month; with a `scale` below 1 that share of every target."""
    months: dict[Month, Counter[Kind]] = defaultdict(Counter)
    for target in targets:
        for month, types in _deal_target(target, seasons, chance, scale).items():
            for slug, persons in types.items():
                months[target.year, month][target.involvement, slug] += persons
    return dict(months)


def _deal_target(
    target: Target, seasons: Mapping[str, Any], chance: random.Random, scale: float
) -> dict[int, Counter[str]]:
    persons = round(target.persons * scale)
    if persons == 0:
        return {}
    types = apportion(persons, target.types)
    preferences = {
        slug: month_weights(seasons["types"][slug], target.year)
        for slug in types
        if slug in seasons["types"]
    }
    return deal(types, month_capacity(target, seasons, persons), preferences, chance)


def month_capacity(target: Target, seasons: Mapping[str, Any], persons: int) -> dict[int, int]:
    """Persons per month of a target; a published first half holds exactly."""
    if target.months is not None:
        return apportion(persons, target.months)
    table = month_weights(seasons["months"], target.year)
    weights = {m: table[m] for m in range(target.first_month, target.last_month + 1)}
    if target.first_half is None:
        return apportion(persons, weights)
    first = round(target.first_half * persons / target.persons)
    early = {m: w for m, w in weights.items() if m <= 6}
    late = {m: w for m, w in weights.items() if m > 6}
    return {**apportion(first, early), **apportion(persons - first, late)}


class Parties:
    """Divides persons of a kind into parties."""

    def __init__(self, table: Mapping[str, Sequence[Sequence[int]]]) -> None:
        self._choices = {
            name: Weighted(((listed, low, high), weight) for listed, low, high, weight in rows)
            for name, rows in table.items()
        }

    def divide(
        self, kind: Kind, persons: int, scene: Callable[[], str], chance: random.Random
    ) -> Iterator[Party]:
        """Parties of together exactly `persons` persons; the scene drawn names the row of the table."""
        while persons > 0:
            drawn = scene()
            choice = self._choices.get(drawn) or self._choices["default"]
            listed, low, high = choice.draw(chance)
            group = chance.randint(low, high) if high else 0
            listed, group = min(listed, persons), min(group, persons)
            if group == 1:
                listed, group = 1, 0
            yield Party(*kind, listed, group, drawn)
            persons -= listed + group

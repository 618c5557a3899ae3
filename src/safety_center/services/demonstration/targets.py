"""How many persons of which type in which period: published where published, else drawn and said so.

Basis `reported`: calendar years in Seoul of the receipt. Read from `data/published` and
`data/demonstration`; no figure stands in the code.
"""

import csv
import random
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from safety_center.domain.incident_types import INCIDENT_TYPES, find_incident_type
from safety_center.domain.vocabulary import Involvement
from safety_center.services.demonstration.apportion import apportion, month_weights

FIRST_YEAR = 2016
#: The last year of which anything was published; later ones repeat it, each with one factor.
_LAST_PUBLISHED_YEAR = 2025
_HALVES = (("H1", 1, 6), ("H2", 7, 12))
_JOINT = ("강도", "절도")  # printed together where one of them is not printed alone


@dataclass(frozen=True)
class Target:
    """Persons of one involvement from `first_month` to `last_month` of a year.

    `types` adds up to `persons`; `stated_types` are those whose count is published. `first_half` is
    the published part of January to June, where there is one. `months` are the persons per month
    where the period is not over, else None.
    """

    involvement: Involvement
    year: int
    first_month: int
    last_month: int
    persons: int
    published: bool
    types: Mapping[str, int]
    stated_types: frozenset[str] = frozenset()
    first_half: int | None = None
    months: Mapping[int, int] | None = None

    @property
    def period(self) -> str:
        """`2023`, `2025H1`, `2025H2`."""
        if (self.first_month, self.last_month) == (1, 12):
            return str(self.year)
        return f"{self.year}H{1 if self.last_month <= 6 else 2}"


@dataclass(frozen=True)
class _Published:
    totals: Mapping[tuple[str, str], int]
    types: Mapping[tuple[str, str], Mapping[str, int]]


def read_targets(
    data_folder: Path, words: Mapping[str, Any], today: date, chance: random.Random
) -> list[Target]:
    """Every target from 2016 up to `today`, by involvement and time. `today` is in 2026 or later."""
    if today.year <= _LAST_PUBLISHED_YEAR:
        raise ValueError(f"the demonstration is made in {_LAST_PUBLISHED_YEAR + 1} or later")
    published = _read_published(data_folder)
    drawn = {(d["involvement"], d["period"]): d["persons"] for d in words["totals"]["drawn"]}
    targets: list[Target] = []
    for involvement in Involvement:
        for year in range(FIRST_YEAR, _LAST_PUBLISHED_YEAR + 1):
            targets += _of_year(involvement, year, published, drawn, words)
        last = [
            t for t in targets if (t.involvement, t.year) == (involvement, _LAST_PUBLISHED_YEAR)
        ]
        level = sum(target.persons for target in last)
        for year in range(_LAST_PUBLISHED_YEAR + 1, today.year + 1):
            targets.append(_later(involvement, year, level, words, today, chance))
    return targets


def _of_year(
    involvement: Involvement,
    year: int,
    published: _Published,
    drawn: Mapping[tuple[str, str], int],
    words: Mapping[str, Any],
) -> Iterator[Target]:
    key = (involvement.value, str(year))
    if key in published.totals or key in drawn:
        half = published.totals.get((involvement.value, f"{year}H1"))
        yield _target(involvement, year, (1, 12), str(year), published, drawn, words, half)
        return
    for name, first, last in _HALVES:
        yield _target(involvement, year, (first, last), f"{year}{name}", published, drawn, words)


def _target(
    involvement: Involvement,
    year: int,
    months: tuple[int, int],
    period: str,
    published: _Published,
    drawn: Mapping[tuple[str, str], int],
    words: Mapping[str, Any],
    first_half: int | None = None,
) -> Target:
    key = (involvement.value, period)
    is_published = key in published.totals
    persons = published.totals[key] if is_published else drawn[key]
    stated = published.types.get(key, {})
    weights = _type_weights(involvement, period, words, date(year, *months[:1], 1))
    return Target(
        involvement,
        year,
        *months,
        persons,
        is_published,
        complete_types(persons, stated, weights),
        frozenset(stated),
        first_half,
    )


def complete_types(
    persons: int, stated: Mapping[str, int], weights: Mapping[str, float]
) -> dict[str, int]:
    """The stated types as they are; what is left of `persons` divided among the other weighted ones."""
    rest = persons - sum(stated.values())
    if rest < 0:
        raise ValueError(f"stated types exceed their total by {-rest}")
    others = {slug: weight for slug, weight in weights.items() if slug not in stated}
    return {**stated, **(apportion(rest, others) if rest else {})}


def _type_weights(
    involvement: Involvement, period: str, words: Mapping[str, Any], day: date
) -> dict[str, float]:
    """Weights of a period, without types that are not in use on its first day."""
    for row in words["types"]["shares"]:
        if row["involvement"] == involvement.value and row["from"] <= period <= row["to"] + "~":
            return {
                slug: weight
                for slug, weight in row["weights"].items()
                if (known := find_incident_type(involvement, slug)) and known.is_valid_on(day)
            }
    return {}


def _later(
    involvement: Involvement,
    year: int,
    level: int,
    words: Mapping[str, Any],
    today: date,
    chance: random.Random,
) -> Target:
    bounds = words["totals"]["later_years"]
    factor = chance.uniform(bounds["lowest_factor"], bounds["highest_factor"])
    whole = apportion(round(level * factor), month_weights(words["seasons"]["months"], year))
    months = {month: round(n * elapsed(year, month, today)) for month, n in whole.items()}
    persons = sum(months.values())
    weights = _type_weights(involvement, str(year), words, date(year, 1, 1))
    types = complete_types(persons, {}, weights)
    return Target(involvement, year, 1, 12, persons, False, types, months=months)


def elapsed(year: int, month: int, today: date) -> float:
    """Share of a month that is over on `today`; of today itself, most."""
    if (year, month) != (today.year, today.month):
        return 1.0 if (year, month) < (today.year, today.month) else 0.0
    return (today.day - 0.3) / monthrange(year, month)[1]


def _read_published(data_folder: Path) -> _Published:
    """The first row of a year counts where sources disagree: it is the one the sums close with."""
    slugs = _slugs_by_label()
    totals: dict[tuple[str, str], int] = {}
    types: dict[tuple[str, str], dict[str, int]] = {}
    joint: dict[tuple[str, str], int] = {}
    path = data_folder / "published" / "published_figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key, value = (row["involvement"], row["period"]), int(row["value"])
            slug = slugs.get((row["involvement"], row["type_ko"]))
            if row["series"] == "persons_by_year":
                totals.setdefault(key, value)
            elif row["series"] == "persons_by_type" and slug:
                types.setdefault(key, {}).setdefault(slug, value)
            elif row["series"] == "persons_by_type" and row["type_ko"] == "+".join(_JOINT):
                joint[key] = value
    _split_joint(types, joint, slugs)
    return _Published(totals, types)


def _split_joint(
    types: dict[tuple[str, str], dict[str, int]],
    joint: Mapping[tuple[str, str], int],
    slugs: Mapping[tuple[str, str], str],
) -> None:
    for key, value in joint.items():
        first, second = (slugs[key[0], label] for label in _JOINT)
        known = types.get(key, {})
        if second in known and first not in known:
            known[first] = value - known[second]


def _slugs_by_label() -> dict[tuple[str, str], str]:
    """`(involvement, Korean label of any time)` → slug."""
    return {
        (known.involvement.value, label): known.slug
        for known in INCIDENT_TYPES
        for label in (known.ko, *(ko for _, ko, _ in known.relabels))
    }

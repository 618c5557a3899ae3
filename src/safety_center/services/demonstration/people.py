"""Who is concerned: synthetic names, ages, and how they are."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from safety_center.domain.vocabulary import AgeBand, Involvement
from safety_center.services.demonstration.plan import Party
from safety_center.services.demonstration.words import Weighted, weighted

_BANDS = [band.value for band in AgeBand]
_YEAR = timedelta(days=365.25)


class Names:
    """Names from a surname and two syllables; numbers nobody holds."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        names = words["words"]["names"]
        self._surname = Weighted(((ko, en), weight) for ko, en, weight in names["surnames"])
        self._first: Sequence[Sequence[str]] = names["first"]
        self._last: Sequence[Sequence[str]] = names["last"]
        self._telephone, self._passport = names["telephone"], names["passport"]

    def draw(self, chance: random.Random) -> tuple[str, str]:
        """Hangul and romanised name."""
        surname, first, last = (
            self._surname.draw(chance),
            chance.choice(self._first),
            chance.choice(self._last),
        )
        return surname[0] + first[0] + last[0], f"{surname[1]} {first[1]}{last[1]}"

    def telephone(self, chance: random.Random) -> str:
        """A number in the unassigned 010-0000."""
        return self._telephone.format(chance.randrange(10_000))

    def passport(self, chance: random.Random) -> str:
        """A passport number of a form that is not issued."""
        return self._passport.format(chance.randrange(100_000))


class People:
    """Draws the persons of a party as input values of a report."""

    def __init__(self, words: Mapping[str, Any], names: Names) -> None:
        self._tables = words["people"]
        self._names = names
        self._named_share: float = self._tables["reports"]["named"]
        self._ages = {
            name: Weighted(zip(_BANDS, weights, strict=True))
            for name, weights in self._tables["ages"].items()
        }
        self._outcomes = {n: weighted(t) for n, t in self._tables["outcomes"].items()}
        self._unsettled = {n: weighted(t) for n, t in self._tables["unsettled"].items()}

    def persons(
        self, party: Party, settled: bool, named: bool, day: date, chance: random.Random
    ) -> list[dict[str, Any]]:
        """Values of `PersonInput`; `named` false leaves out whatever retention would have destroyed."""
        outcome = self.outcome(party, settled, chance)
        if party.group:
            group = {"headcount": party.group, "approximate": party.group > 5}
            return [{**group, **self._traits(party, chance, crowd=True), "outcome": outcome}]
        found = []
        for _ in range(party.listed):
            person = {**self._traits(party, chance), "outcome": outcome}
            if named:
                self._identify(person, day, chance)
            found.append(person)
        return found

    def outcome(self, party: Party, settled: bool, chance: random.Random) -> str:
        """How the persons are: settled, as closing asks for, or as in an open case."""
        tables = self._outcomes if settled else self._unsettled
        table = self._row(tables, party) or self._outcomes["default"]
        return table.draw(chance)

    def _traits(self, party: Party, chance: random.Random, crowd: bool = False) -> dict[str, Any]:
        traits: dict[str, Any] = {"involvement": party.involvement.value}
        visitors, women = self._tables["visitor"], self._tables["female"]
        if chance.random() >= visitors["unknown"]:
            visiting = chance.random() < self._row(visitors, party)
            traits["sojourn"] = "visitor" if visiting else "resident"
        if not crowd:
            if chance.random() >= women["unknown"]:
                traits["sex"] = "female" if chance.random() < self._row(women, party) else "male"
            traits["age_band"] = self._ages[party.involvement.value].draw(chance)
        return traits

    def _row(self, tables: Mapping[str, Any], party: Party) -> Any:
        """The row of the type; a victim's for types that stand in two lists; else the group's."""
        if party.involvement is not Involvement.PERPETRATOR and party.incident_type in tables:
            return tables[party.incident_type]
        return tables.get(party.involvement)

    def _identify(self, person: dict[str, Any], day: date, chance: random.Random) -> None:
        """Names and numbers, and for most a birth date instead of an age band."""
        if chance.random() >= self._named_share:
            return
        hangul, roman = self._names.draw(chance)
        person["name_hangul"] = hangul
        if chance.random() < 0.7:
            person["name_roman"] = roman
        if chance.random() < 0.5:
            person["telephone"] = self._names.telephone(chance)
        if chance.random() < 0.3:
            person["passport_number"] = self._names.passport(chance)
        band = _BANDS.index(person["age_band"])
        if band < len(_BANDS) - 1 and chance.random() < 0.75:
            del person["age_band"]
            person["birth_date"] = born(day, band * 10 + int(chance.random() * 10), chance)


def born(day: date, age: int, chance: random.Random) -> date:
    """A birth date of somebody who is `age` on `day`."""
    return day - age * _YEAR - timedelta(days=chance.randrange(1, 360))

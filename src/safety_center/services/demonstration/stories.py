"""What was said: narratives and one-line summaries put together from pieces."""

import random
from collections.abc import Mapping
from typing import Any

from safety_center.domain.vocabulary import Involvement
from safety_center.services.demonstration.words import with_particle

_NOWHERE = "현지"
_EPIDEMIC_YEARS = range(2020, 2023)


class Stories:
    """Narratives by scene; a scene is an incident type or, for 기타, what lies behind it."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        tables = words["narratives"]
        self._scenes: Mapping[str, Mapping[str, Any]] = tables["scenes"]
        self._crimes: Mapping[str, str] = tables["crimes"]
        slots = tables["slots"]
        self._spots, self._whens = slots["spot"], slots["when"]
        self._things = [
            (thing, with_particle(thing, "을", "를"), with_particle(thing, "이", "가"))
            for thing in slots["thing"]
        ]
        self._who = [with_particle(who, "이", "가") for who in slots["who"]]

    def scene(
        self, involvement: Involvement, incident_type: str, year: int, chance: random.Random
    ) -> str:
        """Which scene tells a case of that kind."""
        if involvement is Involvement.PERPETRATOR:
            return incident_type if incident_type in ("immigration", "overstay") else "detention"
        if incident_type != "etc":
            return incident_type
        if involvement is Involvement.OTHER:
            return "etc_other"
        early = year in _EPIDEMIC_YEARS and chance.random() < 0.7
        return "epidemic" if early else "etc_victim"

    def situation(self, scene: str) -> str:
        """The situation a form would have offered for it."""
        return str(self._scenes[scene]["situation"])

    def tell(
        self, scene: str, incident_type: str, city: str | None, chance: random.Random
    ) -> tuple[str, str]:
        """`(narrative, summary)` in Korean."""
        pieces = self._scenes[scene]
        pick = chance.choice
        thing, thing_o, thing_s = pick(self._things)
        slots = {
            "city": city or _NOWHERE,
            "spot": pick(self._spots),
            "when": pick(self._whens),
            "thing": thing,
            "thing_o": thing_o,
            "thing_s": thing_s,
            "who_s": pick(self._who),
            "crime": self._crimes.get(incident_type, self._crimes["etc"]),
        }
        told = f"{pick(pieces['what'])} {pick(pieces['how'])} {pick(pieces['ask'])}"
        return told.format_map(slots), pick(pieces["summary"]).format_map(slots)

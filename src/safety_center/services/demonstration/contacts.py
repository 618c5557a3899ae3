"""Reports that open no case: further calls about one, advice, and what was not taken up."""

import random
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from safety_center.domain.access import CALL_CENTER
from safety_center.domain.vocabulary import Involvement
from safety_center.services.demonstration.cases import Cases, Horizon
from safety_center.services.demonstration.clock import Clock
from safety_center.services.demonstration.drafts import Draft
from safety_center.services.demonstration.plan import Month
from safety_center.services.demonstration.whereabouts import Whereabouts

_REMEMBERED = 12
_REFUSED_SHARE = 0.12
_JOINED_WITHIN_DAYS = 12


@dataclass(frozen=True)
class Known:
    """A stored case that a later report may join."""

    number: str
    values: Mapping[str, Any]
    unit_code: str


class Contacts:
    """Draws such reports; remembers the latest cases of each country."""

    def __init__(
        self, words: Mapping[str, Any], cases: Cases, whereabouts: Whereabouts, horizon: Horizon
    ) -> None:
        self._texts, self._cases = words["words"], cases
        self._whereabouts, self._horizon = whereabouts, horizon
        self._reports = words["people"]["reports"]
        self._clock = Clock(words["seasons"], words["people"]["closing"])
        self._latest: dict[str, deque[Known]] = defaultdict(lambda: deque(maxlen=_REMEMBERED))

    def remember(self, number: str, draft: Draft) -> None:
        """A case was stored under this number."""
        known = Known(number, draft.values, draft.unit_code)
        self._latest[draft.values["country_code"]].append(known)

    def joining(self, cases: int, before: datetime, chance: random.Random) -> list[Draft]:
        """Second reports on remembered cases, received up to `before`."""
        wanted = _whole(cases * self._reports["joined"], chance)
        countries = sorted(self._latest)
        drafts = []
        for _ in range(wanted if countries else 0):
            known = chance.choice(self._latest[chance.choice(countries)])
            lag = timedelta(minutes=1 + int(chance.random() * _JOINED_WITHIN_DAYS * 1440))
            received = known.values["received_at"] + lag
            if received < before:
                drafts.append(self._again(known, received, chance))
        return drafts

    def without_case(
        self, cases: int, month: Month, last_day: int, chance: random.Random
    ) -> list[Draft]:
        """Advice and refusals of a month, more of them in recent years."""
        recent = self._horizon.now.year - month[0] <= 1
        share = self._reports["advice_late" if recent else "advice_early"]
        return [self._alone(month, last_day, chance) for _ in range(_whole(cases * share, chance))]

    def _again(self, known: Known, received: datetime, chance: random.Random) -> Draft:
        source = "call_center" if chance.random() < 0.5 else "mission"
        named = received >= self._horizon.names_kept_from
        values = {
            **{name: known.values[name] for name in ("country_code", "city", "situation")},
            **self._cases.caller(source, named, chance),
            "source": source,
            "received_at": received,
            "narrative": "같은 건으로 다시 연락함. " + str(known.values["narrative"]),
            "disposition": "joined_case",
            "join_case_number": known.number,
        }
        unit = CALL_CENTER if source == "call_center" else known.unit_code
        return Draft(values, unit, self._entered(received, chance))

    def _alone(self, month: Month, last_day: int, chance: random.Random) -> Draft:
        center = chance.random() < 0.75
        source = "call_center" if center else "mission"
        spot = self._whereabouts.draw(Involvement.VICTIM, "lost_property", month[0], chance)
        received = self._clock.received(month, last_day, spot.zone, source, chance)
        refused = chance.random() < _REFUSED_SHARE
        texts = self._texts["refusals" if refused else "advice"]["narratives"]
        values = {
            **self._cases.caller(source, received >= self._horizon.names_kept_from, chance),
            "source": source,
            "received_at": received,
            "country_code": spot.country_code,
            "city": spot.city,
            "situation": "other",
            "narrative": chance.choice(texts),
            "disposition": "refused" if refused else "advice_only",
        }
        if refused:
            values["disposition_reason"] = chance.choice(self._texts["refusals"]["reasons"])
        unit = CALL_CENTER if center or spot.mission_code is None else spot.mission_code
        return Draft(values, unit, self._entered(received, chance))

    def _entered(self, received: datetime, chance: random.Random) -> datetime:
        room = max(self._horizon.now - received, timedelta())
        return received + min(timedelta(minutes=2 + 40 * chance.random()), room)


def _whole(expected: float, chance: random.Random) -> int:
    """A whole number whose mean is `expected`."""
    return int(expected) + (chance.random() < expected % 1)

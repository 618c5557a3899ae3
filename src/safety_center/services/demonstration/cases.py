"""From a party to the draft of its case: place, time, people, story, and how far it has come."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from safety_center.domain.access import CALL_CENTER, SAFETY_CENTER
from safety_center.domain.incident_types import find_incident_type
from safety_center.domain.periods import seoul_date
from safety_center.domain.vocabulary import Involvement, Severity
from safety_center.services.demonstration.clock import Clock
from safety_center.services.demonstration.drafts import Draft
from safety_center.services.demonstration.later import Later
from safety_center.services.demonstration.people import Names, People
from safety_center.services.demonstration.plan import Month, Party
from safety_center.services.demonstration.stories import Stories
from safety_center.services.demonstration.whereabouts import Spot, Whereabouts
from safety_center.services.demonstration.words import Weighted, weighted

_CENTER_KEEPS = timedelta(days=2)
_CENTER_KEEPS_SHARE = 0.12
_SEVERITIES = [severity.value for severity in Severity]
_LONG = frozenset({"missing", "kidnapping"})


@dataclass(frozen=True)
class Horizon:
    """The ends of time: `now`, from when on closed cases still have names, and the day of making."""

    now: datetime
    names_kept_from: datetime
    today: date


class Cases:
    """Draws drafts; the same words, places and chance give the same drafts."""

    def __init__(
        self, words: Mapping[str, Any], whereabouts: Whereabouts, horizon: Horizon
    ) -> None:
        tables = words["people"]
        self._reports = tables["reports"]
        self._whereabouts, self._horizon = whereabouts, horizon
        self._clock = Clock(words["seasons"], tables["closing"])
        self._stories, self._names = Stories(words), Names(words)
        self._people = People(words, self._names)
        self._later = Later(words, horizon.now)
        self._severity = {
            n: Weighted(zip(_SEVERITIES, row, strict=True)) for n, row in tables["severity"].items()
        }
        self._open = tables["open"]
        self._channels = weighted(self._reports["channels"])
        self._center_channels = weighted(self._reports["call_center_channels"])
        self._relations = weighted(self._reports["relations"])

    def draw(self, party: Party, month: Month, last_day: int, chance: random.Random) -> Draft:
        """One case of the party, received in the Seoul month on a day up to `last_day`."""
        spot = self._whereabouts.draw(party.involvement, party.incident_type, month[0], chance)
        source = self._source(chance)
        received, occurred = self._times(party, spot, source, month, last_day, chance)
        severity = self._severity_of(party).draw(chance)
        closed_at = self._closing(party, received, severity, chance)
        named = closed_at is None or closed_at >= self._horizon.names_kept_from
        entered_at = self._clock.entered(received, chance)
        if entered_at > self._horizon.now:
            entered_at = received + (self._horizon.now - received) * chance.random() * 0.9
        unit = self._unit(spot, source, received, closed_at, chance)
        told, summary = self._stories.tell(party.scene, party.incident_type, spot.city, chance)
        day = occurred.get("occurred_from") or seoul_date(received)
        values = {
            "source": source,
            "received_at": received,
            "country_code": spot.country_code,
            "city": spot.city,
            "mission_code": spot.mission_code,
            "situation": self._stories.situation(party.scene),
            "incident_type": party.incident_type,
            "severity": severity,
            "narrative": told,
            "summary": summary,
            "closed_at": closed_at,
            "persons": self._people.persons(party, closed_at is not None, named, day, chance),
            **occurred,
            **self.caller(source, named, chance),
        }
        draft = Draft(values, unit, entered_at, party.persons, known_until=self._horizon.now)
        draft.may_be_joined = unit != SAFETY_CENTER
        self._later.add_acts(draft, party, chance)
        return draft

    def scene(
        self, involvement: Involvement, incident_type: str, year: int, chance: random.Random
    ) -> str:
        """The scene that tells a case of that kind."""
        return self._stories.scene(involvement, incident_type, year, chance)

    def caller(self, source: str, named: bool, chance: random.Random) -> dict[str, Any]:
        """Channel, and who called; `named` false gives nobody, for retention has destroyed the name."""
        channels = self._center_channels if source == "call_center" else self._channels
        channel = channels.draw(chance)
        relation = self._relations.draw(chance)
        found: dict[str, Any] = {"channel": channel, "caller_relation": relation}
        if not named or channel == "media" or chance.random() < self._reports["caller_none"]:
            if named:
                found["caller_relation"] = "unknown"
            return {**found, "caller_none": True}
        found["caller_name"] = self._names.draw(chance)[0]
        if chance.random() < 0.8:
            found["caller_telephone"] = self._names.telephone(chance)
        return found

    def _source(self, chance: random.Random) -> str:
        drawn = chance.random()
        if drawn < self._reports["call_center"]:
            return "call_center"
        return "other" if drawn > 1 - self._reports["other_source"] else "mission"

    def _times(
        self,
        party: Party,
        spot: Spot,
        source: str,
        month: Month,
        last_day: int,
        chance: random.Random,
    ) -> tuple[datetime, dict[str, Any]]:
        """Receipt and incident; drawn again while the type was not in use on the day of the incident."""
        known = find_incident_type(party.involvement, party.incident_type)
        bounds = (known.valid_from, known.valid_to) if known else (None, None)
        while True:
            received = self._clock.received(month, last_day, spot.zone, source, chance)
            occurred = self._clock.occurred(received, spot.zone, any(bounds), chance)
            day = occurred.get("occurred_from")
            if known is None or day is None or known.is_valid_on(day):
                return received, occurred

    def _severity_of(self, party: Party) -> Weighted[str]:
        tables = self._severity
        if party.involvement is Involvement.PERPETRATOR and party.incident_type not in (
            "immigration",
            "overstay",
        ):
            return tables["perpetrator"]
        return tables.get(party.incident_type, tables[party.involvement.value])

    def _closing(
        self, party: Party, received: datetime, severity: str, chance: random.Random
    ) -> datetime | None:
        """When it was closed, or None while it is open; the share still open falls with age."""
        end = self._horizon.now
        days = (end - received) / timedelta(days=1)
        lasting = party.involvement is Involvement.PERPETRATOR or party.incident_type in _LONG
        steps = self._open["long" if lasting else "default"]
        share = next(share for limit, share in steps if days < limit)
        drawn = chance.random()
        closed_at = self._clock.closed(received, severity, chance)
        return None if drawn < share or closed_at >= end else closed_at

    def _unit(
        self,
        spot: Spot,
        source: str,
        received: datetime,
        closed_at: datetime | None,
        chance: random.Random,
    ) -> str:
        """The unit that took it; an open case of the call center has gone to its mission within days."""
        if source == "call_center":
            fresh = self._horizon.now - received < _CENTER_KEEPS
            keeps = closed_at is not None or (fresh and chance.random() < _CENTER_KEEPS_SHARE)
            if keeps or spot.mission_code is None:
                return CALL_CENTER
        return spot.mission_code or SAFETY_CENTER

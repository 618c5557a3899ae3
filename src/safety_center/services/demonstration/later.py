"""What happens to a case after its report: taken up, handed over, mended, and what is due next."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from safety_center.domain.access import CALL_CENTER
from safety_center.domain.incident_types import find_incident_type
from safety_center.services.demonstration.drafts import Act, Draft, Verb
from safety_center.services.demonstration.plan import Party

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_MENDED_AFTER = (20, 150)
_HANDED_OVER_SINCE = 700 * _DAY
_RETURNED_SHARE = 0.15
#: Taken up within the first two days; after them every case is.
_FRESH_SHARE = 0.6
_PLANNED_SHARE, _NOTED_SHARE = 0.75, 0.3
#: What a type is mistaken for at first; only types of the same involvement.
_MISTAKEN: Mapping[str, Sequence[str]] = {
    "theft": ("lost_property", "robbery"),
    "lost_property": ("theft",),
    "robbery": ("theft", "assault"),
    "kidnapping": ("missing", "fraud"),
    "missing": ("kidnapping",),
    "fraud": ("theft",),
    "assault": ("robbery",),
    "sexual_assault": ("assault",),
    "homicide": ("assault",),
    "accidental_death": ("traffic_accident",),
    "drugs": ("smuggling",),
    "immigration": ("fraud",),
}
_ACTIONS = {"detention": "detention", "missing": "missing", "kidnapping": "missing"}


class Later:
    """Adds acts to a draft so that its end is the party's type and count."""

    def __init__(self, words: Mapping[str, Any], now: datetime) -> None:
        texts = words["words"]
        self._reports, self._now = words["people"]["reports"], now
        self._actions: Mapping[str, Sequence[str]] = texts["next_actions"]
        self._notes: Sequence[str] = texts["notes"]["taken_up"]
        self._messages: Sequence[str] = texts["handovers"]["messages"]
        self._returns: Sequence[str] = texts["handovers"]["returns"]

    def add_acts(self, draft: Draft, party: Party, chance: random.Random) -> None:
        """At most one story per case: still open, handed over, mended, or nothing more."""
        values = draft.values
        if values["closed_at"] is None:
            self._keep_open(draft, chance)
            return
        age = self._now - values["received_at"]
        if draft.unit_code == CALL_CENTER and age < _HANDED_OVER_SINCE and values["mission_code"]:
            if chance.random() < self._reports["handed_over"]:
                self._hand_over(draft, chance)
            return
        if age < _MENDED_AFTER[1] * _DAY:
            return
        if party.group and chance.random() < self._reports["miscounted_groups"]:
            self._miscount(draft, party, chance)
        elif chance.random() < self._reports["reclassified"]:
            self._mistake(draft, party, chance)

    def _keep_open(self, draft: Draft, chance: random.Random) -> None:
        values = draft.values
        age = self._now - values["received_at"]
        if chance.random() < _PLANNED_SHARE:
            values["next_action"] = chance.choice(self._actions_for(values))
            values["next_action_due_at"] = self._due(chance)
        if age > 2 * _DAY or chance.random() < _FRESH_SHARE:
            room = min(20 * _HOUR, (self._now - draft.entered_at) * 0.9)
            at = draft.entered_at + room * (0.02 + 0.98 * chance.random())
            draft.acts.append(Act(Verb.TAKE_UP, at, draft.unit_code))
            if chance.random() < _NOTED_SHARE:
                noted = {"text": chance.choice(self._notes)}
                later = min(at + _HOUR / 4, self._now)
                draft.acts.append(Act(Verb.NOTE, later, draft.unit_code, noted))

    def _due(self, chance: random.Random) -> datetime:
        """One in eight overdue, one in five within a day, the others within ten days."""
        drawn = chance.random()
        if drawn < 0.12:
            hours = -1 - 120 * chance.random()
        elif drawn < 0.32:
            hours = 1 + 22 * chance.random()
        else:
            hours = 24 + 216 * chance.random()
        return (self._now + hours * _HOUR).replace(minute=0, second=0, microsecond=0)

    def _actions_for(self, values: Mapping[str, Any]) -> Sequence[str]:
        outcomes = {person["outcome"] for person in values["persons"]}
        kind = _ACTIONS.get(values["situation"], "default")
        if "dead" in outcomes:
            kind = "death"
        elif "injured" in outcomes:
            kind = "injury"
        return self._actions[kind]

    def _hand_over(self, draft: Draft, chance: random.Random) -> None:
        """From the call center to the mission, a few returned; closed at the end by whoever owns it."""
        values, center = draft.values, draft.unit_code
        mission, closed_at = values["mission_code"], values["closed_at"]
        sent = draft.entered_at + _HOUR * (0.1 + chance.random())
        decided = sent + _HOUR * _answered_after(chance.random())
        closed_at = max(closed_at, decided + 2 * _HOUR)
        if closed_at >= self._now:
            return
        values["closed_at"] = None
        message = {"to_unit": mission, "message": chance.choice(self._messages)}
        draft.acts.append(Act(Verb.SEND, sent, center, message))
        if chance.random() < _RETURNED_SHARE:
            reason = {"reason": chance.choice(self._returns)}
            draft.acts.append(Act(Verb.RETURN, decided, mission, reason))
            mission = center
        else:
            draft.acts.append(Act(Verb.ACCEPT, decided, mission))
        draft.acts.append(Act(Verb.CLOSE, closed_at, mission))

    def _mistake(self, draft: Draft, party: Party, chance: random.Random) -> None:
        """Entered as another type at first, mended weeks or months later."""
        day = draft.values.get("occurred_from")
        slugs = [
            s for s in _MISTAKEN.get(party.incident_type, ()) if day and _in_use(party, s, day)
        ]
        if not slugs:
            return
        draft.values["incident_type"] = chance.choice(slugs)
        mended = {"incident_type": party.incident_type}
        draft.acts.append(Act(Verb.RETYPE, self._mended_at(draft, chance), None, mended))

    def _miscount(self, draft: Draft, party: Party, chance: random.Random) -> None:
        """A group counted too high or too low at first."""
        person = draft.values["persons"][0]
        person["headcount"] = max(2, party.group + chance.choice((-2, -1, 1, 2, 3)))
        person["approximate"] = True
        if person["headcount"] != party.group:
            mended = {"headcount": party.group}
            draft.acts.append(Act(Verb.RECOUNT, self._mended_at(draft, chance), None, mended))

    def _mended_at(self, draft: Draft, chance: random.Random) -> datetime:
        low, high = _MENDED_AFTER
        latest = draft.values["received_at"] + (low + (high - low) * chance.random()) * _DAY
        return min(max(latest, draft.entered_at + _DAY), self._now - _HOUR)


def _answered_after(drawn: float) -> float:
    """Hours until a hand-over is answered: half within the hour, one in six only after four."""
    if drawn < 0.5:
        return 0.08 + 1.8 * drawn
    if drawn < 0.83:
        return 1 + 9 * (drawn - 0.5)
    return 4 + 90 * (drawn - 0.83)


def _in_use(party: Party, slug: str, day: date) -> bool:
    known = find_incident_type(party.involvement, slug)
    return known is not None and known.is_valid_on(day)

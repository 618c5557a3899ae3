"""Changes of mind in the last year, so that the figures have something to remember.

Every so many plain closed cases one is a story: reported twice and merged, merged by mistake and
taken apart, its day or severity mended, its person erased. What counts at the end is as planned.
"""

import random
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from safety_center.domain.erasure import ErasureReason
from safety_center.services.demonstration.drafts import Act, Draft, Verb

_DAY = timedelta(days=1)
_REMEMBERED = 400 * _DAY
_SETTLED = 30 * _DAY
#: Which plain case has the story first, and one of how many then: a small demonstration has all.
_TURNS = {
    "twice": (4, 60),
    "apart": (7, 150),
    "day": (2, 50),
    "severity": (5, 70),
    "erased": (9, 200),
}
_MILDER = {"critical": "serious", "serious": "moderate", "moderate": "minor"}


class Memory:
    """Gives stories to drafts that have none yet; it draws from chance of its own."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._seen = 0
        self._owed: list[str] = []
        self._plain: dict[tuple[str, str], Draft] = {}
        self._tell: dict[str, Callable[[Draft, random.Random], bool]] = {
            "twice": self._reported_twice,
            "apart": self._taken_apart,
            "day": self._mend_day,
            "severity": self._mend_severity,
            "erased": self._erase,
        }

    def tell(self, draft: Draft) -> None:
        """At most one story; what cannot be told of this case is told of the next one."""
        if not self._is_plain(draft):
            return
        self._seen += 1
        chance = random.Random(f"memory {self._seen}")  # noqa: S311 - a demonstration
        self._owed += [name for name, (first, turn) in _TURNS.items() if self._seen % turn == first]
        for name in self._owed:
            if self._tell[name](draft, chance):
                self._owed.remove(name)
                break
        if not (draft.acts or draft.twin):
            self._plain[_kind(draft)] = draft

    def _is_plain(self, draft: Draft) -> bool:
        closed_at, age = draft.values["closed_at"], self._now - draft.values["received_at"]
        if draft.acts or closed_at is None or not _SETTLED < age < _REMEMBERED:
            return False
        return max(closed_at, draft.entered_at) < self._now - 2 * _DAY

    def _later(self, draft: Draft, chance: random.Random, share: float = 1.0) -> datetime:
        """Within what is left of the time until now; `share`: in the first part of it."""
        start = max(draft.values["closed_at"], draft.entered_at) + _DAY
        room = min(self._now - start, 150 * _DAY) * share
        return start + room * (0.1 + 0.8 * chance.random())

    def _reported_twice(self, draft: Draft, chance: random.Random) -> bool:
        values = deepcopy(draft.values)
        twin = Draft(values, draft.unit_code, draft.entered_at, known_until=draft.known_until)
        twin.values["received_at"] = draft.values["received_at"] + timedelta(minutes=20)
        twin.entered_at = max(draft.entered_at, twin.values["received_at"]) + timedelta(minutes=30)
        told = {"reason": "같은 일을 두 기관이 따로 접수함"}
        twin.acts.append(Act(Verb.MERGE, self._later(draft, chance), None, told))
        twin.other, draft.twin = draft, twin
        return True

    def _taken_apart(self, draft: Draft, chance: random.Random) -> bool:
        other = self._plain.get(_kind(draft))
        if other is None or other.entered_at >= draft.entered_at:
            return False
        merged_at = self._later(draft, chance, 0.5)
        apart_at = merged_at + (self._now - _DAY - merged_at) * 0.5
        told = {"reason": "같은 날 같은 곳의 일로 보임", "most": 1}
        draft.acts.append(Act(Verb.MERGE, merged_at, None, told))
        draft.acts.append(Act(Verb.SPLIT, apart_at, None, {"reason": "다른 일로 확인됨"}))
        draft.other, draft.may_be_joined = other, False
        return True

    def _mend_day(self, draft: Draft, chance: random.Random) -> bool:
        day = draft.values.get("occurred_from")
        if day is None or draft.values.get("occurred_to") is not None:
            return False
        draft.values["occurred_from"] = day - chance.randint(1, 40) * _DAY
        mended = {"occurred_from": day.isoformat()}
        draft.acts.append(Act(Verb.RETYPE, self._later(draft, chance), None, mended))
        return True

    def _mend_severity(self, draft: Draft, chance: random.Random) -> bool:
        right = draft.values["severity"]
        if right not in _MILDER:
            return False
        draft.values["severity"] = _MILDER[right]
        mended = {"severity": right}
        draft.acts.append(Act(Verb.RETYPE, self._later(draft, chance), None, mended))
        return True

    def _erase(self, draft: Draft, chance: random.Random) -> bool:
        told = {"reason": ErasureReason.REQUEST.value}
        draft.acts.append(Act(Verb.ERASE, self._later(draft, chance), None, told))
        draft.may_be_joined = False
        return True


def _kind(draft: Draft) -> tuple[str, Any]:
    return draft.values["country_code"], draft.values["persons"][0]["involvement"]

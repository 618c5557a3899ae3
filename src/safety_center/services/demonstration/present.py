"""What lies on the desks at the moment of making: `data/demonstration/present.toml`."""

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from safety_center.domain.access import CALL_CENTER
from safety_center.domain.periods import seoul_date
from safety_center.services.demonstration.drafts import Act, Draft, Verb
from safety_center.services.demonstration.people import Names, born

_ENTRY = timedelta(minutes=4)
_TAKEN_UP = timedelta(minutes=25)
_NOTED = timedelta(minutes=70)
_SENT = timedelta(minutes=12)


def present_drafts(
    words: Mapping[str, Any], now: datetime, chance: random.Random
) -> Iterator[Draft]:
    """One draft per row; acts that would lie after `now` are done at `now`."""
    names = Names(words)
    now = now.replace(second=0, microsecond=0)
    for row in words["present"]["cases"]:
        yield _draft(row, now, names, chance)


def _draft(row: Mapping[str, Any], now: datetime, names: Names, chance: random.Random) -> Draft:
    received = now - timedelta(minutes=round(60 * row["hours_ago"]))
    entered = min(received + _ENTRY, now)
    persons = [_person(person, received, names, chance) for person in row["persons"]]
    values = {
        "source": "call_center" if row["unit"] == CALL_CENTER else "mission",
        "received_at": received,
        "country_code": row["country"],
        "city": row.get("city"),
        "mission_code": row.get("mission"),
        "situation": row["situation"],
        "incident_type": row["type"],
        "severity": row["severity"],
        "narrative": row["narrative"],
        "summary": row["summary"],
        "next_action": row.get("next_action"),
        "next_action_due_at": _due(row, now),
        "occurred_from": seoul_date(received - timedelta(hours=6)) - timedelta(days=1),
        "persons": persons,
        **_caller(row, names, chance),
    }
    headcount = sum(person.get("headcount", 1) for person in persons)
    return Draft(values, row["unit"], entered, headcount, list(_acts(row, entered, now)))


def _due(row: Mapping[str, Any], now: datetime) -> datetime | None:
    """On the hour or half hour."""
    if "due" not in row:
        return None
    due = now + timedelta(hours=row["due"])
    return due.replace(minute=30 * (due.minute // 30), second=0, microsecond=0)


def _person(
    row: Mapping[str, Any], received: datetime, names: Names, chance: random.Random
) -> dict[str, Any]:
    person = {name: value for name, value in row.items() if name != "age"}
    if person.get("headcount", 1) > 1:
        return {**person, "approximate": True}
    if "age" in row:
        person["birth_date"] = born(seoul_date(received), row["age"], chance)
        person["name_hangul"], person["name_roman"] = names.draw(chance)
        person["telephone"] = names.telephone(chance)
    return person


def _caller(row: Mapping[str, Any], names: Names, chance: random.Random) -> dict[str, Any]:
    if "relation" not in row:
        return {"channel": row.get("channel", "phone"), "caller_none": True}
    return {
        "channel": row.get("channel", "phone"),
        "caller_relation": row["relation"],
        "caller_name": names.draw(chance)[0],
        "caller_telephone": names.telephone(chance),
    }


def _acts(row: Mapping[str, Any], entered: datetime, now: datetime) -> Iterator[Act]:
    unit = row["unit"]
    if row.get("taken_up"):
        yield Act(Verb.TAKE_UP, min(entered + _TAKEN_UP, now), unit)
    for number, text in enumerate(row.get("notes", ()), start=1):
        yield Act(Verb.NOTE, min(entered + number * _NOTED, now), unit, {"text": text})
    if "handover_to" in row:
        message = {"to_unit": row["handover_to"], "message": row["message"]}
        yield Act(Verb.SEND, min(entered + _SENT, now), unit, message)

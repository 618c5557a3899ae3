"""The line list with memory: what the numbers are made of, kept equal to the cases.

Every change of a case compares what its persons should count as with what they count as now, and
appends a version where the two differ. Nothing else writes to the line list.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY, seoul_date
from safety_center.domain.vocabulary import ChangeReason, DateBasis
from safety_center.store import line_list as facts
from safety_center.store.rows import Insert
from safety_center.store.tables.case import Case
from safety_center.store.tables.person import Person
from safety_center.store.tables.person_fact import DIMENSIONS, PersonFact

_BASIS_COLUMN = {basis: f"{basis.value}_on" for basis in DateBasis}
_COMPARED = ("counted", "persons", *_BASIS_COLUMN.values(), *DIMENSIONS)
_CLASSIFYING = frozenset({"incident_type", "involvement", "country_code", "severity"})
_CHUNK = 400
#: The least by which one instant follows another.
TICK = timedelta(microseconds=1)
#: Entered at least this many days after receipt (Seoul days) is a late entry.
LATE_AFTER_DAYS = 7


def fact_values(case: Mapping[str, Any], person: Mapping[str, Any]) -> dict[str, Any]:
    """What a person of a case counts as; codes and days only. Found to be another one: nothing."""
    return {
        "person_id": person["id"],
        "case_id": case["id"],
        "counted": not person["removed"] and person.get("same_as_id") is None,
        "persons": person["headcount"],
        "occurred_on": case["occurred_from"],
        "reported_on": case["received_on"],
        "entered_on": seoul_date(case["entered_at"]),
        "country_code": case["country_code"],
        "mission_code": case["mission_code"],
        "source": case["source"],
        "severity": case["severity"],
        "involvement": person["involvement"],
        "incident_type": person["incident_type"],
        "outcome": person["outcome"],
        "sex": person["sex"],
        "age_band": person["age_band"],
        "sojourn": person["sojourn"],
    }


def entry_reason(values: Mapping[str, Any]) -> ChangeReason:
    """A person's first version is new, or a late entry when typed long after receipt."""
    late = (values["entered_on"] - values["reported_on"]).days >= LATE_AFTER_DAYS
    return ChangeReason.LATE_ENTRY if late else ChangeReason.NEW


def record_new(rows: list[dict[str, Any]], at: datetime) -> list[Insert]:
    """First versions to write; a row may bring its own `recorded_from` (the demonstration's past)."""
    for row in rows:
        row.setdefault("recorded_from", at)
        row.setdefault("recorded_to", None)
        row.setdefault("reason", entry_reason(row).value)
    return facts.new_versions(rows, days_touched(rows), at)


def record_changes(
    session: Session,
    changed: Mapping[int, ChangeReason | None],
    at: datetime,
    past: Mapping[int, datetime] | None = None,
) -> None:
    """Bring the line list of changed cases up to date; a reason of None is derived from the change.

    `past`: at which instant a case was changed, where that is told (the demonstration's past); never
    before what was known of it already.
    """
    ids = list(changed)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        current = facts.fetch_current_facts(session, chunk)
        new: list[dict[str, Any]] = []
        ended: list[PersonFact] = []
        for case, person in facts.fetch_case_persons(session, chunk):
            _compare(case, person, current, changed[case.id], new, ended)
        instants = _instants(chunk, current.values(), at, past)
        facts.close_facts(session, {fact.id: instants[fact.case_id] for fact in ended})
        touched = days_touched([*new, *(fact.model_dump() for fact in ended)])
        for row in new:
            row |= {"recorded_from": instants[row["case_id"]], "recorded_to": None}
        facts.insert_facts(session, new)
        facts.mark_stale(session, touched, at)


def _instants(
    case_ids: Iterable[int],
    known: Iterable[PersonFact],
    at: datetime,
    past: Mapping[int, datetime] | None,
) -> dict[int, datetime]:
    """From when each case's new versions hold: one span of knowledge must not begin before the last."""
    if past is None:
        return dict.fromkeys(case_ids, at)
    instants = {case_id: past.get(case_id, at) for case_id in case_ids}
    for fact in known:
        instants[fact.case_id] = max(instants[fact.case_id], fact.recorded_from + TICK)
    return instants


def _compare(
    case: Case,
    person: Person,
    current: Mapping[int, PersonFact],
    reason: ChangeReason | None,
    new: list[dict[str, Any]],
    ended: list[PersonFact],
) -> None:
    values = fact_values(case.model_dump(), person.model_dump())
    fact = current.get(person.id)
    if fact is None:
        if values["counted"]:
            new.append({**values, "reason": (reason or entry_reason(values)).value})
        return
    different = {name for name in _COMPARED if getattr(fact, name) != values[name]}
    if different:
        ended.append(fact)
        new.append({**values, "reason": (reason or _derived_reason(different)).value})


def _derived_reason(different: set[str]) -> ChangeReason:
    return ChangeReason.RECLASSIFIED if different & _CLASSIFYING else ChangeReason.CORRECTED


def days_touched(rows: Iterable[Mapping[str, Any]]) -> set[tuple[str, date]]:
    """`(basis, day)` of every version in every date basis; an unknown day has its own bucket."""
    return {
        (basis.value, row[column] or UNKNOWN_DAY)
        for row in rows
        for basis, column in _BASIS_COLUMN.items()
    }

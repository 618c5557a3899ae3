"""The line list with memory: what the numbers are made of, kept equal to the cases.

Every change of a case compares what it and its persons should count as with what they count as now,
and appends a version where the two differ. Nothing else writes to the line list.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from safety_center.domain.periods import UNKNOWN_DAY, seoul_date
from safety_center.domain.vocabulary import ChangeReason, DateBasis
from safety_center.store import line_list as facts
from safety_center.store.case_facts import (
    case_fact_values,
    close_case_facts,
    fetch_accepted_at,
    fetch_cases,
    fetch_current,
)
from safety_center.store.cubes import CLOSED
from safety_center.store.rows import Insert, insert_rows
from safety_center.store.tables.case import Case
from safety_center.store.tables.case_fact import CaseFact
from safety_center.store.tables.person import Person
from safety_center.store.tables.person_fact import DIMENSIONS, PersonFact

_BASIS_COLUMN = {basis: f"{basis.value}_on" for basis in DateBasis}
_COMPARED = ("counted", "persons", *_BASIS_COLUMN.values(), *DIMENSIONS)
#: What moves on while a case is handled, whatever it counts as.
_STEPS = frozenset({"closed_on", "accept_minutes", "close_minutes"})
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


def record_new(
    rows: list[dict[str, Any]], cases: Iterable[Mapping[str, Any]], at: datetime
) -> list[Insert]:
    """First versions of persons and of their cases; a row may bring its own `recorded_from`.

    (The demonstration's past does; the case is known from when its first person is.)
    """
    since: dict[int, datetime] = {}
    for row in rows:
        row.setdefault("recorded_from", at)
        row.setdefault("recorded_to", None)
        row.setdefault("reason", entry_reason(row).value)
        since[row["case_id"]] = min(row["recorded_from"], since.get(row["case_id"], at))
    of_cases = []
    for case in cases:
        values = case_fact_values(case, None)
        reason = entry_reason(values).value
        span = {"recorded_from": since[case["id"]], "recorded_to": None, "reason": reason}
        of_cases.append(values | span)
    days = days_touched(rows) | days_touched(of_cases)
    return [*facts.new_versions(rows, days, at), Insert(CaseFact, of_cases)]


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
        part = {case_id: changed[case_id] for case_id in ids[start : start + _CHUNK]}
        days = _record_persons(session, part, at, past)
        days |= _record_cases(session, part, at, past)
        facts.mark_stale(session, days, at)


def _record_persons(
    session: Session,
    changed: Mapping[int, ChangeReason | None],
    at: datetime,
    past: Mapping[int, datetime] | None,
) -> set[tuple[str, date]]:
    current = facts.fetch_current_facts(session, changed)
    known = [(fact.case_id, fact.recorded_from) for fact in current.values()]
    instants = _instants(changed, known, at, past)
    new: list[dict[str, Any]] = []
    ended: list[PersonFact] = []
    for case, person in facts.fetch_case_persons(session, changed):
        _compare(case, person, current, changed[case.id], new, ended)
    for row in new:
        row |= {"recorded_from": instants[row["case_id"]], "recorded_to": None}
    facts.close_facts(session, {fact.id: instants[fact.case_id] for fact in ended})
    facts.insert_facts(session, new)
    return days_touched([*new, *(fact.model_dump() for fact in ended)])


def _record_cases(
    session: Session,
    changed: Mapping[int, ChangeReason | None],
    at: datetime,
    past: Mapping[int, datetime] | None,
) -> set[tuple[str, date]]:
    connection = session.connection()
    current = fetch_current(session, changed)
    known = [(fact["case_id"], fact["recorded_from"]) for fact in current.values()]
    instants = _instants(changed, known, at, past)
    accepted = fetch_accepted_at(connection, changed)
    new: list[dict[str, Any]] = []
    ended: list[dict[str, Any]] = []
    for case in fetch_cases(connection, changed):
        values = case_fact_values(case, accepted.get(case["id"]))
        fact = current.get(case["id"])
        different = {name for name in values if fact is None or fact[name] != values[name]}
        if different or (fact and changed[case["id"]] is ChangeReason.ERASED):
            reason = _case_reason(changed[case["id"]], values, fact, different)
            span = {"recorded_from": instants[case["id"]], "recorded_to": None}
            new.append({**values, **span, "reason": reason.value})
            ended += [fact] if fact else []
    close_case_facts(session, {fact["id"]: instants[fact["case_id"]] for fact in ended})
    insert_rows(session, CaseFact, new)
    return days_touched([*new, *ended])


def _case_reason(
    reason: ChangeReason | None,
    values: Mapping[str, Any],
    fact: Mapping[str, Any] | None,
    different: set[str],
) -> ChangeReason:
    if fact is None:
        return reason or entry_reason(values)
    if different <= _STEPS and reason is not ChangeReason.ERASED:
        return ChangeReason.PROGRESS
    return reason or _derived_reason(different)


def _instants(
    case_ids: Iterable[int],
    known: Iterable[tuple[int, datetime]],
    at: datetime,
    past: Mapping[int, datetime] | None,
) -> dict[int, datetime]:
    """From when each case's new versions hold: one span of knowledge must not begin before the last."""
    if past is None:
        return dict.fromkeys(case_ids, at)
    instants = {case_id: past.get(case_id, at) for case_id in case_ids}
    for case_id, since in known:
        instants[case_id] = max(instants[case_id], since + TICK)
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
    if different or reason is ChangeReason.ERASED:  # the same values, under a reason of their own
        ended.append(fact)
        new.append({**values, "reason": (reason or _derived_reason(different)).value})


def _derived_reason(different: set[str]) -> ChangeReason:
    return ChangeReason.RECLASSIFIED if different & _CLASSIFYING else ChangeReason.CORRECTED


def days_touched(rows: Iterable[Mapping[str, Any]]) -> set[tuple[str, date]]:
    """`(basis, day)` of every version in every date basis; an unknown day has its own bucket.

    A closed case also touches the day it was closed on.
    """
    touched = set()
    for row in rows:
        for basis, column in _BASIS_COLUMN.items():
            touched.add((basis.value, row[column] or UNKNOWN_DAY))
        if row.get("closed_on"):
            touched.add((CLOSED, row["closed_on"]))
    return touched

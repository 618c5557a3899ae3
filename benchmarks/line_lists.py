"""Line lists of ten years with the skew that real ones have: 가상 데이터 · 실제 사건이 아닙니다.

Written as rows and not through intake: cases, persons and both line lists, in which one in
`_RECLASSIFIED` was known as something else for some days. The same size gives the same rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from sqlalchemy import func, insert, select, text

from benchmarks.databases import officer
from benchmarks.harness import progress, require_equal
from safety_center.domain.incident_types import INCIDENT_TYPES
from safety_center.domain.periods import seoul_date
from safety_center.domain.vocabulary import (
    AgeBand,
    Involvement,
    PersonOutcome,
    ReportSource,
    Severity,
    Sex,
    Sojourn,
)
from safety_center.services.demonstration.haste import in_haste
from safety_center.services.installation import Installation
from safety_center.services.line_list import fact_values
from safety_center.services.statistics import build_cubes
from safety_center.store.case_facts import case_fact_values
from safety_center.store.rows import Insert, insert_all
from safety_center.store.tables import Case, CaseFact, DataKey, Person, PersonFact
from safety_center.store.tables.reference import Country, Mission

FIRST, LAST = date(2017, 1, 1), date(2026, 10, 31)
#: Persons by year of receipt, the years of the pandemic among them.
_YEARS = (11, 12, 13, 4, 4, 8, 12, 13, 13, 11)
_CASES_AT_ONCE = 20_000
_RECLASSIFIED = 25


def fill_line_lists(made: Installation, persons: int) -> None:
    """Write so many persons on their cases, and count the cubes."""
    officer(made)
    source = _Source(made, persons)
    with in_haste(made.database):
        with made.database.writing() as session:
            key = {"id": 1, "wrapped": None, "master_key_id": "m1", "created_at": _at(FIRST)}
            session.execute(insert(DataKey).values(key))
        for batch in source.batches():
            with made.database.writing() as session:
                insert_all(session, [Insert(table, rows) for table, rows in batch.items()])
            if source.written // 100_000 != (source.written - len(batch[Person])) // 100_000:
                progress(f"{source.written:,} of {persons:,} persons")
        if not made.database.is_sqlite:
            _go_on_counting(made)
        progress("counting the cubes")
        build_cubes(made, alone=True)
    with made.database.reading() as session:
        counted = session.execute(select(func.count()).select_from(Person)).scalar_one()
        require_equal("rows of person", counted, persons)


def _go_on_counting(made: Installation) -> None:
    """PostgreSQL's sequences do not know of ids written as such."""
    with made.database.writing() as session:
        for table in (Case, Person, PersonFact, CaseFact, DataKey):
            name = table.__tablename__
            last = f"(SELECT max(id) FROM {name})"  # noqa: S608 - tables named here
            session.execute(text(f"SELECT setval('{name}_id_seq', {last})"))


def _at(day: date, minutes: int = 0) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(minutes=minutes)


@dataclass
class _Source:
    """Gives out rows until there are enough persons."""

    made: Installation
    persons: int
    written: int = 0
    _cases: int = 0
    _countries: list[str] = field(default_factory=list)
    _missions: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(20261122)
        with self.made.database.reading() as session:
            codes = select(Country.alpha2).where(Country.selectable).order_by(Country.alpha2)
            self._countries = list(session.execute(codes).scalars())
            missions = select(Mission.country_code, Mission.code).order_by(Mission.code)
            for country, code in session.execute(missions):
                self._missions.setdefault(country, []).append(code)
        self._random.shuffle(self._countries)
        by_year = np.repeat(np.array(_YEARS, float), [_days_of(FIRST.year + n) for n in range(10)])
        days = by_year * (1 + 0.3 * np.sin(np.arange(len(by_year)) / 58.1))
        self._days = days[: (LAST - FIRST).days + 1]

    def batches(self) -> Iterator[dict[Any, list[dict[str, Any]]]]:
        """Rows by table, cases first."""
        while self.written < self.persons:
            cases = self._draw_cases()
            persons = list(self._draw_persons(cases))[: self.persons - self.written]
            held = {person["case_id"] for person in persons}
            cases = [case for case in cases if case["id"] in held]
            self.written += len(persons)
            self._cases += len(cases)
            by_id = {case["id"]: case for case in cases}
            facts = [row for p in persons for row in self._versions(by_id[p["case_id"]], p)]
            of_cases = [_case_fact(case) for case in cases]
            yield {Case: cases, Person: persons, PersonFact: facts, CaseFact: of_cases}

    def _pick(self, codes: Sequence[Any], weights: Sequence[float], count: int) -> list[Any]:
        share = np.array(weights, float)
        drawn = self._random.choice(len(codes), size=count, p=share / share.sum())
        return [codes[index] for index in drawn.tolist()]

    def _draw_cases(self) -> list[dict[str, Any]]:
        n = min(_CASES_AT_ONCE, self.persons - self.written)
        days = self._random.choice(len(self._days), size=n, p=self._days / self._days.sum())
        countries = self._pick(self._countries, _skew(len(self._countries), 1.1), n)
        sources = self._pick([s.value for s in ReportSource], (70, 27, 3), n)
        severities = self._pick(list(Severity), (45, 33, 17, 5), n)
        involved = self._pick(list(Involvement), (62, 15, 23), n)
        minutes = self._random.integers(0, 14 * 60, n).tolist()
        late = self._random.geometric(0.45, n).tolist()
        typed = self._random.geometric(0.8, n).tolist()
        open_days = self._random.geometric(0.06, n).tolist()
        kinds = {one: self._pick(*_types(one), n) for one in Involvement}
        return [
            self._case(
                self._cases + i + 1,
                FIRST + timedelta(days=day),
                (countries[i], sources[i], severities[i], kinds[involved[i]][i]),
                (minutes[i], late[i], typed[i], open_days[i]),
            )
            | {"involved": involved[i]}
            for i, day in enumerate(days.tolist())
        ]

    def _case(
        self,
        number: int,
        day: date,
        kind: tuple[str, str, Severity, str],
        times: tuple[int, int, int, int],
    ) -> dict[str, Any]:
        country, source, severity, incident_type = kind
        minutes, late, typed, open_days = times
        received_at = _at(day, minutes)
        places = self._missions.get(country, [])
        mission = places[number % 7 % len(places)] if places else None
        owner = mission or "SAFETY-CENTER"
        closes = day + timedelta(days=open_days) <= LAST
        closed_at = received_at + timedelta(days=open_days) if closes else None
        entered_at = received_at + timedelta(days=typed - 1, minutes=3)
        return {
            "id": number,
            "number": f"{day.year}-BEN-{number:08d}",
            "data_key_id": 1,
            "version": 1,
            "source": source,
            "received_at": received_at,
            "received_on": seoul_date(received_at),
            "entered_at": entered_at,
            "situation": "theft",
            "incident_type": incident_type,
            "severity": severity.value,
            "severity_weight": severity.weight,
            "country_code": country,
            "city": "가상시",
            "occurred_from": day - timedelta(days=late - 1) if number % 33 else None,
            "occurred_time": time(12, number % 60) if number % 3 else None,
            "zone": "UTC",
            "mission_code": mission,
            "owner_unit": owner,
            "origin_unit": owner,
            "status": "closed" if closed_at else ("received", "in_progress")[number % 2],
            "summary": "가상 사건",
            "closed_at": closed_at,
            "changed_at": closed_at or entered_at,
        }

    def _draw_persons(self, cases: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        several = self._pick((1, 2, 3), (85, 10, 5), len(cases))
        n = sum(several)
        sexes = self._pick([s.value for s in Sex], (40, 57, 3), n)
        ages = self._pick([a.value for a in AgeBand], (1, 4, 29, 23, 16, 13, 8, 3, 3), n)
        sojourns = self._pick([s.value for s in Sojourn], (33, 60, 7), n)
        outcomes = self._pick([o.value for o in PersonOutcome], (62, 17, 5, 2, 8, 2, 4), n)
        number = self.written
        for case, count in zip(cases, several, strict=True):
            involvement = case.pop("involved").value
            for position in range(count):
                at = number - self.written
                number += 1
                yield {
                    "id": number,
                    "case_id": case["id"],
                    "position": position,
                    "involvement": involvement,
                    "incident_type": case["incident_type"],
                    "own_type": False,
                    "headcount": 1 if number % 200 else 7,
                    "approximate": number % 200 == 0,
                    "sex": sexes[at],
                    "age_band": ages[at],
                    "sojourn": sojourns[at],
                    "outcome": outcomes[at],
                    "removed": number % 150 == 0,
                }

    def _versions(self, case: dict[str, Any], person: dict[str, Any]) -> Iterator[dict[str, Any]]:
        values, since = fact_values(case, person), case["entered_at"]
        if person["id"] % _RECLASSIFIED == 0:
            until = since + timedelta(days=1 + person["id"] % 300)
            before = {**values, "incident_type": "etc", "severity": "minor", "counted": True}
            yield {**before, "recorded_from": since, "recorded_to": until, "reason": "new"}
            yield {**values, "recorded_from": until, "recorded_to": None, "reason": "reclassified"}
        else:
            yield {**values, "recorded_from": since, "recorded_to": None, "reason": "new"}


def _days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _skew(count: int, power: float) -> list[float]:
    """Few have much, many have little."""
    return [1 / rank**power for rank in range(1, count + 1)]


def _types(involvement: Involvement) -> tuple[list[str], list[float]]:
    slugs = [t.slug for t in INCIDENT_TYPES if t.involvement is involvement]
    return slugs, _skew(len(slugs), 1.0)


def _case_fact(case: dict[str, Any]) -> dict[str, Any]:
    values = case_fact_values(case, None)
    return {**values, "recorded_from": case["entered_at"], "recorded_to": None, "reason": "new"}

"""Many synthetic cases, written as rows and not through intake: 가상 데이터 · 실제 사건이 아닙니다.

What lists, search and statistics read is there: case, person, line list, text and its index.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlmodel import Session

from benchmarks.databases import UNIT
from benchmarks.harness import progress, require_equal
from safety_center.domain.periods import seoul_date
from safety_center.services.demonstration.haste import in_haste
from safety_center.services.installation import Installation
from safety_center.services.line_list import fact_values
from safety_center.store.case_facts import case_fact_values
from safety_center.store.rows import Insert, insert_all
from safety_center.store.search import insert_texts
from safety_center.store.tables import Case, CaseFact, DataKey, Person, PersonFact

#: Stands in the text of one case in `RARE_EVERY`.
RARE_WORD, RARE_EVERY = "설인", 20_000
_COUNTRIES = ("KH", "TH", "VN", "PH", "US", "FR", "CN", "AU", "ES", "TR", "MY", "DE", "GB", "ID")
_TYPES = ("theft", "fraud", "assault", "robbery", "traffic_accident", "missing")
_SEVERITIES = (("minor", 1), ("moderate", 2), ("serious", 3), ("critical", 4))
_OUTCOMES, _SEXES = ("none", "injured", "unknown"), ("male", "female", "unknown")
_AGES, _SOJOURNS = ("20-29", "30-39", "40-49", "50-59"), ("visitor", "resident")
_WORDS = ("시장", "숙소", "공항", "버스", "식당", "해변", "호텔", "은행", "거리", "학교", "병원")
_DEEDS = ("가방 도난", "여권 분실", "휴대전화 분실", "오토바이 사고", "투자 사기", "연락 두절")
_FIRST = datetime(2017, 1, 1, tzinfo=UTC)
_DAYS = 3_560
_BATCH = 20_000


def fill(made: Installation, count: int, texts: bool) -> None:
    """Write so many cases of one person each; with their texts where search is measured."""
    with in_haste(made.database):
        with made.database.writing() as session:
            session.execute(insert(DataKey).values(_data_key()))
        for first in range(1, count + 1, _BATCH):
            last = min(count, first + _BATCH - 1)
            with made.database.writing() as session:
                _write(session, first, last, texts)
            if last % (10 * _BATCH) == 0:
                progress(f"{last:,} of {count:,} cases")
    with made.database.reading() as session:
        for table in (Case, Person, PersonFact, CaseFact):
            counted = session.execute(select(func.count()).select_from(table)).scalar_one()
            require_equal(f"rows of {table.__tablename__}", counted, count)


def _write(session: Session, first: int, last: int, texts: bool) -> None:
    cases = [case_row(number) for number in range(first, last + 1)]
    persons = [_person_row(case) for case in cases]
    facts = [_fact_row(case, person) for case, person in zip(cases, persons, strict=True)]
    of_cases = [_case_fact_row(case) for case in cases]
    tables = ((Case, cases), (Person, persons), (PersonFact, facts), (CaseFact, of_cases))
    insert_all(session, [Insert(table, rows) for table, rows in tables])
    if texts:
        insert_texts(session, {case["id"]: text_of(case["id"]) for case in cases})


def text_of(number: int) -> str:
    """The searched text of case `number`; the rare word in few."""
    words = [_WORDS[number % 11], _WORDS[number // 11 % 11], _DEEDS[number // 7 % 6]]
    if number % RARE_EVERY == 7:
        words.append(RARE_WORD)
    return " ".join(words)


def rare_cases(count: int) -> list[int]:
    """Ids of the cases that hold the rare word."""
    return list(range(7, count + 1, RARE_EVERY))


def _data_key() -> dict[str, Any]:
    return {"id": 1, "wrapped": None, "master_key_id": "m1", "created_at": _FIRST}


def case_row(number: int) -> dict[str, Any]:
    """Case `number`; the same number gives the same case."""
    received_at = _FIRST + timedelta(days=number * 7919 % _DAYS, seconds=number * 37 % 86_400)
    severity, weight = _SEVERITIES[number // 5 % 4]
    day = received_at.date()
    return {
        "id": number,
        "number": f"{day.year}-BEN-{number:07d}",
        "data_key_id": 1,
        "version": 1,
        "source": "mission",
        "received_at": received_at,
        "received_on": seoul_date(received_at),
        "entered_at": received_at,
        "situation": "theft",
        "incident_type": _TYPES[number % 6],
        "severity": severity,
        "severity_weight": weight,
        "country_code": _COUNTRIES[number % 14],
        "city": "가상시",
        "occurred_from": day - timedelta(days=number % 3) if number % 50 else None,
        "occurred_to": None,
        "occurred_time": time(12, number % 60) if number % 50 else None,
        "zone": "Asia/Phnom_Penh",
        "mission_code": UNIT,
        "owner_unit": UNIT,
        "origin_unit": UNIT,
        "status": "closed" if number % 20 else "received",
        "summary": text_of(number),
        "closed_at": received_at if number % 20 else None,
        "changed_at": received_at,
    }


def _person_row(case: dict[str, Any]) -> dict[str, Any]:
    number = case["id"]
    return {
        "id": number,
        "case_id": number,
        "position": 0,
        "involvement": ("victim", "victim", "perpetrator", "other")[number // 3 % 4],
        "incident_type": case["incident_type"],
        "own_type": False,
        "headcount": 1,
        "approximate": False,
        "sex": _SEXES[number % 3],
        "age_band": _AGES[number // 2 % 4],
        "sojourn": _SOJOURNS[number // 4 % 2],
        "outcome": _OUTCOMES[number // 9 % 3],
        "removed": False,
    }


def _fact_row(case: dict[str, Any], person: dict[str, Any]) -> dict[str, Any]:
    values = fact_values(case, person)
    return {**values, "recorded_from": case["entered_at"], "recorded_to": None, "reason": "new"}


def _case_fact_row(case: dict[str, Any]) -> dict[str, Any]:
    values = case_fact_values(case, None)
    return {**values, "recorded_from": case["entered_at"], "recorded_to": None, "reason": "new"}

"""Rules of a change that need the places, the clock or the type lists."""

from collections.abc import Iterator
from datetime import datetime

from safety_center.domain.cases import CaseChange
from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import N_, FieldError
from safety_center.domain.incident_types import INCIDENT_TYPES, SLUGS, TYPES, find_incident_type
from safety_center.domain.local_times import CLOCK_TOLERANCE, check_clock
from safety_center.domain.periods import local_date
from safety_center.domain.places import HOME_REFUSED, Places, unknown_country
from safety_center.store.tables.case import Case


def check_change(change: CaseChange, case: Case, places: Places, now: datetime) -> list[FieldError]:
    """Every error of a change against the case as it stands; empty when it may be stored."""
    return [
        *_check_place(change, places),
        *_check_days(change, case, places, now),
        *_check_types(change, case),
    ]


def _check_place(change: CaseChange, places: Places) -> Iterator[FieldError]:
    given = change.model_fields_set
    if "country_code" in given:
        if places.is_home(change.country_code):
            yield FieldError("country_code", "home_country", HOME_REFUSED)
        elif change.country_code not in places.countries:
            yield unknown_country(change.country_code or "", places)
    if change.mission_code is not None and change.mission_code not in places.missions:
        yield unknown_code("mission_code", change.mission_code, places.missions)


def _check_days(
    change: CaseChange, case: Case, places: Places, now: datetime
) -> Iterator[FieldError]:
    given = change.model_fields_set
    start = change.occurred_from if "occurred_from" in given else case.occurred_from
    end = change.occurred_to if "occurred_to" in given else case.occurred_to
    clock = change.occurred_time if "occurred_time" in given else case.occurred_time
    if start is None:
        if {"occurred_to", "occurred_time"} & given and (change.occurred_to or clock):
            message = N_("발생 종료일이나 시각을 적으려면 발생일도 적어 주십시오.")
            yield FieldError("occurred_from", "span_without_start", message)
        return
    zone = places.zone_of(change.country_code or case.country_code, case.mission_code)
    if "occurred_to" in given and end is not None and end < start:
        yield FieldError("occurred_to", "span_backwards", N_("발생 종료일이 시작일보다 앞섭니다."))
    elif {"occurred_from", "occurred_to"} & given and max(start, end or start) > local_date(
        now + CLOCK_TOLERANCE, zone
    ):
        message = N_("발생일이 현지 날짜로 오늘보다 늦습니다.")
        yield FieldError("occurred_from", "future_day", message)
    elif clock is not None and {"occurred_from", "occurred_time", "country_code"} & given:
        yield from check_clock(start, clock, zone, case.received_at)


def _check_types(change: CaseChange, case: Case) -> Iterator[FieldError]:
    day = change.occurred_from or case.occurred_from or case.received_on
    if "incident_type" in change.model_fields_set and change.incident_type != case.incident_type:
        known = [t for t in INCIDENT_TYPES if t.slug == change.incident_type]
        if not known:
            yield unknown_code("incident_type", change.incident_type, TYPES)
        elif not any(t.is_valid_on(day) for t in known):
            message = N_("그 날짜에는 쓰지 않는 사건·사고 유형입니다: %(value)s")
            yield FieldError("incident_type", "type_not_valid", message, {"value": known[0].ko})
    for index, person in enumerate(change.persons):
        if person.incident_type is None:
            continue
        found = find_incident_type(person.involvement, person.incident_type)
        field = f"persons.{index}.incident_type"
        if person.incident_type not in SLUGS:
            yield unknown_code(field, person.incident_type, TYPES)
        elif found is None:
            message = N_("이 구분의 당사자에게는 쓸 수 없는 사건·사고 유형입니다.")
            yield FieldError(field, "type_of_other_involvement", message)
        elif not found.is_valid_on(day):
            message = N_("그 날짜에는 쓰지 않는 사건·사고 유형입니다: %(value)s")
            yield FieldError(field, "type_not_valid", message, {"value": found.ko})

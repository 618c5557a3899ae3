"""Rules of a report that need the places, the clock or the type lists."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from safety_center.domain.choices import Choice, choices_of, name_nearest
from safety_center.domain.errors import N_, FieldError
from safety_center.domain.identity_numbers import holds_resident_number
from safety_center.domain.incident_types import (
    SLUGS,
    TYPES,
    find_incident_type,
)
from safety_center.domain.input_errors import shown
from safety_center.domain.lifecycle import check_closing
from safety_center.domain.local_times import CLOCK_TOLERANCE, REPEATED_LOCAL_TIME, check_clock
from safety_center.domain.periods import is_repeated, local_date
from safety_center.domain.places import HOME_REFUSED, Places, unknown_country
from safety_center.domain.reports import ReportInput
from safety_center.domain.situations import Proposal, proposal_for
from safety_center.domain.understanding import Understood
from safety_center.domain.vocabulary import Disposition, Involvement

#: Where a day begins first: what is future there is future everywhere.
_FIRST_ZONE = "Pacific/Kiritimati"
_ANY = list(Involvement)


def check_report(report: ReportInput, places: Places, now: datetime) -> list[FieldError]:
    """Every error beyond the form itself, in the order of the form; empty when it may be stored."""
    return check_understood(Understood(report), places, now)


def check_understood(
    known: Understood[ReportInput], places: Places, now: datetime
) -> list[FieldError]:
    """The same of a report that is partly wrong: only what follows from the fields that are right."""
    report = known.model
    if report is None:
        return []
    if report.country_code not in places.countries:
        known = Understood(report, known.errors, known.doubtful | {"country_code"})
    return [
        *_check_reference(report),
        *_check_place(report, places),
        *_check_times(report, places, now, known),
        *_check_types(report, places, known),
        *_check_closing(report, places, now, known),
    ]


def warn_report(report: ReportInput, places: Places) -> list[FieldError]:
    """Oddities that are stored all the same."""
    day, clock = report.occurred_from, report.occurred_time
    if day is None:
        return []
    zone = places.zone_of(report.country_code, report.mission_code)
    if clock is None and day > local_date(report.received_at, zone):
        message = N_("발생일이 접수일(현지)보다 늦습니다. 날짜를 확인해 주십시오.")
        return [FieldError("occurred_from", "received_before_occurred", message)]
    if clock is not None and is_repeated(datetime.combine(day, clock), zone):
        return [FieldError("occurred_time", "repeated_local_time", REPEATED_LOCAL_TIME)]
    return []


def incident_day(report: ReportInput, places: Places) -> date:
    """Local day by which type lists and ages are taken: of the incident, else of the receipt."""
    if report.occurred_from is not None:
        return report.occurred_from
    zone = places.zone_of(report.country_code, report.mission_code)
    return local_date(report.received_at, zone)


def proposal_of(report: ReportInput, places: Places) -> Proposal:
    """What the situation proposes on the incident's day."""
    return proposal_for(report.situation, incident_day(report, places))


def _check_reference(report: ReportInput) -> Iterator[FieldError]:
    """A reference is never changed, since it tells reports apart; so it may not hold such a number."""
    if report.external_reference and holds_resident_number(report.external_reference):
        message = N_(
            "참조번호에 주민등록번호나 외국인등록번호를 쓸 수 없습니다. 다른 번호를 적어 주십시오."
        )
        yield FieldError("external_reference", "identity_number_in_reference", message)


def _check_place(report: ReportInput, places: Places) -> Iterator[FieldError]:
    if report.country_code not in places.countries:
        if places.is_home(report.country_code):
            yield FieldError("country_code", "home_country", HOME_REFUSED)
        else:
            yield unknown_country(report.country_code, places)
    if report.mission_code is not None and report.mission_code not in places.missions:
        yield _unknown("mission_code", report.mission_code, choices_of(places.missions))


def _unknown(field: str, value: str, known: tuple[Choice, ...]) -> FieldError:
    params: dict[str, Any] = {"value": shown(value)}
    near = name_nearest(params["value"], known)
    if near is None:
        message = N_("목록에 없거나 지금은 쓰지 않는 값입니다: %(value)s. 목록에서 골라 주십시오.")
        return FieldError(field, "unknown_code", message, params)
    message = N_("목록에 없거나 지금은 쓰지 않는 값입니다: %(value)s. 비슷한 값: %(choices)s")
    return FieldError(field, "unknown_code", message, params | {"choices": near})


def _check_times(
    report: ReportInput, places: Places, now: datetime, known: Understood[ReportInput]
) -> Iterator[FieldError]:
    limit = now + CLOCK_TOLERANCE
    if report.received_at > limit:
        message = N_("접수 시각이 현재보다 늦습니다. 날짜와 시간대를 확인해 주십시오.")
        yield FieldError("received_at", "future_instant", message)
    if report.occurred_from is None:
        return
    placed = known.knows("country_code")
    zone = places.zone_of(report.country_code, report.mission_code) if placed else _FIRST_ZONE
    last_day = report.occurred_until or report.occurred_from
    if last_day > local_date(limit, zone):
        field = "occurred_to" if report.occurred_to else "occurred_from"
        yield FieldError(field, "future_day", N_("발생일이 현지 날짜로 오늘보다 늦습니다."))
    elif report.occurred_time is not None and placed:
        received_at = report.received_at if known.knows("received_at") else None
        yield from check_clock(report.occurred_from, report.occurred_time, zone, received_at)


def _check_types(
    report: ReportInput, places: Places, known: Understood[ReportInput]
) -> Iterator[FieldError]:
    day = incident_day(report, places)
    dated = known.knows("occurred_from") and (
        report.occurred_from is not None or known.knows("received_at")
    )
    proposed = [proposal_of(report, places).involvement] if known.knows("situation") else _ANY
    told = [[p.involvement] if p.involvement else proposed for p in report.persons]
    if report.incident_type is not None:
        among = [each for involvements in told for each in involvements] or _ANY
        yield from _check_type("incident_type", report.incident_type, among, day if dated else None)
    for index, person in enumerate(report.persons):
        if person.incident_type is not None:
            field = f"persons.{index}.incident_type"
            on = day if dated else None
            yield from _check_type(field, person.incident_type, told[index], on)
        if dated and person.birth_date is not None and person.birth_date > day:
            message = N_("생년월일이 발생일보다 늦습니다.")
            yield FieldError(f"persons.{index}.birth_date", "future_day", message)


def _check_type(
    field: str, slug: str, involvements: list[Involvement], day: date | None
) -> Iterator[FieldError]:
    """`day` is None where it is not known; then only the list is asked."""
    if slug not in SLUGS:
        yield _unknown(field, slug, choices_of(TYPES))
        return
    found = [t for t in (find_incident_type(i, slug) for i in involvements) if t is not None]
    if not found:
        message = N_(
            "이 구분의 당사자에게는 쓸 수 없는 사건·사고 유형입니다. 다른 유형을 골라 주십시오."
        )
        yield FieldError(field, "type_of_other_involvement", message)
    elif day is not None and not any(t.is_valid_on(day) for t in found):
        message = N_(
            "그 날짜에는 쓰지 않는 사건·사고 유형입니다: %(value)s. 유형이나 발생일을 확인해 주십시오."
        )
        yield FieldError(field, "type_not_valid", message, {"value": found[0].ko})


def _check_closing(
    report: ReportInput, places: Places, now: datetime, known: Understood[ReportInput]
) -> Iterator[FieldError]:
    if report.closed_at is None:
        return
    if known.knows("disposition") and report.disposition is not Disposition.OPENED_CASE:
        message = N_("새 사건·사고를 등록할 때만 종결 시각을 적을 수 있습니다.")
        yield FieldError("closed_at", "no_case_to_close", message)
    if known.knows("received_at") and not (
        report.received_at <= report.closed_at <= now + CLOCK_TOLERANCE
    ):
        message = N_("종결 시각은 접수 시각과 현재 사이여야 합니다.")
        yield FieldError("closed_at", "closing_out_of_order", message)
    if known.knows("situation", "persons"):
        default = proposal_of(report, places).outcome
        outcomes = [person.outcome or default for person in report.persons] or [default]
        yield from check_closing(outcomes)

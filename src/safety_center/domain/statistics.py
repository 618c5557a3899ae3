"""What a figure is: its question, its dimensions, and the words that must stand beside it.

A figure counts **persons** (headcounts) or **cases** in a date basis under a counting rule and a
region scheme, as known at an instant. Definitions for readers are in `docs/statistics.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import BACKWARDS, N_, FieldError, InputRefused
from safety_center.domain.incident_types import SLUGS
from safety_center.domain.input_errors import DATE_FORM
from safety_center.domain.periods import SEOUL
from safety_center.domain.vocabulary import (
    AgeBand,
    CountUnit,
    DateBasis,
    Involvement,
    PersonOutcome,
    ReportSource,
    Severity,
    Sex,
    Sojourn,
    Term,
)

#: Stands for a day that is not known, and for a case without a responsible mission.
UNKNOWN = "unknown"
NO_MISSION = "none"


class Dimension(Term):
    """By what a figure can be broken down, in the order in which they are listed."""

    YEAR = "year", "연도", "Year"
    QUARTER = "quarter", "분기", "Quarter"
    MONTH = "month", "월", "Month"
    DAY = "day", "일", "Day"
    REGION = "region", "지역", "Region"
    BUREAU = "bureau", "지역국", "Bureau"
    COUNTRY = "country", "국가·지역", "Country or area"
    MISSION = "mission", "재외공관", "Mission"
    INVOLVEMENT = "involvement", "당사자 구분", "Involvement"
    TYPE = "type", "사건·사고 유형", "Incident type"
    SEVERITY = "severity", "심각도", "Severity"
    SOURCE = "source", "접수 기관", "Report taken by"
    SOJOURN = "sojourn", "거주·방문", "Sojourn"
    OUTCOME = "outcome", "당사자 상태", "Outcome"
    SEX = "sex", "성별", "Sex"
    AGE_BAND = "age_band", "연령대", "Age band"


TIMES = (Dimension.YEAR, Dimension.QUARTER, Dimension.MONTH, Dimension.DAY)
REGIONS = (Dimension.REGION, Dimension.BUREAU)
#: Column of the line list and of the cube.
COLUMNS: Mapping[str, str] = {
    Dimension.COUNTRY: "country_code",
    Dimension.MISSION: "mission_code",
    Dimension.TYPE: "incident_type",
    **{
        dimension: dimension.value
        for dimension in (
            Dimension.INVOLVEMENT,
            Dimension.SEVERITY,
            Dimension.SOURCE,
            Dimension.SOJOURN,
            Dimension.OUTCOME,
            Dimension.SEX,
            Dimension.AGE_BAND,
        )
    },
}
#: Codes of the dimensions whose lists are in the vocabulary; those of places are in the reference data.
VOCABULARY: Mapping[str, tuple[str, ...]] = {
    Dimension.TYPE: tuple(SLUGS),
    Dimension.DAY: (UNKNOWN,),
    **{
        dimension: tuple(term.value for term in terms)
        for dimension, terms in (
            (Dimension.INVOLVEMENT, Involvement),
            (Dimension.SEVERITY, Severity),
            (Dimension.SOURCE, ReportSource),
            (Dimension.SOJOURN, Sojourn),
            (Dimension.OUTCOME, PersonOutcome),
            (Dimension.SEX, Sex),
            (Dimension.AGE_BAND, AgeBand),
        )
    },
}
#: What differs from person to person of a case: cases cannot be divided by it.
OF_PERSONS = (
    Dimension.INVOLVEMENT,
    Dimension.SOJOURN,
    Dimension.OUTCOME,
    Dimension.SEX,
    Dimension.AGE_BAND,
)
_MOST_DIMENSIONS = 5
_FIRST = datetime(1970, 1, 1, tzinfo=SEOUL)
#: Later years become this one; it is a leap year, so that their 29 February has a place.
_LAST_YEAR = 8000


class CountingRule(Term):
    """How persons are counted; a change of the rule is a new code, so that old figures stay readable."""

    PERSONS_1 = (
        "persons-1",
        (
            "사건·사고 건에 등록된 당사자 수(집단은 적은 인원수), 기준 시각의 분류. "
            "삭제·병합된 당사자와 안내로 끝난 접수는 제외"
        ),
        (
            "Persons registered on cases (a group by its headcount), as classified at that instant; "
            "without persons removed or merged away, and without reports that opened no case"
        ),
    )
    CASES_1 = (
        "cases-1",
        (
            "사건·사고 건 수, 기준 시각의 분류(건 자체의 유형·심각도). "
            "다른 건에 병합된 건과 안내로 끝난 접수는 제외"
        ),
        (
            "Cases, as classified at that instant (by the type and severity of the case itself); "
            "without cases merged into another, and without reports that opened no case"
        ),
    )


RULES: Mapping[CountUnit, CountingRule] = {
    CountUnit.PERSONS: CountingRule.PERSONS_1,
    CountUnit.CASES: CountingRule.CASES_1,
}


class Measure(Term):
    """How long a step of handling took, in whole minutes."""

    REPORT = "report", "사건 발생 → 접수", "Incident to report"
    ACCEPT = "accept", "접수 → 이관 인수", "Report to hand-over accepted"
    CLOSE = "close", "접수 → 종결", "Report to closing"


class Notice(Term):
    """What must be said with everything shown, written or sent."""

    DEMONSTRATION = (
        "demonstration",
        "시연용 가상 데이터 · 실제 사건이 아닙니다",
        "Synthetic demonstration data · not real incidents",
    )


@dataclass(frozen=True)
class StatisticsQuery:
    """A question to the numbers. Days are inclusive and of `basis`; with a bound, unknown days are left out.

    `filters` maps a dimension to the codes wanted; regions are those of `scheme`, bureaus those of
    the scheme `bureau`; `{"day": ("unknown",)}` asks for persons whose day is not known. `as_of`: as
    the system knew it at that instant, under the regions of its Seoul day; None: the cube, as of now.
    """

    by: tuple[str, ...] = ()
    unit: CountUnit = CountUnit.PERSONS
    basis: DateBasis = DateBasis.REPORTED
    scheme: str = "statistics"
    from_day: date | None = None
    to_day: date | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    as_of: datetime | None = None


def parse_query(values: Mapping[str, str | Sequence[str] | None]) -> StatisticsQuery:
    """A query from an address or a command line: `by`, `unit`, `basis` … `as_of`, and dimensions.

    `as_of` is a Seoul day, meaning its end, or an instant (Seoul time unless it names its offset).
    Several codes are separated by commas or given as a list; empty values count as not given.
    Raises `InputRefused` with every error that needs no reference data.
    """
    query, errors = read_query(values)
    if errors:
        raise InputRefused(errors)
    return query


def read_query(
    values: Mapping[str, str | Sequence[str] | None],
) -> tuple[StatisticsQuery, list[FieldError]]:
    """What `parse_query` makes, as far as it can be read, and its errors."""
    given = {name: codes for name, value in values.items() if (codes := _split(value))}
    errors: list[FieldError] = []
    fixed: dict[str, Any] = {"by": given.pop("by", ())}
    for name, terms in (("unit", CountUnit), ("basis", DateBasis)):
        if name in given:
            fixed[name] = _term(name, terms, given.pop(name), errors)
    for name in ("from", "to"):
        if name in given:
            fixed[f"{name}_day"] = _day(name, given.pop(name), errors)
    if "as_of" in given:
        fixed["as_of"] = parse_instant("as_of", given.pop("as_of")[0], time.max, errors)
    if "scheme" in given:
        fixed["scheme"] = given.pop("scheme")[0]
    query = StatisticsQuery(**fixed, filters=given)
    return query, errors + check_query(query)


def check_query(query: StatisticsQuery) -> list[FieldError]:
    """What is wrong with a query, as far as it can be told without reference data."""
    known = list(Dimension)
    errors = [unknown_code("by", name, known) for name in query.by if name not in known]
    if len(set(query.by)) < len(query.by):
        errors.append(FieldError("by", "repeated", N_("같은 분류 기준이 두 번 있습니다.")))
    if len(query.by) > _MOST_DIMENSIONS:
        message = N_("분류 기준은 %(most)s개까지 고를 수 있습니다.")
        errors.append(FieldError("by", "too_many", message, {"most": _MOST_DIMENSIONS}))
    if query.unit is CountUnit.CASES:
        errors += [_not_of_cases("by", name) for name in query.by if name in OF_PERSONS]
        errors += [_not_of_cases(name, name) for name in query.filters if name in OF_PERSONS]
    if query.from_day and query.to_day and query.from_day > query.to_day:
        errors.append(FieldError("to", *BACKWARDS))
    return errors + _check_filters(query.filters)


def _not_of_cases(field_name: str, name: str) -> FieldError:
    message = N_(
        "당사자마다 다른 항목이라 건수를 나눌 수 없습니다: %(name)s. "
        "이 항목을 빼거나 단위를 ‘명’으로 바꿔 주십시오."
    )
    term = Dimension.of(name)
    params = {"name": {"ko": term.ko, "en": term.en}, "code": term.value}
    return FieldError(field_name, "not_of_cases", message, params)


def _check_filters(filters: Mapping[str, tuple[str, ...]]) -> list[FieldError]:
    errors = []
    for name, codes in filters.items():
        if name not in COLUMNS and name not in (*REGIONS, Dimension.DAY):
            message = N_("알 수 없는 항목입니다: %(name)s")
            errors.append(FieldError(name, "unknown_dimension", message, {"name": name}))
        elif name in VOCABULARY:
            known = VOCABULARY[name]
            errors += [unknown_code(name, code, known) for code in codes if code not in known]
    return errors


def _split(value: str | Sequence[str] | None) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value or ()
    return tuple(code for text in texts for part in text.split(",") if (code := part.strip()))


def _term(
    name: str, terms: type[Enum], codes: tuple[str, ...], errors: list[FieldError]
) -> Enum | None:
    try:
        return terms(codes[0])
    except ValueError:
        errors.append(unknown_code(name, codes[0], terms))
        return None


def _day(name: str, codes: tuple[str, ...], errors: list[FieldError]) -> date | None:
    try:
        return date.fromisoformat(codes[0])
    except ValueError:
        errors.append(FieldError(name, "date_parsing", DATE_FORM))
        return None


def parse_instant(name: str, text: str, of_day: time, errors: list[FieldError]) -> datetime | None:
    """An instant as typed: a Seoul day means its `of_day`, a time is Seoul's unless it names an offset.

    None, and an error at `name`, for what is neither.
    """
    text = text.upper().replace(" ", "T", 1)
    try:
        if "T" not in text:
            at = datetime.combine(date.fromisoformat(text), of_day, tzinfo=SEOUL)
        else:
            at = datetime.fromisoformat(text)
            at = at if at.tzinfo else at.replace(tzinfo=SEOUL)
    except ValueError:
        message = N_("시각을 확인해 주십시오(예: 2026-11-22 또는 2026-11-22T14:30).")
        errors.append(FieldError(name, "datetime_parsing", message))
        return None
    # Nothing was recorded before the first, and years at the ends have no time in other zones.
    return _FIRST if at.year < _FIRST.year else at.replace(year=min(at.year, _LAST_YEAR))

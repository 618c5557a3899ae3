"""Which figures have a rate per 100,000, and why the others have none.

A rate needs a denominator of the same scope: the persons among whom the counted ones could have
been. Two are known (`data/exposure.csv`): departures of a whole year for the whole world, and
nationals living in a country for incidents of residents there.
"""

from collections.abc import Mapping
from datetime import date

from safety_center.domain.statistics import Dimension, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit, DateBasis, Sojourn, Term

#: Older denominators say too little about the year counted.
OLDEST_YEARS = 5


class RateScope(Term):
    """Among whom is counted."""

    WORLD = "world", "해외여행 출국자", "departures"
    RESIDENTS = "residents", "현지 거주 재외국민", "nationals living in the country"


class WhyNoRate(Term):
    """Why a figure has no rate, as told beside it."""

    UNIT = (
        "unit",
        "건수는 사람 수가 아니어서 인구 대비 비율을 내지 않습니다",
        "Cases are not persons, so they have no rate per head",
    )
    ENTERED = (
        "entered",
        "입력일은 사건이 있었던 해와 달라 비율을 내지 않습니다",
        "The year of entry is not the year of the incident, so there is no rate",
    )
    PART_OF_YEAR = (
        "part_of_year",
        "분모는 한 해 단위로만 발표되어 한 해가 아닌 기간에는 비율이 없습니다",
        "Denominators are published by year, so a period that is no whole year has no rate",
    )
    RUNNING = (
        "running",
        "진행 중인 해에는 한 해의 분모가 아직 없습니다",
        "A running year has no yearly denominator yet",
    )
    PLACE = (
        "place",
        "지역·지역국·공관별로는 같은 범위의 분모가 없어 비율을 내지 않습니다",
        "No denominator has the scope of a region, bureau or mission, so there is no rate",
    )
    VISITORS = (
        "visitors",
        "국가별 방문자 수는 출처마다 세는 것이 달라 분모로 쓰지 않습니다. 국가별 비율은 거주·체류자에 대해서만 냅니다",
        "Visitors by country are counted differently by each source; only residents have rates by country",
    )
    NATIONALS = (
        "nationals",
        "이 국가의 재외국민 수가 발표되지 않았습니다. 재외동포 수에는 외국 국적 동포가 들어 있어 쓰지 않습니다",
        "Nationals living there are not published; overseas Koreans include citizens of other countries",
    )
    WORLD_RESIDENTS = (
        "world_residents",
        "출국자는 거주·체류자만의 분모가 아닙니다. 거주·체류자는 국가별로만 비율을 냅니다",
        "Departures are no denominator of residents, whose rates are given by country only",
    )
    PERSON = (
        "person",
        "성별·연령대별 분모가 없어 비율을 내지 않습니다",
        "No denominator is known by sex or age, so there is no rate",
    )
    NOT_STATED = (
        "not_stated",
        "이 해의 출국자 수가 같은 기준으로 발표되지 않았습니다(미기재)",
        "Departures of this year were not published on the same basis (not stated)",
    )
    OLD = (
        "old",
        "분모가 너무 오래되어 비율을 내지 않습니다",
        "The denominator is too old for a rate",
    )
    UNDATED = (
        "undated",
        "날짜를 모르는 당사자는 어느 해의 분모로도 나눌 수 없습니다",
        "Persons of no known day belong to the denominator of no year",
    )
    UNSTATED = (
        "unstated",
        "따로 집계하지 않던 기간(미기재)에는 비율을 내지 않습니다",
        "There is no rate for a time in which nobody counted this apart (not stated)",
    )


class RateNotice(Term):
    """What must stand with a rate that mixes what is real with what is not."""

    SYNTHETIC = (
        "synthetic_numerator",
        "가상 분자 · 실제 분모",
        "synthetic numerator · real denominator",
    )


_PLACES = (Dimension.REGION, Dimension.BUREAU, Dimension.MISSION)
_PARTS = (Dimension.QUARTER, Dimension.MONTH, Dimension.DAY)
_PERSON = (Dimension.SEX, Dimension.AGE_BAND)


def scope_of(query: StatisticsQuery) -> RateScope | WhyNoRate:
    """The denominator's scope for a question, or why there is none for all of its cells."""
    asked = {*query.by, *query.filters}
    refusals: Mapping[WhyNoRate, bool] = {
        WhyNoRate.UNIT: query.unit is not CountUnit.PERSONS,
        WhyNoRate.ENTERED: query.basis is DateBasis.ENTERED,
        WhyNoRate.PLACE: bool(asked.intersection(_PLACES)),
        WhyNoRate.PERSON: bool(asked.intersection(_PERSON)),
        WhyNoRate.PART_OF_YEAR: bool(asked.intersection(_PARTS)) or not _has_whole_years(query),
    }
    for why, holds in refusals.items():
        if holds:
            return why
    sojourn = query.filters.get(Dimension.SOJOURN)
    if Dimension.COUNTRY in asked:
        return RateScope.RESIDENTS if sojourn == (Sojourn.RESIDENT.value,) else WhyNoRate.VISITORS
    if Dimension.SOJOURN in query.by or (sojourn and Sojourn.RESIDENT.value in sojourn):
        return WhyNoRate.WORLD_RESIDENTS
    return RateScope.WORLD


def is_whole_year(query: StatisticsQuery, year: int) -> bool:
    """True when the period asked takes in all days of the year."""
    first, last = query.from_day or date.min, query.to_day or date.max
    return first <= date(year, 1, 1) and last >= date(year, 12, 31)


def _has_whole_years(query: StatisticsQuery) -> bool:
    """By year any period will do (a cut year has no rate); without, it must be exactly one year."""
    if Dimension.YEAR in query.by:
        return True
    first, last = query.from_day, query.to_day
    if first is None or last is None:
        return False
    return (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31))
